package gpcm.addressing;

import gpcm.consultation.Patient;
import gpcm.mesh.DateOrder;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshText;
import gpcm.mesh.OutgoingMessage;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;

/**
 * The outside of a MESH message, as plain text that can be stored and read back. All of it is
 * printable ASCII within the lengths MESH takes; names with accents lose them here, and only here.
 * Immutable; {@link #toString()} shows no patient data.
 *
 * <pre>{@code
 * SendDocument document = SendDocument.consultationSummary()...build(clock, UUID::randomUUID);
 * MeshEnvelope envelope = MeshEnvelope.of(document, Recipient.registeredPractice());
 * mesh.send(envelope.around(MeshBody.ofFile(xml)));
 * }</pre>
 *
 * @param address Mex-To: a mailbox, or the patient whose registered practice MESH is to find
 * @param workflowId Mex-WorkflowID
 * @param localId Mex-LocalID: the sender's ODS code, the same on all its messages (GPCM-SD-CS-080)
 * @param subject Mex-Subject (GPCM-SD-CS-065, -068)
 * @param fileName Mex-FileName: the message's id
 */
public record MeshEnvelope(
    String address, String workflowId, String localId, String subject, String fileName) {
  private static final String XML = "application/xml";

  /**
   * The outside of a document's message.
   *
   * @param document built, or read with nothing missing that MESH needs
   * @throws UnaddressableException naming the element that is missing or that MESH can't carry
   */
  public static MeshEnvelope of(SendDocument document, Recipient recipient) {
    return new MeshEnvelope(
        address(document, recipient).text(),
        MeshWorkflow.DOCUMENT,
        sender(document),
        MeshText.subject(SubjectLine.of(document)),
        fileName(document));
  }

  /**
   * The outside of an answer's message.
   *
   * @param to the mailbox that the answered message names as its source, or from which MESH says it
   *     came
   * @throws UnaddressableException when the response names no sender or has no id
   */
  public static MeshEnvelope of(ItkResponse response, MailboxId to) {
    return new MeshEnvelope(
        MeshAddress.parse(to.value()).text(),
        MeshWorkflow.RESPONSE,
        sender(response),
        MeshText.subject("ITK3 response " + response.codeText().orElse("")),
        fileName(response));
  }

  /**
   * The address by which MESH finds the registered practice of a patient (GPCM-SD-CS-060, -064,
   * -067); for asking, before anything is accepted, whether there is one.
   *
   * @throws UnaddressableException when the surname can't be spelt in Latin letters or is too long
   */
  public static MeshAddress registeredPractice(Patient patient, DateOrder dates) {
    return PracticeAddress.of(
        patient.nhsNumber().value(), patient.birthDate(), patient.name().family(), dates);
  }

  /**
   * The whole MESH message. Tracking can't tell it from others of the same sender, since the local
   * id is theirs too: a send whose answer is lost stays {@link gpcm.mesh.MeshAmbiguous}.
   *
   * @param xml the message as XML
   */
  public OutgoingMessage around(MeshBody xml) {
    return OutgoingMessage.to(MeshAddress.parse(address), workflowId, xml)
        .localId(localId)
        .sharedLocalId(true)
        .subject(subject)
        .fileName(fileName)
        .contentType(XML)
        .build();
  }

  private static MeshAddress address(SendDocument document, Recipient recipient) {
    return switch (recipient) {
      case Recipient.RegisteredPractice(DateOrder dates) -> PracticeAddress.of(document, dates);
      case Recipient.Mailbox(MeshAddress mailbox) -> mailbox;
    };
  }

  private static String sender(ReadMessage message) {
    return message
        .header()
        .senderOds()
        .map(MeshText::ascii)
        .orElseThrow(
            () ->
                new UnaddressableException(
                    "MessageHeader.sender",
                    "the ODS code of the sender is the MESH local id and is missing",
                    "Give the sending organisation its ODS code"));
  }

  private static String fileName(ReadMessage message) {
    return message
        .messageId()
        .map(id -> MeshText.ascii(id) + ".xml")
        .orElseThrow(
            () ->
                new UnaddressableException(
                    "MessageHeader.id",
                    "the message has no id, by which its answers would find it",
                    "Give it one"));
  }

  /** Workflow only: address, subject and local id tell who is concerned. */
  @Override
  public String toString() {
    return "MeshEnvelope[workflowId=" + workflowId + "]";
  }
}
