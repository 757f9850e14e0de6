package gpcm.consultation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A care organisation, and where of its branches something took place. Immutable.
 *
 * @param odsCode the ODS code (GPCM-SD-CS-033)
 * @param name the name (GPCM-SD-CS-034)
 * @param telephone the telephone number (GPCM-SD-CS-035)
 * @param email the e-mail address
 * @param branchLocation the name of the branch
 * @param address the postal address
 */
public record Organisation(
    OdsCode odsCode,
    String name,
    Optional<Telephone> telephone,
    Optional<String> email,
    Optional<String> branchLocation,
    Optional<Address> address) {
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

  /**
   * @throws InvalidValueException when a part is blank, too long or of the wrong form
   */
  public Organisation {
    CheckedText.line("Organisation name", name);
    email.ifPresent(Organisation::email);
    branchLocation.ifPresent(words -> CheckedText.line("Branch location", words));
  }

  /**
   * Checks an e-mail address by itself.
   *
   * @return the same text
   * @throws InvalidValueException when it has the wrong form
   */
  public static String email(String text) {
    CheckedText.line("E-mail address", text);
    if (!EMAIL.matcher(text).matches()) {
      throw new InvalidValueException(
          "E-mail address", "must have one @ and no spaces", "Correct it, or leave it out");
    }
    return text;
  }

  /** An organisation of which only code and name matter, such as the registered practice. */
  public static Organisation of(OdsCode odsCode, String name) {
    return new Organisation(
        odsCode, name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
