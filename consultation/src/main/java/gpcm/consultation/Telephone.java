package gpcm.consultation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A telephone number as it was recorded; it may carry an extension or a remark. Immutable.
 *
 * @param value the recorded text, with at least three digits
 */
public record Telephone(String value) {
  private static final int LONGEST = 100;
  private static final Pattern UK = Pattern.compile("(?:(?:\\+|00)44(?:0)?|0)([1-9][0-9]{8,9})");

  /**
   * London-style, large-city and service codes, then everything else: the area code without its
   * leading zero.
   */
  private static final Pattern AREA =
      Pattern.compile("2[0-9]|11[0-9]|1[0-9]1|[389][0-9]{2}|[1-9][0-9]{3}");

  /**
   * @throws InvalidValueException when the text is blank, too long, or has fewer than three digits
   */
  public Telephone {
    CheckedText.line("Telephone number", value, LONGEST);
    if (value.chars().filter(c -> c >= '0' && c <= '9').count() < 3) {
      throw new InvalidValueException(
          "Telephone number",
          "must have at least three digits",
          "Send the number, or leave it out");
    }
  }

  /**
   * For people: area code, space, local part, with a further space before its last four digits when
   * it is longer than six digits ({@code 01632 960001}, {@code 020 7946 0000}). A number that is
   * not plainly a UK one is given as recorded.
   */
  public String formatted() {
    Matcher uk = UK.matcher(value.replaceAll("[\\s()./-]", ""));
    if (!uk.matches()) {
      return value;
    }
    String national = uk.group(1);
    Matcher area = AREA.matcher(national);
    if (!area.lookingAt()) {
      return value;
    }
    String local = national.substring(area.end());
    if (local.length() > 6) {
      local = local.substring(0, local.length() - 4) + " " + local.substring(local.length() - 4);
    }
    return "0" + area.group() + " " + local;
  }

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "Telephone[masked]";
  }
}
