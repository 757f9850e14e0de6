package gpcm.consultation;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/**
 * The rules that every piece of text and every list keeps: present, bounded, encodable. For values
 * of this package, and for readers that want to know which field of a value is wrong.
 */
public final class CheckedText {
  /** Long enough for any label a record holds; a 300-character name must pass. */
  static final int LINE = 1_000;

  /** About 250 printed pages; longer than any note, short enough to bound memory. */
  static final int NOTE = 1_000_000;

  private static final int DIGITS = 15;

  private CheckedText() {}

  /** Text on one line: not blank, no control characters, at most {@code max} characters. */
  static String line(String what, String value, int max) {
    String checked = encodable(what, value, max);
    if (checked.codePoints().anyMatch(Character::isISOControl)) {
      throw new InvalidValueException(
          what,
          "must not contain control characters",
          "Remove line breaks, tabs and other controls");
    }
    return checked;
  }

  /**
   * Text on one line, for a label: at most a thousand characters.
   *
   * @param what the kind of value, for the message
   * @return the same text
   * @throws InvalidValueException when it is blank, too long, or holds a control character
   */
  public static String line(String what, String value) {
    return line(what, value, LINE);
  }

  /**
   * Free text as somebody typed it; line breaks and stray controls are theirs to have typed.
   *
   * @param what the kind of value, for the message
   * @return the same text
   * @throws InvalidValueException when it is blank or longer than a million characters
   */
  public static String note(String what, String value) {
    return encodable(what, value, NOTE);
  }

  /** A measured number: plain, and no longer than our JSON carries. */
  static BigDecimal quantity(BigDecimal value) {
    boolean wholeFits = value.precision() - value.scale() <= DIGITS;
    if (value.scale() < 0 || value.scale() > DIGITS || !wholeFits) {
      throw new InvalidValueException(
          "Quantity",
          "must be a decimal number with at most " + DIGITS + " digits before and after the point",
          "Send it as it was measured; put its unit into unit");
    }
    return value;
  }

  static <T> List<T> list(String what, List<T> values, int max) {
    bounded(what, values, max);
    return List.copyOf(values);
  }

  static void bounded(String what, Collection<?> values, int max) {
    if (values.size() > max) {
      throw new InvalidValueException(
          what, "must hold at most " + max + " entries, and holds " + values.size(), "Send fewer");
    }
  }

  private static String encodable(String what, String value, int max) {
    if (value.isBlank()) {
      throw new InvalidValueException(
          what, "must not be blank", "Give a value, or leave the element out where it is optional");
    }
    if (value.length() > max) {
      throw new InvalidValueException(
          what,
          "must be at most " + max + " characters long, and is " + value.length(),
          "Shorten it");
    }
    if (value
        .codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new InvalidValueException(
          what,
          "must be valid Unicode; it holds half a character",
          "Send the text as it was typed");
    }
    return value;
  }
}
