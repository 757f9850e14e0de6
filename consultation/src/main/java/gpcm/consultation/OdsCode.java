package gpcm.consultation;

import java.util.regex.Pattern;

/**
 * The Organisation Data Service's code of an organisation or site: 3 to 12 capital letters and
 * digits. Immutable.
 *
 * @param value the code in capitals
 */
public record OdsCode(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Z0-9]{3,12}");

  /**
   * @throws InvalidValueException when a character or the length is wrong
   */
  public OdsCode {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "ODS code",
          "must be 3 to 12 capital letters and digits",
          "Take the code from the Organisation Data Service");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
