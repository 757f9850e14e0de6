package gpcm.node.sending;

import gpcm.addressing.MeshWorkflow;
import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshEndpoint;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.mailbox.Transport;
import java.util.List;

/**
 * Where documents go. A Consultation Summary goes to the patient's registered practice, which MESH
 * finds (GPCM-SD-CS-060); everything else to the mailbox that endpoint lookup gives for the
 * organisation (GPCM-SD-OC-159, -163, GPCM-SD-GE-290). A MESH file client offers no lookup, so from
 * behind its folders everything goes to the registered practice as MESH finds it (GPCM-SD-OC-166).
 * Thread-safe.
 */
public final class Routing {
  private final PatientRouting patients;
  private final MeshQuestions questions;

  /** Finds a patient's practice as {@code patients} says, and other mailboxes by asking MESH. */
  public Routing(PatientRouting patients, MeshQuestions questions) {
    this.patients = patients;
    this.questions = questions;
  }

  /**
   * Makes sure, as far as that can be told beforehand, that there is an address for a document.
   *
   * @throws SubmissionRefused when MESH could not carry it
   */
  void check(Mailbox from, Document document) {
    boolean folders = from.transport() instanceof Transport.Folders;
    if (folders && document.sendTo().isPresent()) {
      throw new SubmissionRefused(
          "/sendTo",
          "another provider's mailbox is found by endpoint lookup (GPCM-SD-OC-159), which a MESH"
              + " file client does not offer",
          "Let this organisation speak to MESH over HTTP: configure mesh.url and its mailbox"
              + " password");
    }
    if (folders || document instanceof Consultation) {
      patients.check(document.patient());
    }
  }

  /** The address of the organisation that is asked to act. */
  String primary(Mailbox from, Document document) {
    return switch (document) {
      case Consultation summary -> patients.address(summary.patient()).text();
      case OnlineConsultation online ->
          looked(from, online, online.sendTo().orElse(online.registeredPractice()));
      case GenericDocument generic ->
          looked(from, generic, generic.sendTo().orElse(generic.registeredPractice()));
    };
  }

  /** The address of the registered practice for its copy of what another provider acts on. */
  String copy(Mailbox from, Document document) {
    return looked(from, document, document.registeredPractice());
  }

  /** Whether the registered practice has one mailbox that takes it. */
  boolean reachesPractice(Mailbox from, Document document) {
    try {
      return !looked(from, document, document.registeredPractice()).isEmpty();
    } catch (NoEndpointException e) {
      return false;
    }
  }

  private String looked(Mailbox from, Document document, Organisation provider) {
    return switch (from.transport()) {
      case Transport.Http(MeshClient mesh) -> mailboxOf(from, mesh, provider);
      case Transport.Folders folders -> patients.address(document.patient()).text();
    };
  }

  private String mailboxOf(Mailbox from, MeshClient mesh, Organisation organisation) {
    String ods = organisation.odsCode().value();
    List<MeshEndpoint> found =
        questions.ask(
            from, mesh, "lookup " + ods, client -> client.lookup(ods, MeshWorkflow.DOCUMENT));
    if (found.size() != 1) {
      throw new NoEndpointException(
          "MESH knows %s mailbox of organisation %s that takes %s; one is needed to send to."
              .formatted(found.isEmpty() ? "no" : "more than one", ods, MeshWorkflow.DOCUMENT));
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
