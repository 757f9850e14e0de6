package gpcm.rules;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks through XML that a reader already accepted, looking at nothing but tags, so that an
 * attribute of any size costs no memory. Columns count characters of UTF-8.
 */
final class XmlPlaces {
  private static final int LONGEST_NAME = 200;

  private final InputStream in;
  private final Map<String, SourcePosition> found;
  private final Deque<Open> open = new ArrayDeque<>();
  private int line = 1;
  private int column;

  private record Open(WantedPath path, boolean holdsResource, Map<String, Integer> children) {}

  XmlPlaces(InputStream in, WantedPath root, Map<String, SourcePosition> found) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.found = found;
    open.push(new Open(root, false, new HashMap<>()));
  }

  void scan() throws IOException {
    for (int c = read(); c >= 0; c = read()) {
      if (c == '<') {
        tag(line, column);
      }
    }
  }

  private void tag(int atLine, int atColumn) throws IOException {
    int c = read();
    if (c == '!') {
      declaration();
    } else if (c == '?') {
      skipPast("?>");
    } else if (c == '/') {
      skipPast(">");
      if (open.size() > 1) {
        open.pop();
      }
    } else {
      start(c, atLine, atColumn);
    }
  }

  private void start(int first, int atLine, int atColumn) throws IOException {
    StringBuilder name = new StringBuilder();
    int c = first;
    while (c > ' ' && c != '>' && c != '/') {
      if (name.length() < LONGEST_NAME) {
        name.append((char) c);
      }
      c = read();
    }
    Open parent = open.element();
    String local = name.substring(name.lastIndexOf(":") + 1);
    int index = parent.children().merge(local, 1, Integer::sum) - 1;
    // The type between <resource> and a resource's elements is no step of a path.
    WantedPath path = parent.holdsResource() ? parent.path() : parent.path().child(local, index);
    path.place(atLine, atColumn, found);
    boolean empty = skipAttributes(c);
    if (!empty) {
      open.push(
          new Open(path, !parent.holdsResource() && local.equals("resource"), new HashMap<>()));
    }
  }

  /** To the end of a start tag; true when it is an empty element. */
  private boolean skipAttributes(int current) throws IOException {
    boolean slash = false;
    int c = current;
    while (c >= 0 && c != '>') {
      slash = c == '/';
      if (c == '"' || c == '\'') {
        int quote = c;
        do {
          c = read();
        } while (c >= 0 && c != quote);
      }
      c = read();
    }
    return slash;
  }

  private void declaration() throws IOException {
    int c = read();
    if (c == '-') {
      read();
      skipPast("-->");
    } else if (c == '[') {
      skipPast("]]>");
    } else {
      skipPast(">");
    }
  }

  private void skipPast(String end) throws IOException {
    int matched = 0;
    for (int c = read(); c >= 0; c = read()) {
      if (c == end.charAt(matched)) {
        matched++;
        if (matched == end.length()) {
          return;
        }
      } else if (!(matched == 2 && c == end.charAt(0) && end.charAt(1) == end.charAt(0))) {
        // "--->" still ends a comment: two of its dashes keep counting
        matched = c == end.charAt(0) ? 1 : 0;
      }
    }
  }

  private int read() throws IOException {
    int c = in.read();
    if (c == '\n') {
      line++;
      column = 0;
    } else if ((c & 0xC0) != 0x80) {
      column++; // bytes that go on with a character do not count
    }
    return c;
  }
}
