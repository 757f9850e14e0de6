package gpcm.node.mailbox;

import gpcm.node.store.Content;
import java.time.Instant;
import java.util.UUID;

/**
 * A message as it was taken from a mailbox. What MESH says about it is kept as text, empty where
 * MESH said nothing.
 *
 * @param id this row's id
 * @param organisation ODS code of the organisation whose mailbox it came to
 * @param meshMessageId the id MESH gave it
 * @param report whether it is MESH's own report on a message of ours rather than somebody's message
 * @param sender the sending mailbox (Mex-From)
 * @param recipient Mex-To
 * @param workflowId the MESH workflow
 * @param subject Mex-Subject
 * @param localId Mex-LocalID
 * @param statusCode of a report, such as EPL-151 or 14
 * @param statusDescription of a report
 * @param linkedMessageId of a report: the MESH id of the message it is about
 * @param content the bytes, in the content store
 * @param receivedAt when they were stored
 */
public record ReceivedMessage(
    UUID id,
    String organisation,
    String meshMessageId,
    boolean report,
    String sender,
    String recipient,
    String workflowId,
    String subject,
    String localId,
    String statusCode,
    String statusDescription,
    String linkedMessageId,
    Content content,
    Instant receivedAt) {

  /** Ids only: the subject names the patient. */
  @Override
  public String toString() {
    return "ReceivedMessage[" + id + ", " + meshMessageId + "]";
  }
}
