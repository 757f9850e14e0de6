package gpcm.node.traffic;

import gpcm.node.traffic.SourceText.Form;
import gpcm.node.traffic.SourceText.Line;
import gpcm.rules.SourcePosition;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Walks through the characters of a message, looking at nothing but where tags begin and end, and
 * lays its lines out. What is no XML is laid out as far as it looks like some. Belongs to one
 * thread.
 */
final class SourceLayout {
  private static final int DEEPEST = 40;

  /** Of white space within a text no more is kept: nobody reads it. */
  private static final int MOST_SPACE = 1000;

  private final boolean pretty;
  private final NavigableSet<SourcePosition> wanted =
      new TreeSet<>(
          Comparator.comparingInt(SourcePosition::line).thenComparingInt(SourcePosition::column));
  private final Map<SourcePosition, Integer> found = new HashMap<>();
  private final SourceLines out;

  /** Of each element that is open, whether a line of its own has begun within it. */
  private final Deque<Boolean> open = new ArrayDeque<>();

  private final StringBuilder space = new StringBuilder();
  private int line = 1;
  private int column;
  private int next = -2;
  private Reader in = Reader.nullReader();

  SourceLayout(Form form, Collection<SourcePosition> wanted) {
    this.pretty = form == Form.PRETTY;
    this.wanted.addAll(wanted);
    this.out = new SourceLines(!pretty);
  }

  List<Line> lines() {
    return out.lines();
  }

  boolean whole() {
    return !out.full();
  }

  /** The line on which what stands at a place is shown. */
  OptionalInt lineOf(SourcePosition place) {
    Integer number = found.get(place);
    if (number != null) {
      return OptionalInt.of(number);
    }
    // Of the raw form each line is known, whatever stands at the place.
    return pretty
        ? OptionalInt.empty()
        : out.lines().stream()
            .mapToInt(Line::number)
            .takeWhile(each -> each <= place.line())
            .reduce((one, later) -> later)
            .stream()
            .filter(each -> place.line() <= out.last())
            .findFirst();
  }

  void read(Reader text) throws IOException {
    in = text;
    for (int c = take(); c >= 0 && !out.full(); c = take()) {
      if (!pretty) {
        raw(c);
      } else if (c == '<') {
        markup();
      } else {
        text(c);
      }
    }
    if (pretty && !out.full()) {
      passed();
    }
    out.end();
  }

  /** Whatever was looked for up to here, and begins no tag, stands on the line that is written. */
  private void passed() {
    while (!wanted.isEmpty()
        && (wanted.first().line() < line
            || (wanted.first().line() == line && wanted.first().column() <= column))) {
      found.put(wanted.pollFirst(), out.last());
    }
  }

  private void raw(int c) {
    if (c == '<') {
      note(new SourcePosition(line, column));
    }
    if (c != '\r' || next != '\n') {
      out.put(c);
    }
  }

  private void note(SourcePosition here) {
    if (wanted.remove(here)) {
      out.settle();
      found.put(here, out.last());
    }
  }

  private void text(int c) {
    if (Character.isWhitespace(c)) {
      if (space.length() < MOST_SPACE) {
        space.appendCodePoint(c);
      }
      return;
    }
    if (!out.atStart()) {
      space.codePoints().filter(each -> each != '\r').forEach(this::space);
    }
    space.setLength(0);
    out.put(c);
  }

  private void space(int c) {
    if (c == '\n' && !out.within()) {
      fresh();
    } else {
      out.put(c);
    }
  }

  private void markup() throws IOException {
    space.setLength(0);
    SourcePosition here = new SourcePosition(line, column);
    int c = peek();
    if (c == '/') {
      boolean lines = !open.isEmpty() && open.pop();
      if (lines) {
        fresh();
      }
      out.put('<');
      tag();
    } else {
      if (!open.isEmpty()) {
        open.pop();
        open.push(true);
      }
      if (!out.atStart()) {
        fresh();
      }
      note(here);
      out.put('<');
      if (c == '!') {
        comment();
      } else if (c == '?') {
        until("?>");
      } else if (!tag() && !out.full()) {
        open.push(false);
      }
    }
  }

  private void fresh() {
    out.lineBreak();
    for (int i = 0; i < Math.min(open.size(), DEEPEST); i++) {
      out.put(' ');
      out.put(' ');
    }
  }

  /** To the end of a tag; true when it is an empty element. */
  private boolean tag() throws IOException {
    boolean slash = false;
    int quote = 0;
    for (int c = take(); c >= 0 && !out.full(); c = take()) {
      boolean breaks = c == '\n' || c == '\r' || c == '\t';
      out.put(breaks && quote == 0 ? ' ' : c);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return slash;
      }
      slash = c == '/';
    }
    return true;
  }

  private void comment() throws IOException {
    int c = take();
    out.put(c);
    if (peek() == '-') {
      until("-->");
    } else if (peek() == '[') {
      until("]]>");
    } else {
      tag();
    }
  }

  private void until(String end) throws IOException {
    StringBuilder last = new StringBuilder();
    for (int c = take(); c >= 0 && !out.full(); c = take()) {
      if (c != '\r') {
        out.put(c);
      }
      last.appendCodePoint(c);
      if (last.length() > end.length()) {
        last.delete(0, last.length() - end.length());
      }
      if (last.toString().equals(end)) {
        return;
      }
    }
  }

  /** The next character of the message, and its place. */
  private int take() throws IOException {
    if (pretty) {
      passed();
    }
    int c = peek();
    next = -2;
    if (c == '\n') {
      // A line ends with its break: what comes is of the next one.
      line++;
      column = 0;
    } else if (c >= 0) {
      column++;
    }
    if (!pretty && c == '\r') {
      peek();
    }
    return c;
  }

  private int peek() throws IOException {
    if (next == -2) {
      int c = in.read();
      if (c >= 0 && Character.isHighSurrogate((char) c)) {
        int low = in.read();
        next = low >= 0 ? Character.toCodePoint((char) c, (char) low) : 0xFFFD;
      } else {
        next = c;
      }
    }
    return next;
  }
}
