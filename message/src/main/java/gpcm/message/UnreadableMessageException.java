package gpcm.message;

import gpcm.fhir.UnreadableFhirException;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * The bytes are no message this reader can take in. Says what was found, where, and what would have
 * been expected; holds no values from the payload, so its text may be sent back as diagnostics and
 * logged. {@link #code()} is the answer to give.
 */
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;
  private final boolean document;
  private final int line;
  private final int column;
  private final String messageId;
  private final String senderReference;

  /** The bytes are no FHIR Bundle. */
  UnreadableMessageException(UnreadableFhirException fault) {
    super(fault.getMessage(), fault);
    this.document = false;
    this.tooLarge = fault.tooLarge();
    this.line = fault.line();
    this.column = fault.column();
    // A fault found late leaves the beginning readable, and with it whom to answer about what.
    this.messageId = fault.begun().map(UnreadableMessageException::messageId).orElse("");
    this.senderReference =
        fault.begun().map(UnreadableMessageException::senderReference).orElse("");
  }

  /** The Bundle is no message. */
  UnreadableMessageException(String what, Bundle bundle) {
    this(what, bundle, false);
  }

  private UnreadableMessageException(String what, Bundle bundle, boolean document) {
    super(what);
    this.document = document;
    this.tooLarge = false;
    this.line = 0;
    this.column = 0;
    this.messageId = messageId(bundle);
    this.senderReference = senderReference(bundle);
  }

  /**
   * The Bundle is a document by itself, such as ITK3 publishes discharge and outpatient letters.
   */
  static UnreadableMessageException document(Bundle bundle) {
    return new UnreadableMessageException(
        "it is a FHIR document (Bundle.type 'document') without an ITK3 message around it: ask"
            + " whoever sends it to send it inside a message",
        bundle,
        true);
  }

  private static String messageId(Bundle bundle) {
    return MessageBody.messageHeader(bundle).flatMap(Stated::id).orElse("");
  }

  private static String senderReference(Bundle bundle) {
    return MessageHandling.of(bundle).senderReference().orElse("");
  }

  /** 20015 when a size limit was passed, 10009 for everything else (digest, section 7). */
  public ResponseCode code() {
    return tooLarge ? ResponseCode.TOO_LARGE : ResponseCode.UNREADABLE;
  }

  /** Whether a size limit was passed. */
  public boolean tooLarge() {
    return tooLarge;
  }

  /** Whether it is a FHIR document, whole, but without a message around it. */
  public boolean bareDocument() {
    return document;
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
