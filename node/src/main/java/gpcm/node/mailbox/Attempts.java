package gpcm.node.mailbox;

import gpcm.addressing.MeshEnvelope;
import gpcm.addressing.MeshWorkflow;
import gpcm.exchange.AnswerFact;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.MailboxFact;
import gpcm.mesh.MeshAmbiguous;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshException;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.MeshUnreadable;
import gpcm.mesh.MeshUploadInterrupted;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import gpcm.mesh.UploadProgress;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A round of attempts to hand a mailbox's messages to MESH. Once one of them has met trouble of the
 * way, those not begun yet wait for the next round instead of meeting it too. Thread-safe.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final Ledger ledger;
  private final Mailbox mailbox;
  private final AtomicReference<MailboxFact> trouble = new AtomicReference<>();
  private final boolean held;
  private final BrokenUploads uploads;

  /**
   * @param held whether the mailbox is to be left alone, because MESH refuses it or a person paused
   *     it: then nothing is attempted
   */
  Attempts(Ledger ledger, Mailbox mailbox, boolean held) {
    this.ledger = ledger;
    this.mailbox = mailbox;
    this.held = held;
    this.uploads = new BrokenUploads(ledger);
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
    OutgoingMessage envelope;
    try {
      envelope = envelope(message, body(message, known));
    } catch (ContentException e) {
      return waits(
          message,
          new DocumentFact.Damaged(e.getMessage()),
          new AnswerFact.Damaged(e.getMessage()));
    } catch (RuntimeException e) {
      return later(message, e, Ledger.delayed(e), new AnswerFact.Delayed(Outages.cause(e)));
    }
    try {
      return attempt(message, envelope);
    } catch (RuntimeException e) {
      // Bytes may have left: whatever went wrong here, MESH may have the message.
      return later(
          message,
          e,
          new DocumentFact.DelayedInDoubt(Outages.cause(e)),
          new AnswerFact.DelayedInDoubt(Outages.cause(e)));
    }
  }

  private Posted attempt(ToPost message, OutgoingMessage envelope) {
    try {
      String given = send(message, envelope).messageId();
      return switch (mailbox.transport()) {
        case Transport.Http http ->
            taken(message, new DocumentFact.Taken(given), new AnswerFact.Taken(given));
        case Transport.Folders folders ->
            taken(message, new DocumentFact.HandedOver(given), new AnswerFact.HandedOver(given));
      };
    } catch (MeshException e) {
      return failed(message, e);
    }
  }

  // A message sent in chunks goes on where it broke off, after a restart of the process too: begun
  // anew, it would be a second message.
  private SentMessage send(ToPost message, OutgoingMessage envelope) {
    if (!(mailbox.transport() instanceof Transport.Http(MeshClient mesh))) {
      return mailbox.transport().mesh().send(envelope);
    }
    Consumer<UploadProgress> progress = uploads.of(message);
    return message.upload().isPresent()
        ? mesh.resume(envelope, BrokenUploads.read(message.upload().get()), progress)
        : mesh.send(envelope, progress);
  }

  private Posted failed(ToPost message, MeshException failure) {
    return switch (failure) {
      case MeshRefused refused ->
          waits(
              message,
              new DocumentFact.Refused(refused.getMessage()),
              new AnswerFact.Refused(refused.getMessage()));
      case MeshMailboxRefused refused -> {
        trouble(new MailboxFact.Refused(refused.getMessage()));
        yield waits(message, new DocumentFact.Held(heldUntil()), new AnswerFact.Held(heldUntil()));
      }
      case MeshUnreadable unreadable ->
          throw new IllegalStateException("nothing is downloaded when posting", unreadable);
      case MeshUnavailable unavailable -> {
        trouble(new MailboxFact.NotPosted(unavailable.getMessage()));
        yield waits(message, new DocumentFact.Unreachable(), new AnswerFact.Unreachable());
      }
      case MeshAmbiguous ambiguous -> {
        trouble(new MailboxFact.NotPosted(ambiguous.getMessage()));
        yield waits(message, new DocumentFact.Doubtful(), new AnswerFact.Doubtful());
      }
      case MeshUploadInterrupted interrupted -> interrupted(message, interrupted);
    };
  }

  // MESH delivers nothing of it before the last chunk is there. Of the last one the answer may be
  // what was lost: resuming asks MESH then, before anything is sent again.
  private Posted interrupted(ToPost message, MeshUploadInterrupted interrupted) {
    UploadProgress progress = interrupted.progress();
    if (interrupted.lost()) {
      uploads.forget(message);
    } else {
      uploads.keep(message, progress);
    }
    if (progress.nextChunk() < progress.totalChunks()) {
      return failed(
          message,
          interrupted.reason() instanceof MeshMailboxRefused refused
              ? refused
              : new MeshUnavailable(interrupted.getMessage(), interrupted));
    }
    trouble(
        interrupted.reason() instanceof MeshMailboxRefused refused
            ? new MailboxFact.Refused(refused.getMessage())
            : new MailboxFact.NotPosted(interrupted.getMessage()));
    return waits(message, new DocumentFact.Doubtful(), new AnswerFact.Doubtful());
  }

  private void trouble(MailboxFact fact) {
    trouble.compareAndSet(null, fact);
  }

  private Posted later(
      ToPost message, RuntimeException cause, DocumentFact document, AnswerFact answer) {
    LOG.atWarn()
        .addKeyValue(
            message.kind() == ToPost.Kind.DOCUMENT ? "document" : "answer", message.lease().id())
        .log("posting failed and is tried again: {}", Outages.cause(cause));
    LOG.debug("the cause", cause);
    return waits(message, document, answer);
  }

  private static Posted taken(ToPost message, DocumentFact document, AnswerFact answer) {
    return posted(message, document, answer, true);
  }

  private static Posted waits(ToPost message, DocumentFact document, AnswerFact answer) {
    return posted(message, document, answer, false);
  }

  private static Posted posted(
      ToPost message, DocumentFact document, AnswerFact answer, boolean taken) {
    return switch (message.kind()) {
      case DOCUMENT ->
          new Posted(
              message,
              new StepResult().document(message.lease(), document),
              taken,
              new StepResult().document(message.lease().id(), document));
      case ANSWER ->
          new Posted(
              message,
              new StepResult().answer(message.lease(), answer),
              taken,
              new StepResult().answer(message.lease().id(), answer));
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
    return new MeshEnvelope(
            message.address(),
            message.kind() == ToPost.Kind.DOCUMENT ? MeshWorkflow.DOCUMENT : MeshWorkflow.RESPONSE,
            message.organisation(),
            message.subject(),
            message.messageId() + ".xml")
        .around(body);
  }
}
