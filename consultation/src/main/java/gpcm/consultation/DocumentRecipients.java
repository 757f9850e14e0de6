package gpcm.consultation;

import java.util.Optional;

/**
 * Whom a document is for. Immutable.
 *
 * @param registeredPractice the patient's registered practice
 * @param sendTo the provider that is asked to act instead of the practice, such as a pharmacy;
 *     empty when the practice itself is to act
 */
public record DocumentRecipients(Organisation registeredPractice, Optional<Organisation> sendTo) {
  /**
   * @throws InvalidValueException when the provider is the practice
   */
  public DocumentRecipients {
    if (sendTo
        .filter(provider -> provider.odsCode().equals(registeredPractice.odsCode()))
        .isPresent()) {
      throw new InvalidValueException(
          "Send to",
          "must be another organisation than the registered practice",
          "Leave sendTo out; the practice is asked to act then");
    }
  }
}
