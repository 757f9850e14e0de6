package gpcm.node.ledger;

import gpcm.exchange.IncomingMessage;
import gpcm.node.content.StoredContent;

/**
 * A received message that this node reads now. What MESH says about it is text, empty where MESH
 * said nothing.
 *
 * @param lease this node's hold on it
 * @param organisation ODS code of the organisation whose mailbox it came to
 * @param message its case
 * @param report whether it is MESH's own report on a message of ours
 * @param envelope what MESH says about it
 * @param content its bytes
 * @param position its place in the order of arrival
 */
public record ToRead(
    Lease lease,
    String organisation,
    IncomingMessage message,
    boolean report,
    Envelope envelope,
    StoredContent content,
    long position) {

  /** The same, found to hold a confidential document. */
  public ToRead asRestricted() {
    return new ToRead(
        lease, organisation, message.asRestricted(), report, envelope, content, position);
  }

  /**
   * What MESH says about a message.
   *
   * @param recipient Mex-To
   * @param subject Mex-Subject
   * @param localId Mex-LocalID
   * @param statusCode of a report, such as EPL-151 or 14
   * @param statusDescription of a report
   * @param linkedMessageId of a report: the MESH id of the message it is about
   */
  public record Envelope(
      String recipient,
      String subject,
      String localId,
      String statusCode,
      String statusDescription,
      String linkedMessageId) {

    /** Nothing: the subject names the patient. */
    @Override
    public String toString() {
      return "Envelope[]";
    }
  }
}
