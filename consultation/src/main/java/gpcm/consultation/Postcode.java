package gpcm.consultation;

import java.util.regex.Pattern;

/**
 * A postcode of the United Kingdom, including the pseudo-postcodes that start with ZZ99. Immutable.
 *
 * @param value capitals, one space before the last three characters
 */
public record Postcode(String value) {
  private static final Pattern FORM =
      Pattern.compile("[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}|GIR 0AA");

  /**
   * @throws InvalidValueException when the form is wrong
   */
  public Postcode {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "Postcode",
          "must be a UK postcode in capitals with one space",
          "Put the postal code of another country into an address line");
    }
  }

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "Postcode[masked]";
  }
}
