package gpcm.consultation;

import java.util.Optional;

/**
 * Whom a document is for. Immutable.
 *
 * @param registeredPractice the patient's registered practice
 * @param sendTo the provider that is asked to act instead of the practice, such as a pharmacy;
 *     empty when the practice itself is to act. Where nobody is named, the patient's preference is
 *     asked to, unless that is the practice.
 * @param preference the provider that the patient would like to act; in online consultations
 */
public record DocumentRecipients(
    Organisation registeredPractice,
    Optional<Organisation> sendTo,
    Optional<ProviderPreference> preference) {
  /**
   * @throws InvalidValueException when the provider is the practice, or another one than the
   *     patient's preference
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
    Optional<OdsCode> named = sendTo.map(Organisation::odsCode);
    Optional<OdsCode> wanted = preference.map(ProviderPreference::odsCode);
    if (named.isPresent() && wanted.isPresent() && !named.equals(wanted)) {
      throw new InvalidValueException(
          "Send to",
          "must be the organisation that the patient prefers",
          "Leave sendTo out to send it there, or leave preferredProvider out where it was decided"
              + " otherwise");
    }
    OdsCode practice = registeredPractice.odsCode();
    sendTo =
        sendTo.or(
            () ->
                preference
                    .filter(provider -> !provider.odsCode().equals(practice))
                    .map(ProviderPreference::organisation));
  }

  /** Recipients that no patient had a say in. */
  public DocumentRecipients(Organisation registeredPractice, Optional<Organisation> sendTo) {
    this(registeredPractice, sendTo, Optional.empty());
  }
}
