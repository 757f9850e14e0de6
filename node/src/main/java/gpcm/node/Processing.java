package gpcm.node;

import com.github.kagkarlsson.scheduler.task.Task;
import gpcm.fhir.AttachmentSink;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.OtherMessage;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.Backoff;
import gpcm.node.mailbox.InTurn;
import gpcm.node.mailbox.OutgoingMessages;
import gpcm.node.mailbox.ReceivedMessage;
import gpcm.node.mailbox.ReceivedMessages;
import gpcm.node.receiving.Receiving;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.Sending;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Processes each stored message once: reads it, sees what it is, and hands it to sending or
 * receiving, all in the transaction that marks it as processed. A message that is nothing we know
 * is kept, and a person is told. Thread-safe.
 */
final class Processing {
  private static final int IN_MEMORY = 256 * 1024;
  private static final int FAILURES_BEFORE_ALERT = 5;

  private final Database database;
  private final ContentStore content;
  private final ReceivedMessages received;
  private final Timeline timeline;
  private final Alerts alerts;
  private final MessageReader reader;
  private final Path spill;
  private final Sending sending;
  private final OutgoingMessages outgoing;
  private final Receiving receiving;

  Processing(
      Database database,
      ContentStore content,
      ReceivedMessages received,
      Timeline timeline,
      Alerts alerts,
      MessageReader reader,
      Path spill,
      Sending sending,
      OutgoingMessages outgoing,
      Receiving receiving) {
    this.database = database;
    this.content = content;
    this.received = received;
    this.timeline = timeline;
    this.alerts = alerts;
    this.reader = reader;
    this.spill = spill;
    this.sending = sending;
    this.outgoing = outgoing;
    this.receiving = receiving;
  }

  Task<Void> task(InstantSource clock) {
    return InTurn.task(
        "process-received",
        new Backoff<>(
            Duration.ofSeconds(1), Duration.ofMinutes(5), clock, this::tellWhenItKeepsFailing),
        clock,
        this::process);
  }

  /** Whether its turn had come: a replacement waits for what arrived before it. */
  private boolean process(UUID id) {
    Optional<ReceivedMessage> stored =
        database.jdbi().withHandle(handle -> received.find(handle, id));
    if (stored.isEmpty()) {
      return true;
    }
    ReceivedMessage message = stored.get();
    if (message.report()) {
      return database.inTransaction(
          transaction ->
              ifStillStored(
                  transaction,
                  id,
                  () -> {
                    report(transaction, message);
                    return true;
                  }));
    }
    Path folder = spillFolder(id);
    try {
      Outcome outcome = read(message, folder);
      return database.inTransaction(
          transaction ->
              ifStillStored(transaction, id, () -> handle(transaction, message, outcome)));
    } finally {
      delete(folder);
    }
  }

  private boolean ifStillStored(Transaction transaction, UUID id, BooleanSupplier work) {
    return received.take(transaction.handle(), id).isEmpty() || work.getAsBoolean();
  }

  /** What reading came to. */
  private sealed interface Outcome {
    record Read(ReadMessage message) implements Outcome {}

    record Unreadable(UnreadableMessageException cause) implements Outcome {}
  }

  private Outcome read(ReceivedMessage message, Path folder) {
    try (InputStream bytes = content.open(message.content().hash())) {
      return new Outcome.Read(reader.readXml(bytes, AttachmentSink.spilling(IN_MEMORY, folder)));
    } catch (UnreadableMessageException e) {
      return new Outcome.Unreadable(e);
    } catch (IOException e) {
      throw new UncheckedIOException("message " + message.id() + " cannot be read back", e);
    }
  }

