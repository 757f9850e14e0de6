package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.mesh.MeshEndpoint;
import gpcm.node.mailbox.Mailbox;
import java.util.List;

/**
 * Where documents go. A Consultation Summary goes to the patient's registered practice, which MESH
 * finds (GPCM-SD-CS-060); everything else to the mailbox that endpoint lookup gives for the
 * organisation (GPCM-SD-OC-159, -163, GPCM-SD-GE-290). Thread-safe.
 */
final class Routing {
  /** The workflow of every document. */
  static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  private final PatientRouting patients;

  Routing(PatientRouting patients) {
    this.patients = patients;
  }

  /**
   * Makes sure, as far as that can be told beforehand, that there is an address for a document.
   *
   * @throws SubmissionRefused when MESH could not carry it
   */
  void check(Document document) {
    if (document instanceof Consultation summary) {
      patients.check(summary.patient());
    }
  }

  /** The address of the organisation that is asked to act. */
  String primary(Mailbox from, Document document) {
    return switch (document) {
      case Consultation summary -> patients.address(summary.patient()).text();
      case OnlineConsultation online ->
          mailboxOf(from, online.sendTo().orElse(online.registeredPractice()));
      case GenericDocument generic ->
          mailboxOf(from, generic.sendTo().orElse(generic.registeredPractice()));
    };
  }

  /** The address of the registered practice for its copy of what another provider acts on. */
  String copy(Mailbox from, Document document) {
    return mailboxOf(from, document.registeredPractice());
  }

  private static String mailboxOf(Mailbox from, Organisation organisation) {
    String ods = organisation.odsCode().value();
    List<MeshEndpoint> found = from.mesh().lookup(ods, WORKFLOW);
    if (found.size() != 1) {
      throw new NoEndpointException(
          "MESH knows %s mailbox of organisation %s that takes %s; one is needed to send to."
              .formatted(found.isEmpty() ? "no" : "more than one", ods, WORKFLOW));
    }
    return found.getFirst().mailboxId();
  }

  /** Endpoint lookup did not give one mailbox. */
  static final class NoEndpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoEndpointException(String message) {
      super(message);
    }
  }
}
