package gpcm.node.mailbox;

import gpcm.exchange.AnswerFact;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.MailboxFact;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshAmbiguous;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.OutgoingMessage;
import gpcm.node.content.ContentException;
import gpcm.node.content.ContentHash;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToPost;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A round of attempts to hand a mailbox's messages to MESH. Once one of them has met trouble of the
 * way, those not begun yet wait for the next round instead of meeting it too. Thread-safe.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final String DOCUMENT_WORKFLOW = "GPFED_CONSULT_REPORT";
  private static final String ANSWER_WORKFLOW = "GPFED_CONSULT_REPORT_ACK";

  private final Ledger ledger;
  private final Mailbox mailbox;
  private final AtomicReference<MailboxFact> trouble = new AtomicReference<>();
  private final boolean held;

  /**
   * @param held whether the mailbox is to be left alone: then nothing is attempted
   */
  Attempts(Ledger ledger, Mailbox mailbox, boolean held) {
    this.ledger = ledger;
    this.mailbox = mailbox;
    this.held = held;
  }

  /** Trouble of the way, if there was any. */
  Optional<MailboxFact> trouble() {
    return Optional.ofNullable(trouble.get());
  }

  /** Until when the mailbox is left alone after a refusal. */
  Instant heldUntil() {
    return ledger.clock().instant().plus(ledger.pace().holdFirst());
  }

  Posted post(ToPost message, Map<ContentHash, byte[]> known) {
    if (held || trouble.get() != null) {
      Instant until = ledger.clock().instant().plus(ledger.pace().retryFirst());
      return waits(message, new DocumentFact.Held(until), new AnswerFact.Held(until));
    }
    MeshBody body;
    try {
      body = body(message, known);
    } catch (ContentException e) {
      return waits(
          message,
          new DocumentFact.Damaged(e.getMessage()),
          new AnswerFact.Damaged(e.getMessage()));
    } catch (RuntimeException e) {
      return later(message, e);
    }
    try {
      String given = mailbox.transport().mesh().send(envelope(message, body)).messageId();
      return switch (mailbox.transport()) {
        case Transport.Http http ->
            taken(message, new DocumentFact.Taken(given), new AnswerFact.Taken(given));
        case Transport.Folders folders ->
            taken(
                message, new DocumentFact.HandedOver(given), new AnswerFact.HandedOver(given));
      };
    } catch (MeshRefused e) {
      return waits(
          message,
          new DocumentFact.Refused(e.getMessage()),
          new AnswerFact.Refused(e.getMessage()));
    } catch (MeshUnavailable e) {
      trouble(new MailboxFact.NotPosted(e.getMessage()));
      return waits(message, new DocumentFact.Unreachable(), new AnswerFact.Delayed());
    } catch (MeshAmbiguous e) {
      trouble(new MailboxFact.NotPosted(e.getMessage()));
      return waits(message, new DocumentFact.Doubtful(), new AnswerFact.Doubtful());
    } catch (RuntimeException e) {
      return later(message, e);
    }
  }

  private void trouble(MailboxFact fact) {
    trouble.compareAndSet(null, fact);
  }

  private Posted later(ToPost message, RuntimeException cause) {
    LOG.atWarn()
        .addKeyValue(
            message.kind() == ToPost.Kind.DOCUMENT ? "document" : "answer", message.lease().id())
        .log("posting failed and is tried again: {}", Outages.cause(cause));
    LOG.debug("the cause", cause);
    return waits(message, Ledger.delayed(cause), new AnswerFact.Delayed());
  }

  private static Posted taken(ToPost message, DocumentFact document, AnswerFact answer) {
    return new Posted(result(message, document, answer), true);
  }

  private static Posted waits(ToPost message, DocumentFact document, AnswerFact answer) {
    return new Posted(result(message, document, answer), false);
  }

  private static StepResult result(ToPost message, DocumentFact document, AnswerFact answer) {
    return switch (message.kind()) {
      case DOCUMENT -> new StepResult().document(message.lease(), document);
      case ANSWER -> new StepResult().answer(message.lease(), answer);
    };
  }

  // Large bytes are read through once before anything is posted: what is damaged must not leave.
  private MeshBody body(ToPost message, Map<ContentHash, byte[]> known) {
    ContentHash hash = message.content().hash();
    byte[] here = known.get(hash);
    if (here != null) {
      return MeshBody.of(here);
    }
    ledger.content().verify(hash);
    return new StoredBody(ledger.content(), message.content());
  }

  private OutgoingMessage envelope(ToPost message, MeshBody body) {
    return OutgoingMessage.to(
            MeshAddress.parse(message.address()),
            message.kind() == ToPost.Kind.DOCUMENT ? DOCUMENT_WORKFLOW : ANSWER_WORKFLOW,
            body)
        .localId(message.organisation())
        .sharedLocalId(true)
        .subject(message.subject())
        .fileName(message.messageId() + ".xml")
        .contentType("application/xml")
        .build();
  }
}
