package gpcm.node.traffic;

import gpcm.node.traffic.SourceText.Line;
import gpcm.node.traffic.SourceText.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers lines, up to what a page can show. Of a long run of base64 it keeps the beginning, and
 * how much is left out; what would turn the direction of text, or is no character of a text, is
 * made visible. Belongs to one thread.
 */
final class SourceLines {
  /** What is longer is content, and no text that anybody reads. */
  private static final int LONGEST = 200;

  private static final int KEPT = 60;

  /** Base64 is written in lines of so many characters at least. */
  private static final int UNBROKEN = 60;

  /** What may stand between two lines of it, as by references to characters. */
  private static final int BETWEEN = 16;

  private final boolean counted;
  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private List<Piece> pieces = new ArrayList<>();
  private int number = 1;
  private int passedOver;
  private long characters;
  private boolean full;

  private final StringBuilder run = new StringBuilder();
  private long length;
  private int breaks;
  private int unbroken;
  private int between;

  /**
   * @param counted whether lines that are left out count, so that each has its number in the
   *     message
   */
  SourceLines(boolean counted) {
    this.counted = counted;
  }

  /** The number of the line that is being written. */
  int last() {
    return number;
  }

  boolean full() {
    return full;
  }

  /** Whether nothing but indentation stands in the line yet. */
  boolean atStart() {
    return pieces.isEmpty() && length == 0 && text.toString().isBlank();
  }

  /** Whether what comes next may still be part of a long run of base64. */
  boolean within() {
    return between > 0;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Takes the next character; with a line break another line begins. */
  void put(int c) {
    if (full) {
      return;
    }
    if (isBase64(c)) {
      grow(c);
      unbroken++;
      if (unbroken >= UNBROKEN) {
        between = BETWEEN;
      }
    } else if (between > 0 && isBetween(c)) {
      grow(c);
      unbroken = 0;
      between--;
    } else {
      settle();
      write(c);
    }
  }

  /** Begins another line. */
  void lineBreak() {
    settle();
    write('\n');
  }

  private void grow(int c) {
    length++;
    breaks += c == '\n' ? 1 : 0;
    if (run.length() < LONGEST) {
      run.append((char) c);
    }
  }

  private static boolean isBase64(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '=';
  }

  private static boolean isBetween(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '&' || c == '#' || c == ';';
  }

  /** Nothing of what comes belongs to what came. */
  void settle() {
    if (length > LONGEST) {
      run.chars().limit(KEPT).forEach(this::write);
      pieces.add(new Piece(text.toString(), length - KEPT));
      text.setLength(0);
      passedOver += counted ? breaks : 0;
    } else {
      run.chars().forEach(this::write);
    }
    run.setLength(0);
    length = 0;
    breaks = 0;
    unbroken = 0;
    between = 0;
  }

  private void write(int c) {
    if (full) {
      return;
    }
    if (c == '\n') {
      finish();
      number += 1 + passedOver;
      passedOver = 0;
      return;
    }
    if (++characters > SourceText.MOST_CHARACTERS) {
      full = true;
      return;
    }
    if (isHidden(c)) {
      text.append("\\u%04X".formatted(c));
    } else if (c == '\t') {
      text.append("  ");
    } else {
      text.appendCodePoint(c);
    }
  }

  /** Controls, halves of characters, and signs that turn the direction of what follows. */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  void end() {
    settle();
    if (!text.isEmpty() || !pieces.isEmpty()) {
      finish();
    }
  }

  private void finish() {
    if (lines.size() >= SourceText.MOST_LINES) {
      full = true;
      return;
    }
    pieces.add(new Piece(text.toString(), 0));
    text.setLength(0);
    lines.add(new Line(number, pieces));
    pieces = new ArrayList<>();
  }
}
