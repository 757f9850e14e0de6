package gpcm.message;

import java.util.Optional;

/**
 * The bytes are no message this reader can take in. Says what was found, where, and what would have
 * been expected; holds no values from the payload, so its text may be sent back as diagnostics and
 * logged. {@link #code()} is the answer to give.
 */
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;
  private final int line;
  private final int column;
  private final String messageId;
  private final String senderReference;

  UnreadableMessageException(String what, boolean tooLarge, int line, int column) {
    this(what, tooLarge, line, column, "", "", null);
  }

  private UnreadableMessageException(
      String what,
      boolean tooLarge,
      int line,
      int column,
      String messageId,
      String senderReference,
      Throwable cause) {
    super(what, cause);
    this.tooLarge = tooLarge;
    this.line = line;
    this.column = column;
    this.messageId = messageId;
    this.senderReference = senderReference;
  }

  UnreadableMessageException from(Optional<String> id, Optional<String> reference) {
    return new UnreadableMessageException(
        getMessage(), tooLarge, line, column, id.orElse(""), reference.orElse(""), this);
  }

  /** 20015 when a size limit was passed, 10009 for everything else (digest, section 7). */
  public ResponseCode code() {
    return tooLarge ? ResponseCode.TOO_LARGE : ResponseCode.UNREADABLE;
  }

  /** Whether a size limit was passed. */
  public boolean tooLarge() {
    return tooLarge;
  }

  /** The line in the source, from 1; 0 when the fault has no place. */
  public int line() {
    return line;
  }

  /** The column in the source, from 1, counted in bytes; 0 when the fault has no place. */
  public int column() {
    return column;
  }

  /** MessageHeader.id, when the reader had seen it before the fault. */
  public Optional<String> messageId() {
    return messageId.isEmpty() ? Optional.empty() : Optional.of(messageId);
  }

  /** The SenderReference, when the reader had seen it before the fault. */
  public Optional<String> senderReference() {
    return senderReference.isEmpty() ? Optional.empty() : Optional.of(senderReference);
  }
}
