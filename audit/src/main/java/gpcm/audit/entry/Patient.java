package gpcm.audit.entry;

import java.util.Optional;

/**
 * Which patient, as far as it is known. Kept in the part that can be erased.
 *
 * @param nhsNumber the ten digits
 * @param superseded the NHS number that it replaced
 * @param localId the number in the organisation's own register
 * @param name as it was shown
 */
public record Patient(
    Optional<String> nhsNumber,
    Optional<String> superseded,
    Optional<String> localId,
    Optional<String> name) {

  /** One with an NHS number. */
  public static Patient nhs(String nhsNumber) {
    return new Patient(
        Optional.of(nhsNumber), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** One that is known by a local number only. */
  public static Patient local(String localId) {
    return new Patient(Optional.empty(), Optional.empty(), Optional.of(localId), Optional.empty());
  }

  /** As a document states them; what is blank there is not stated. */
  public static Patient stated(String nhsNumber, String name) {
    return new Patient(
        Optional.of(nhsNumber).filter(number -> !number.isBlank()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(name).filter(words -> !words.isBlank()));
  }
}
