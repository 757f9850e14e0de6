package gpcm.node.ledger;

import gpcm.node.content.StoredContent;
import java.util.Optional;

/**
 * A message that this node hands to MESH now.
 *
 * @param kind what it carries
 * @param lease this node's hold on the document or answer
 * @param organisation ODS code of the sender
 * @param messageId MessageHeader.id
 * @param address what goes into Mex-To
 * @param subject Mex-Subject
 * @param content its bytes
 * @param upload where an upload that broke off goes on
 */
public record ToPost(
    Kind kind,
    Lease lease,
    String organisation,
    String messageId,
    String address,
    String subject,
    StoredContent content,
    Optional<String> upload) {

  /** What a message carries. */
  public enum Kind {
    DOCUMENT,
    ANSWER
  }

  /** Ids only: address and subject name the patient. */
  @Override
  public String toString() {
    return "ToPost[" + kind + ", " + lease.id() + "]";
  }
}
