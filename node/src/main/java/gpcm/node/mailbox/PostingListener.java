package gpcm.node.mailbox;

import gpcm.node.store.Transaction;

/** Is told, inside the transaction that records it, what became of an outgoing message. */
public interface PostingListener {

  /**
   * Whether a message may be posted now. One that may not is asked about again shortly, so what it
   * waits for has to be something that ends.
   */
  boolean mayGo(Transaction transaction, OutgoingMessage message);

  /**
   * The message waits in the MESH file client's folder under the name {@code pair}. From here on it
   * is on its way; {@link #sent} follows when the file client tells MESH's id.
   */
  void handedOver(Transaction transaction, OutgoingMessage message, String pair);

  /** MESH has taken the message under {@code meshMessageId}. */
  void sent(Transaction transaction, OutgoingMessage message, String meshMessageId);

  /**
   * Posting begins again after an attempt whose end is not known: the process stopped, or the
   * connection broke after the body had gone out. The same bytes go again; the receiver tells a
   * copy by its MessageHeader.id.
   */
  void postingAgain(Transaction transaction, OutgoingMessage message);

  /**
   * MESH, or the file client on its behalf, reports that it could not deliver a message it had
   * taken over; told once for a message.
   */
  void undelivered(
      Transaction transaction, OutgoingMessage message, String code, String description);

  /** MESH refused the message for good; it will not be posted again by itself. */
  void refused(Transaction transaction, OutgoingMessage message, String reason);
}
