package gpcm.consultation;

import java.util.regex.Pattern;

/**
 * The Spine Directory Service's identifier of a member of staff: twelve digits (GPCM-SD-CS-036).
 * Immutable.
 *
 * @param value the digits
 */
public record SdsUserId(String value) {
  private static final Pattern TWELVE_DIGITS = Pattern.compile("[0-9]{12}");

  /**
   * @throws InvalidValueException when the value is not twelve digits
   */
  public SdsUserId {
    if (!TWELVE_DIGITS.matcher(value).matches()) {
      throw new InvalidValueException(
          "SDS user id", "must be twelve digits", "Take it from the smartcard or the directory");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
