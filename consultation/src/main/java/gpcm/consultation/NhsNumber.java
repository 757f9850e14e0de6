package gpcm.consultation;

import java.util.regex.Pattern;

/**
 * An NHS number: ten digits, the last of which checks the other nine (modulus 11). Immutable.
 *
 * @param value the ten digits, without spaces
 */
public record NhsNumber(String value) {
  /** What forms hold where nothing was filled in; its check digit would fit. */
  private static final String NOBODY = "0000000000";

  private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");

  /**
   * @throws InvalidValueException when the value is not ten digits or the check digit is wrong
   */
  public NhsNumber {
    if (!TEN_DIGITS.matcher(value).matches()) {
      throw new InvalidValueException(
          "NHS number", "must be ten digits without spaces", "Send the digits only");
    }
    if (value.equals(NOBODY)) {
      throw new InvalidValueException(
          "NHS number",
          "is ten zeros, which is nobody's number",
          "Take it from the patient's record; without one nothing can be sent");
    }
    if (!checkDigitFits(value)) {
      throw new InvalidValueException(
          "NHS number",
          "has a wrong check digit",
          "Compare it with the patient's record; a digit is wrong or two are swapped");
    }
  }

  /**
   * Whether ten digits carry the right check digit; false for anything that is not ten digits, and
   * for ten zeros.
   */
  public static boolean isValid(String text) {
    return TEN_DIGITS.matcher(text).matches() && !text.equals(NOBODY) && checkDigitFits(text);
  }

  private static boolean checkDigitFits(String digits) {
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += (digits.charAt(i) - '0') * (10 - i);
    }
    // A remainder that would need the check digit 10 belongs to no number: no digit equals it.
    return (11 - sum % 11) % 11 == digits.charAt(9) - '0';
  }

  /** For people: {@code ### ### ####}. */
  public String formatted() {
    return value.substring(0, 3) + " " + value.substring(3, 6) + " " + value.substring(6);
  }

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "NhsNumber[masked]";
  }
}
