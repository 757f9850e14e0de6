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
   * @param held whether the mailbox is to be left alone: then nothing is attempted
   */
  Attempts(Ledger ledger, Mailbox mailbox, boolean held) {
    this.ledger = ledger;
    this.mailbox = mailbox;
    this.held = held;
    this.uploads = new BrokenUploads(ledger.database());
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
      String given = send(message, envelope(message, body)).messageId();
      return switch (mailbox.transport()) {
        case Transport.Http http ->
            taken(message, new DocumentFact.Taken(given), new AnswerFact.Taken(given));
        case Transport.Folders folders ->
            taken(message, new DocumentFact.HandedOver(given), new AnswerFact.HandedOver(given));
      };
    } catch (MeshException e) {
      return failed(message, e);
    } catch (RuntimeException e) {
      return later(message, e);
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
      case MeshUnavailable unavailable -> {
        trouble(new MailboxFact.NotPosted(unavailable.getMessage()));
        yield waits(message, new DocumentFact.Unreachable(), new AnswerFact.Delayed());
      }
      case MeshAmbiguous ambiguous -> {
        trouble(new MailboxFact.NotPosted(ambiguous.getMessage()));
        yield waits(message, new DocumentFact.Doubtful(), new AnswerFact.Doubtful());
      }
      case MeshUploadInterrupted interrupted -> {
        if (interrupted.lost()) {
          uploads.forget(message);
        } else {
          uploads.keep(message, interrupted.progress());
        }
        yield switch (interrupted.reason()) {
          case MeshMailboxRefused refused -> failed(message, refused);
          case MeshException other -> {
            trouble(new MailboxFact.NotPosted(interrupted.getMessage()));
            // MESH delivers nothing of it before the last chunk is there: nothing has gone out.
            yield waits(message, new DocumentFact.Unreachable(), new AnswerFact.Delayed());
          }
        };
      }
    };
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
    return new MeshEnvelope(
            message.address(),
            message.kind() == ToPost.Kind.DOCUMENT ? MeshWorkflow.DOCUMENT : MeshWorkflow.RESPONSE,
            message.organisation(),
            message.subject(),
            message.messageId() + ".xml")
        .around(body);
  }
}