  private boolean handle(Transaction transaction, ReceivedMessage message, Outcome outcome) {
    switch (outcome) {
      case Outcome.Read(SendDocument document) -> {
        return receiving.receive(transaction, message, document);
      }
      case Outcome.Read(ItkResponse response) -> response(transaction, message, response);
      case Outcome.Read(OtherMessage other) ->
          unexpected(
              transaction,
              message,
              "It is an ITK3 message of another kind, event "
                  + other.header().eventCode().orElse("unknown")
                  + ".");
      // An answer that cannot be read is never answered: that could go on for ever.
      case Outcome.Unreadable(UnreadableMessageException cause)
          when message.workflowId().endsWith("_ACK") ->
          unexpected(
              transaction,
              message,
              "It came as an acknowledgement and cannot be read: " + cause.getMessage());
      case Outcome.Unreadable(UnreadableMessageException cause) ->
          receiving.unreadable(transaction, message, cause);
    }
    return true;
  }

  private void response(Transaction transaction, ReceivedMessage message, ItkResponse response) {
    if (response.codeText().isEmpty()) {
      unexpected(transaction, message, "It is an ITK3 response without a response code.");
      return;
    }
    Optional<OutboxDocument> document =
        sending.answered(transaction, message.organisation(), response);
    if (document.isEmpty()) {
      unexpected(
          transaction,
          message,
          "It is an ITK3 response with code "
              + response.codeText().get()
              + " to a message that this organisation did not send.");
      return;
    }
    processed(transaction, message, "response", response.messageId());
    timeline.ofReceived(
        transaction.handle(),
        message.organisation(),
        message.id(),
        "response",
        response.codeText().get() + " for document " + document.get().id());
  }

  private void report(Transaction transaction, ReceivedMessage message) {
    boolean ours = outgoing.reported(transaction, message);
    if (!ours) {
      unexpected(
          transaction,
          message,
          "MESH reports code %s (%s) about message %s, which this organisation did not send."
              .formatted(
                  message.statusCode(), message.statusDescription(), message.linkedMessageId()));
      return;
    }
    processed(transaction, message, "report", Optional.empty());
    timeline.ofReceived(
        transaction.handle(),
        message.organisation(),
        message.id(),
        "mesh-report",
        "code " + message.statusCode() + " about message " + message.linkedMessageId());
  }

  private void unexpected(Transaction transaction, ReceivedMessage message, String why) {
    processed(transaction, message, "unexpected", Optional.empty());
    timeline.ofReceived(
        transaction.handle(), message.organisation(), message.id(), "unexpected", why);
    alerts.aboutReceived(
        transaction.handle(),
        message.organisation(),
        message.id(),
        new Alerts.Told(
            "unexpected/" + message.id(),
            "A message came that this node cannot use",
            "MESH message %s, workflow %s, from mailbox %s. %s"
                .formatted(message.meshMessageId(), message.workflowId(), message.sender(), why),
            "It is kept. Ask its sender what it is; if it should have been a document, they must"
                + " send it again."));
  }

  private void processed(
      Transaction transaction,
      ReceivedMessage message,
      String outcome,
      Optional<String> messageId) {
    received.processed(
        transaction.handle(), message.id(), outcome, messageId, Optional.empty(), Optional.empty());
  }

  private void tellWhenItKeepsFailing(String id, int failures, Throwable cause) {
    if (failures < FAILURES_BEFORE_ALERT) {
      return;
    }
    database.useTransaction(
        transaction ->
            received
                .find(transaction.handle(), UUID.fromString(id))
                .ifPresent(
                    message ->
                        alerts.aboutReceived(
                            transaction.handle(),
                            message.organisation(),
                            message.id(),
                            new Alerts.Told(
                                "processing/" + id,
                                "A received message cannot be processed",
                                "Processing MESH message %s has failed %d times (%s) and goes on."
                                    .formatted(
                                        message.meshMessageId(),
                                        failures,
                                        cause.getClass().getSimpleName()),
                                "It is kept and its sender has had no answer yet. Look at the log,"
                                    + " and tell the sender by other means if it lasts."))));
  }

  private Path spillFolder(UUID id) {
    try {
      return Files.createDirectories(spill.resolve(id.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("no room for attachments under " + spill, e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (java.nio.file.NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("left-over attachments cannot be removed from " + folder, e);
    }
  }
}
