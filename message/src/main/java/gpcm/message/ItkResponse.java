package gpcm.message;

import gpcm.fhir.AttachmentContent;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * An ITK3 response (event ITK008M): the answer to one message, with one code. Whether it is
 * positive is told from its code, never from MessageHeader.response.code: published samples
 * contradict themselves there.
 */
public final class ItkResponse implements ReadMessage {
  /** What a response refers to when the id of the original could not be read. */
  public static final String UNREADABLE_ORIGINAL = "UNREADABLE-IN-ORIGINAL-MESSAGE";

  private final MessageBody body;
  private final OutcomeView outcome;

  ItkResponse(MessageBody body, OutcomeView outcome) {
    this.body = body;
    this.outcome = outcome;
  }

  /**
   * Begins an answer to a message.
   *
   * @param messageId the original's MessageHeader.id, or {@link #UNREADABLE_ORIGINAL}
   * @param senderReference the original's SenderReference, or {@code None} when it has none that
   *     can be read
   */
  public static ItkResponseBuilder.Code to(String messageId, String senderReference) {
    return new ItkResponseBuilder.Steps(messageId, senderReference);
  }

  /** Begins an answer to a message that was read. */
  public static ItkResponseBuilder.Code to(ReadMessage original) {
    return to(
        original.messageId().orElse(UNREADABLE_ORIGINAL),
        original.handling().senderReference().orElse("None"));
  }

  /** Begins an answer to a message that could not be read. */
  public static ItkResponseBuilder.Code to(UnreadableMessageException original) {
    return to(
        original.messageId().orElse(UNREADABLE_ORIGINAL),
        original.senderReference().orElse("None"));
  }

  /** The code; empty for one this release does not know, see {@link #codeText()}. */
  public Optional<ResponseCode> code() {
    return outcome.code().flatMap(ResponseCode::of);
  }

  /** The code as it stands in the response. */
  public Optional<String> codeText() {
    return outcome.code();
  }

  /** Which acknowledgement it is; empty when the code has another form than all codes have. */
  public Optional<ResponseCode.Kind> kind() {
    return outcome.code().flatMap(ResponseCode.Kind::of);
  }

  /**
   * Whether the original was accepted at this level. An unknown code goes by its severity:
   * information is positive.
   */
  public boolean positive() {
    return code()
        .map(ResponseCode::positive)
        .orElseGet(() -> outcome.severity().equals(Optional.of("information")));
  }

  /** {@code response.code} as it stands there: ok, transient-error or fatal-error. */
  public Optional<String> responseCode() {
    return body.messageHeader()
        .filter(header -> header.hasResponse() && header.getResponse().hasCodeElement())
        .flatMap(header -> Stated.text(header.getResponse().getCodeElement().getValueAsString()));
  }

  /** The words that stand beside the code; they decide nothing. */
  public Optional<String> display() {
    return outcome.display();
  }

  /**
   * Whether its code says one thing and {@link #severity()} or {@link #responseCode()} the
   * opposite. Published samples have {@code ok} beside 20014 and 20015, so that is tolerated there.
   * A code of no list contradicts nothing.
   */
  public boolean contradictsItself() {
    return code()
        .filter(
            known ->
                severity().filter(known::deniedBySeverity).isPresent()
                    || responseCode().filter(known::deniedByResponseCode).isPresent())
        .isPresent();
  }

  /** {@code response.identifier}: the MessageHeader.id of the original, bare. */
  public Optional<String> respondsTo() {
    return body.messageHeader()
        .filter(header -> header.hasResponse())
        .flatMap(header -> Stated.text(header.getResponse().getIdentifier()));
  }

  /** The SenderReference, the second key for finding the original. */
  public Optional<String> senderReference() {
    return handling().senderReference();
  }

  /** What the answering side says about the fault. */
  public Optional<String> diagnostics() {
    return outcome.diagnostics();
  }

  /** {@code issue.severity} as it stands there. */
  public Optional<String> severity() {
    return outcome.severity();
  }

  @Override
  public Optional<String> messageId() {
    return body.messageId();
  }

  @Override
  public Optional<String> bundleIdentifier() {
    return body.bundleIdentifier();
  }

  @Override
  public HeaderView header() {
    return body.header();
  }

  @Override
  public MessageHandling handling() {
    return body.handling();
  }

  @Override
  public Bundle bundle() {
    return body.bundle();
  }

  @Override
  public List<SourceFinding> tolerated() {
    return body.tolerated();
  }

  @Override
  public List<SourceFinding> faults() {
    return body.faults();
  }

  @Override
  public Optional<AttachmentContent> content(Binary binary) {
    return body.content(binary);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItkResponse message && body.equals(message.body);
  }

  @Override
  public int hashCode() {
    return body.hashCode();
  }
}
