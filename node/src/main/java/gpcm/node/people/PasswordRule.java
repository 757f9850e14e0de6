package gpcm.node.people;

import gpcm.consultation.InvalidValueException;
import java.util.Locale;

/** What a password has to be: long. It needs no digits or signs, and never expires. */
final class PasswordRule {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 200;

  private PasswordRule() {}

  /**
   * @throws InvalidValueException when the password is too short, too long to be hashed in good
   *     time, the same character throughout, or holds the user name
   */
  static void check(String userName, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw refused("must have %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    if (password.codePoints().distinct().count() < 5) {
      throw refused("must have at least 5 different characters");
    }
    if (password.toLowerCase(Locale.ROOT).contains(userName.toLowerCase(Locale.ROOT))) {
      throw refused("must not contain the user name");
    }
  }

  private static InvalidValueException refused(String rule) {
    return new InvalidValueException(
        "Password", rule, "Choose several words that others do not guess");
  }
}
