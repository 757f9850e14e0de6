package gpcm.addressing;

import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import java.util.Optional;

/**
 * What a received MESH message is, told from its outside alone. Everything in it but {@code
 * fromMailbox} and {@code messageId}, which MESH itself vouches for, is the sender's word.
 */
public sealed interface MeshArrival {
  /** MESH's id, by which it is acknowledged. */
  String messageId();

  /**
   * A Send Document message.
   *
   * @param fromMailbox the mailbox that sent it, as MESH says
   * @param senderOds Mex-LocalID: the ODS code the sender gives for itself
   * @param subject as received; may name the patient and, unlike ours, a confidential organisation
   */
  record Document(
      String messageId, Optional<String> fromMailbox, Optional<String> senderOds, String subject)
      implements MeshArrival {
    @Override
    public String toString() {
      return "Document[messageId=" + messageId + "]";
    }
  }

  /**
   * An ITK3 response.
   *
   * @param fromMailbox the mailbox that sent it, as MESH says
   * @param senderOds Mex-LocalID: the ODS code the sender gives for itself
   */
  record Response(String messageId, Optional<String> fromMailbox, Optional<String> senderOds)
      implements MeshArrival {}

  /**
   * MESH's own report that one of our messages was not delivered.
   *
   * @param about MESH's id of that message, where the report names one
   * @param code such as 14 or EPL-151; empty text when MESH gives none
   * @param description MESH's words
   */
  record Report(String messageId, Optional<String> about, String code, String description)
      implements MeshArrival {}

  /**
   * A message of another workflow.
   *
   * @param workflowId as received; empty text when there is none
   */
  record Other(String messageId, String workflowId) implements MeshArrival {}

  /** Reads the outside of a message. */
  static MeshArrival of(MessageHeaders headers) {
    String id = headers.messageId();
    if (headers.messageType() == MessageType.REPORT) {
      return new Report(
          id,
          headers.linkedMessageId(),
          headers.statusCode().orElse(""),
          headers.statusDescription().orElse(""));
    }
    String workflow = headers.workflowId().orElse("");
    return switch (workflow) {
      case MeshWorkflow.DOCUMENT ->
          new Document(id, headers.from(), headers.localId(), headers.subject().orElse(""));
      case MeshWorkflow.RESPONSE -> new Response(id, headers.from(), headers.localId());
      default -> new Other(id, workflow);
    };
  }
}
