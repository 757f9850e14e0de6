package gpcm.node.journal;

import java.util.Optional;
import java.util.UUID;

/**
 * What an alert is about.
 *
 * @param document the document that is sent
 * @param received the received message
 * @param entry the worklist entry that the message became
 * @param confidential whether the document is, or the record of the patient of a received one is
 *     restricted
 * @param patient the document's patient, for those whom the alert may name them to
 */
public record AlertSubject(
    Optional<UUID> document,
    Optional<UUID> received,
    Optional<UUID> entry,
    boolean confidential,
    Optional<AlertPatient> patient) {
  /**
   * A patient as the document names them.
   *
   * @param nhsNumber as it is stated there; may be empty
   * @param name as it is stated there; may be empty
   */
  public record AlertPatient(String nhsNumber, String name) {}

  AlertSubject withoutPatient() {
    return new AlertSubject(document, received, entry, confidential, Optional.empty());
  }

  /** By which it is found again, if it is about anything: what was filed by the entry. */
  public Optional<UUID> caseId() {
    return document.or(() -> entry).or(() -> received);
  }
}
