package gpcm.consultation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a clinical system hands over to be sent, one kind for each use case of Send Document.
 * Immutable; {@code toString} shows no patient data.
 */
public sealed interface Document permits Consultation, OnlineConsultation, GenericDocument {
  /** The name of its use case, such as {@code consultation-summary}. */
  String useCase();

  /** Which report of which encounter it is. */
  ReportedEncounter encounter();

  /** The sender's unique id of the encounter, the same for every version (GPCM-SD-CS-046). */
  default String encounterId() {
    return encounter().id();
  }

  /** 1 for the original, one more for each later version. */
  default int version() {
    return encounter().version();
  }

  /** Whether it is restricted (GPCM-SD-OC-005). */
  default boolean confidential() {
    return encounter().confidential();
  }

  /** When the encounter took place. */
  default Instant occurredAt() {
    return encounter().occurredAt();
  }

  /** The patient. */
  Patient patient();

  /** The organisation that sends. */
  Organisation organisation();

  /** The patient's registered practice. */
  Organisation registeredPractice();

  /**
   * The provider that is asked to act instead of the registered practice, which then gets a copy
   * for information (GPCM-SD-OC-141, -142); empty when the practice itself is to act.
   */
  Optional<Organisation> sendTo();

  /** The files that travel with it. */
  List<DeclaredAttachment> attachments();

  /** The same document as another report of its encounter. */
  Document as(ReportedEncounter encounter);

  /** The same document about the patient as this describes them. */
  Document about(Patient patient);

  /** What this version replaces, where there is something. */
  default Optional<String> replaces() {
    return encounter().replaces();
  }
}
