package gpcm.node.receiving;

import gpcm.exchange.IncomingFact;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.Transition;
import gpcm.message.CanonicalId;
import gpcm.message.ItkResponse;
import gpcm.message.OtherMessage;
import gpcm.message.ResponseCode;
import gpcm.message.UnreadableMessageException;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ReadColumns;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToRead;
import gpcm.node.receiving.DocumentReceiving.Judged;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import java.util.Optional;

/**
 * Decides what becomes of a received message that is no Send Document message: its sender is told
 * what it is instead, where one is known. Thread-safe.
 */
final class NonDocumentReceiving {
  private final Ledger ledger;
  private final DocumentChecking checking;
  private final ReceivingSettings settings;
  private final Answering answering;

  NonDocumentReceiving(
      Ledger ledger, DocumentChecking checking, ReceivingSettings settings, Answering answering) {
    this.ledger = ledger;
    this.checking = checking;
    this.settings = settings;
    this.answering = answering;
  }

  /**
   * A message of another kind: said to be what it is, never told to pretend that it is a document.
   */
  Judged anotherKind(ToRead message, OtherMessage other, boolean postedNext) {
    Findings findings = checking.check(other);
    StepResult result = new StepResult();
    FindingRows.write(result, message, findings);
    String recipient = Answering.recipient(message).orElse("");
    Transition<IncomingMessage> transition =
        after(
            message,
            new IncomingFact.SentBack(
                findings.code().code(),
                other.kind(),
                findings.diagnostics(),
                Answering.wanted(other, recipient)));
    result.message(
        message.lease(),
        message.organisation(),
        transition,
        new ReadColumns(
            other.messageId().map(CanonicalId::of),
            Optional.empty(),
            other.handling().senderReference(),
            false,
            Optional.empty()));
    return new Judged(
        message,
        result,
        answering.answer(
            result, message, transition, () -> ItkResponse.to(other), recipient, postedNext));
  }

  /** A message that could not be read at all, or was too large to be. */
  Judged unreadable(ToRead message, UnreadableMessageException cause, boolean postedNext) {
    ResponseCode code = cause.tooLarge() ? ResponseCode.TOO_LARGE : ResponseCode.UNREADABLE;
    Finding fault =
        cause.tooLarge()
            ? ReceiverFindings.tooLarge(settings.maxMessageSize().bytes())
            : cause.bareDocument()
                ? ReceiverFindings.bareDocument()
                : ReceiverFindings.unreadable(cause.line(), cause.column());
    Findings findings = Findings.none().plus(fault);
    StepResult result = new StepResult();
    FindingRows.write(result, message, findings);
    Optional<String> recipient = Answering.recipient(message);
    Transition<IncomingMessage> transition =
        after(
            message,
            recipient.isPresent()
                ? new IncomingFact.NotReadable(code.code(), code.display(), findings.diagnostics())
                : new IncomingFact.NotForUs(
                    "It cannot be read, and no mailbox is known that could be told: "
                        + findings.diagnostics()));
    result.message(
        message.lease(),
        message.organisation(),
        transition,
        new ReadColumns(
            cause.messageId(), Optional.empty(), cause.senderReference(), false, Optional.empty()));
    return new Judged(
        message,
        result,
        answering.answer(
            result,
            message,
            transition,
            () -> ItkResponse.to(cause),
            recipient.orElse(""),
            postedNext));
  }

  private Transition<IncomingMessage> after(ToRead message, IncomingFact fact) {
    return message.message().after(fact, ledger.clock().instant(), ledger.pace());
  }
}
