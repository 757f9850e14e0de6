package gpcm.exchange;

import java.util.Optional;

/**
 * How people are told which document is meant, and what of it decides what they are told.
 *
 * @param who the patient and the consultation, in one breath
 * @param recipient name and ODS code of the organisation it goes to
 * @param restricted whether the consultation is confidential
 * @param replaces the id of the document that it replaces
 * @param toProvider whether it goes to another provider than the registered practice
 */
public record DocumentSubject(
    String who,
    String recipient,
    boolean restricted,
    Optional<String> replaces,
    boolean toProvider) {

  /** A first version for the registered practice, not confidential. */
  public static DocumentSubject of(String who, String recipient) {
    return new DocumentSubject(who, recipient, false, Optional.empty(), false);
  }

  /** Nothing: it names the patient. */
  @Override
  public String toString() {
    return "DocumentSubject[]";
  }
}
