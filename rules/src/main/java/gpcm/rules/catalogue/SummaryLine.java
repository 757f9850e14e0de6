package gpcm.rules.catalogue;

import java.util.regex.Pattern;

/**
 * How the published examples deviate in the summary line of Composition.text, which people read and
 * no system acts on.
 */
final class SummaryLine {
  private static final Pattern SPACE_BEFORE_COMMA = Pattern.compile(" +,");

  private SummaryLine() {}

  /**
   * The line without stray spaces and footnote stars, and with placeholders of the format filled
   * in.
   */
  static String filled(String text) {
    return SPACE_BEFORE_COMMA
        .matcher(text.replace("*", ""))
        .replaceAll(",")
        .replace("{NHS Number}", "0000000000")
        .replace("{ODS Code}", "XXXXX")
        .replace("{Version Number}", "1");
  }
}
