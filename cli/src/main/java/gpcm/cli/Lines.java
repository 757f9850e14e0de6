package gpcm.cli;

import java.io.IOException;
import java.io.Reader;

/**
 * Reads lines of which only the beginning matters: an attachment may be one line of a hundred
 * megabytes.
 */
final class Lines {
  private Lines() {}

  /** The next line's first characters; control characters become spaces. */
  static String next(Reader reader, int most) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
      if (text.length() < most) {
        text.append(Character.isISOControl(c) ? ' ' : (char) c);
      }
    }
    return text.toString();
  }
}
