package gpcm.cli.terminal;

import java.util.regex.Pattern;

/**
 * Text of strangers for a terminal: without what terminals obey, what breaks lines, and what turns
 * the direction of text so that it reads as something else.
 */
public final class StrangersText {
  private static final Pattern UNSAFE =
      Pattern.compile(
          "[\\p{Cntrl}\\x{80}-\\x{9f}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e"
              + "\\u2066-\\u2069\\ufff9-\\ufffb]");

  private StrangersText() {}

  /** The text with a space for each such character. */
  public static String plain(String text) {
    return replaced(text, " ");
  }

  /** The text with this in place of each such character. */
  public static String replaced(String text, String by) {
    return UNSAFE.matcher(text).replaceAll(by);
  }
}
