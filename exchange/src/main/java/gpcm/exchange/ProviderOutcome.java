package gpcm.exchange;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a provider tells of a patient whose care did not go on there (the negative codes of 30005 to
 * 30018): no failed delivery, but something that a person has to act on.
 */
public enum ProviderOutcome {
  ESCALATED(
      "30007",
      "escalates it back to the registered practice",
      "Make sure that the registered practice knows of it and sees to the patient."),
  NOT_REACHED(
      "30012",
      "could not reach the patient in at least three attempts",
      "Try to reach the patient, or tell the registered practice."),
  NOT_ACCEPTED(
      "30014",
      "closed it because the patient does not accept the service",
      "Offer the patient another way to care, or tell the registered practice."),
  DUPLICATE_REFERRAL(
      "30015",
      "closed it as a duplicate of another referral",
      "Make sure that the other referral is dealt with."),
  REJECTED(
      "30017",
      "rejected the referral",
      "Find another provider for the patient, or tell the registered practice."),
  NOT_ATTENDED(
      "30018",
      "says that the patient did not attend, or did not answer",
      "Try to reach the patient, or tell the registered practice.");

  private final String code;
  private final String happened;
  private final String whatToDo;

  ProviderOutcome(String code, String happened, String whatToDo) {
    this.code = code;
    this.happened = happened;
    this.whatToDo = whatToDo;
  }

  /** The business code that tells of it. */
  public String code() {
    return code;
  }

  /** The outcome with this code; empty for one that asks nobody to act. */
  public static Optional<ProviderOutcome> of(String code) {
    return Arrays.stream(values()).filter(outcome -> outcome.code.equals(code)).findFirst();
  }

  /** What the provider did, after its name. */
  String happened() {
    return happened;
  }

  /** What its sender is to do, as a sentence. */
  public String whatToDo() {
    return whatToDo;
  }
}
