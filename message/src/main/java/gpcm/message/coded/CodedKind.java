package gpcm.message.coded;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a coded entry tells of, in the words that staff use. */
public enum CodedKind {
  PROBLEM(true),
  ALLERGY(true),
  MEDICATION(true),
  OBSERVATION(true),
  IMMUNISATION(true),
  PROCEDURE(true),
  TEST_REQUEST(true),
  TEST_RESULT(true),
  REFERRAL(true),
  FAMILY_HISTORY(true),
  QUESTIONNAIRE(true),
  TASK(true),
  CONSENT(true),
  PLAN(true),
  /** Coded, and none of these: a person reads the original. */
  OTHER(true),
  ENCOUNTER(false),
  LOCATION(false),
  DEVICE(false),
  SPECIMEN(false),
  DOCUMENT_REFERENCE(false),
  LIST(false);

  private final boolean decided;

  CodedKind(boolean decided) {
    this.decided = decided;
  }

  /**
   * Whether a person has to decide on it. What only says where, when and with what things were done
   * is read, and there is nothing to confirm.
   */
  public boolean decided() {
    return decided;
  }

  /**
   * Whether several may be confirmed at one go. What is wrong in an allergy or a medication may
   * harm at once, so each is looked at by itself.
   */
  public boolean together() {
    return decided && this != ALLERGY && this != MEDICATION;
  }

  /** As the API, the configuration and the database have it, such as {@code family-history}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people, such as {@code Family history}. */
  public String words() {
    String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** The kind with this text; empty when there is none. */
  public static Optional<CodedKind> ofText(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
