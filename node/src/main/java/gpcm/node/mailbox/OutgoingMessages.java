package gpcm.node.mailbox;

import com.github.kagkarlsson.scheduler.task.Task;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshAmbiguous;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.folder.FolderMailbox;
import gpcm.node.config.SendingSettings;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The durable outbox: what is put in with a transaction is posted to MESH after its commit, however
 * often that takes. Documents and acknowledgements leave through the same one.
 *
 * <p>Posting is at least once. Before each attempt the row says "posting"; when a row is found in
 * that state, the end of the earlier attempt is unknown, and the same bytes go again under the same
 * MessageHeader.id, by which the receiver tells the copy (docs/decisions/0003). MESH itself offers
 * no key to tell copies by: its local id is the sender's ODS code (GPCM-SD-CS-080). Thread-safe.
 */
public final class OutgoingMessages {
  private static final String TASK = "post-message";
  private static final int FAILURES_BEFORE_ALERT = 3;

  private final Database database;
  private final ContentStore content;
  private final Alerts alerts;
  private final InstantSource clock;
  private final Map<String, Mailbox> mailboxes;
  private final PostingListener listener;
  private final Task<Void> task;

  /**
   * @param mailboxes the organisations this node works for, by ODS code
   * @param settings how patiently to try again
   * @param listener is told what became of each message
   */
  public OutgoingMessages(
      Database database,
      ContentStore content,
      Alerts alerts,
      InstantSource clock,
      Map<String, Mailbox> mailboxes,
      SendingSettings settings,
      PostingListener listener) {
    this.database = database;
    this.content = content;
    this.alerts = alerts;
    this.clock = clock;
    this.mailboxes = Map.copyOf(mailboxes);
    this.listener = listener;
    this.task =
        InTurn.task(
            TASK,
            new Backoff<>(
                settings.retryFirst(),
                settings.retryLongest(),
                clock,
                this::tellWhenItKeepsFailing),
            clock,
            this::post);
  }

  /** The task that posts; for the scheduler. */
  public Task<?> task() {
    return task;
  }

  /** Puts a message into the outbox; it is posted once the transaction is committed. */
  public void add(Transaction transaction, OutgoingMessage message) {
    transaction
        .handle()
        .createUpdate(
            """
            insert into outgoing_message (id, organisation, document, received, response_code, message_id, address, workflow_id,
              subject, sha256, size, state, attempts, created_at)
            values (:id, :organisation, :document, :received, :code, :messageId, :address, :workflowId,
              :subject, :sha256, :size, 'waiting', 0, :now)
            """)
        .bind("id", message.id())
        .bind("organisation", message.organisation())
        .bindByType("document", message.document().orElse(null), UUID.class)
        .bindByType("received", message.received().orElse(null), UUID.class)
        .bindByType("code", message.responseCode().orElse(null), String.class)
        .bind("messageId", message.messageId())
        .bind("address", message.address())
        .bind("workflowId", message.workflowId())
        .bind("subject", message.subject())
        .bind("sha256", message.content().hash().hex())
        .bind("size", message.content().size())
        .bind("now", Timeline.stored(clock.instant()))
        .execute();
    transaction.schedule(task.instance(message.id().toString()), clock.instant());
  }

  /**
   * Takes in a report of MESH: the message it is linked to could not be delivered.
   *
   * @return false when that message is none of ours
   */
  public boolean reported(Transaction transaction, ReceivedMessage report) {
    Optional<OutgoingMessageRow> about =
        find(transaction.handle(), report.organisation(), report.linkedMessageId());
    about.ifPresent(
        row -> undelivered(transaction, row, report.statusCode(), report.statusDescription()));
    return about.isPresent();
  }

  /**
   * Records what a MESH file client has told since about messages that were left in its folder. A
   * result is removed there only after it is committed here; over HTTP there is nothing to do.
   *
   * @throws gpcm.mesh.MeshUnavailable when the folders cannot be read or written
   */
  void settle(Mailbox mailbox) {
    if (mailbox.transport() instanceof Transport.Folders(FolderMailbox folders)) {
      for (FolderMailbox.TransferResult result : folders.results()) {
        boolean ours =
            database.inTransaction(
                transaction -> settle(transaction, mailbox.organisation().value(), result));
        if (ours) {
          folders.forget(result.id());
        } else {
          folders.setAside(result.id());
        }
      }
    }
  }

  private boolean settle(
      Transaction transaction, String organisation, FolderMailbox.TransferResult result) {
    Optional<OutgoingMessageRow> found = find(transaction.handle(), organisation, result.id());
    if (found.isEmpty()) {
      return false;
    }
    OutgoingMessageRow row = found.get();
    if (!result.status().success()) {
      undelivered(transaction, row, result.status().code(), result.status().description());
    } else if (row.meshMessageId().isEmpty()) {
      taken(transaction, row.message(), result.messageId());
    }
    return true;
  }

  /** The message with this id, MESH's or the file client's, held until the transaction ends. */
  private static Optional<OutgoingMessageRow> find(Handle handle, String organisation, String id) {
    return handle
        .createQuery(
            "select * from outgoing_message where organisation = :organisation and"
                + " (mesh_message_id = :id or pair_name = :id) for update")
        .bind("organisation", organisation)
        .bind("id", id)
        .map(OutgoingMessageRow::of)
        .findFirst();
  }

  /** Whether its turn had come. */
  private boolean post(UUID id) {
    return switch (database.inTransaction(transaction -> begin(transaction, id))) {
      case Beginning.NothingToDo nothing -> true;
      case Beginning.NotYet later -> false;
      case Beginning.Begun(OutgoingMessage message) -> {
        post(message);
        yield true;
      }
    };
  }

  private void post(OutgoingMessage message) {
    Mailbox mailbox = mailboxes.get(message.organisation());
    if (mailbox == null) {
      throw new IllegalStateException(
          "no mailbox is configured for organisation "
              + message.organisation()
              + ", from which a message waits to be sent; put it back into the configuration");
    }
    try {
      String given = mailbox.transport().mesh().send(envelope(message)).messageId();
      database.useTransaction(
          transaction -> {
            switch (mailbox.transport()) {
              case Transport.Http http -> taken(transaction, message, given);
              case Transport.Folders folders -> handedOver(transaction, message, given);
            }
          });
    } catch (MeshRefused e) {
      database.useTransaction(transaction -> refused(transaction, message, e.getMessage()));
    } catch (MeshUnavailable e) {
      // Nothing went out, so the next attempt is no repetition.
      database.useTransaction(transaction -> waiting(transaction, message, e.getMessage()));
      throw e;
    } catch (MeshAmbiguous e) {
      database.useTransaction(transaction -> note(transaction, message, e.getMessage()));
      throw e;
    }
  }

  /** What an attempt to post finds. */
  private sealed interface Beginning {
    record NothingToDo() implements Beginning {}

    record NotYet() implements Beginning {}

    record Begun(OutgoingMessage message) implements Beginning {}
  }

  private Beginning begin(Transaction transaction, UUID id) {
    Handle handle = transaction.handle();
    Optional<OutgoingMessageRow> row =
        handle
            .createQuery("select * from outgoing_message where id = :id for update")
            .bind("id", id)
            .map(OutgoingMessageRow::of)
            .findOne();
    if (row.isEmpty() || row.get().isDone()) {
      return new Beginning.NothingToDo();
    }
    if (!listener.mayGo(transaction, row.get().message())) {
      return new Beginning.NotYet();
    }
    handle
        .createUpdate(
            "update outgoing_message set state = 'posting', attempts = attempts + 1 where id = :id")
        .bind("id", id)
        .execute();
    if (row.get().isPosting()) {
      listener.postingAgain(transaction, row.get().message());
    }
    return new Beginning.Begun(row.get().message());
  }

  private gpcm.mesh.OutgoingMessage envelope(OutgoingMessage message) {
    return gpcm.mesh.OutgoingMessage.to(
            MeshAddress.parse(message.address()),
            message.workflowId(),
            new StoredBody(content, message.content()))
        .localId(message.organisation())
        .sharedLocalId(true)
        .subject(message.subject())
        .fileName(message.messageId() + ".xml")
        .contentType("application/xml")
        .build();
  }

  private void taken(Transaction transaction, OutgoingMessage message, String meshMessageId) {
    sentAs("mesh_message_id", transaction, message, meshMessageId);
    listener.sent(transaction, message, meshMessageId);
  }

  private void handedOver(Transaction transaction, OutgoingMessage message, String pair) {
    sentAs("pair_name", transaction, message, pair);
    listener.handedOver(transaction, message, pair);
  }

  private void sentAs(String column, Transaction transaction, OutgoingMessage message, String id) {
    transaction
        .handle()
        .createUpdate(
            "update outgoing_message set state = 'sent', <column> = :id, sent_at = :now, last_error"
                + " = null where id = :row")
        .define("column", column)
        .bind("id", id)
        .bind("now", Timeline.stored(clock.instant()))
        .bind("row", message.id())
        .execute();
    if (message.attempts() > FAILURES_BEFORE_ALERT) {
      alerts.mended(transaction.handle(), message.organisation(), unreachable());
    }
  }

  // A file client tells of one failure twice: where the pair lies, and as a report.
  private void undelivered(
      Transaction transaction, OutgoingMessageRow row, String code, String description) {
    if (!row.isFailed()) {
      update(transaction, row.message(), "failed", "code " + code + ": " + description);
      listener.undelivered(transaction, row.message(), code, description);
    }
  }

  private void refused(Transaction transaction, OutgoingMessage message, String reason) {
    update(transaction, message, "failed", reason);
    listener.refused(transaction, message, reason);
  }

  private void waiting(Transaction transaction, OutgoingMessage message, String reason) {
    update(transaction, message, "waiting", reason);
  }

  private void note(Transaction transaction, OutgoingMessage message, String reason) {
    update(transaction, message, "posting", reason);
  }

  private static void update(
      Transaction transaction, OutgoingMessage message, String state, String reason) {
    transaction
        .handle()
        .createUpdate(
            "update outgoing_message set state = :state, last_error = :error where id = :id")
        .bind("state", state)
        .bind("error", reason)
        .bind("id", message.id())
        .execute();
  }

  private void tellWhenItKeepsFailing(String id, int failures, Throwable cause) {
    if (failures < FAILURES_BEFORE_ALERT) {
      return;
    }
    database.useTransaction(
        transaction ->
            OutgoingMessageRow.find(transaction.handle(), UUID.fromString(id))
                .ifPresent(
                    row ->
                        alerts.aboutOrganisation(
                            transaction.handle(),
                            row.message().organisation(),
                            new Alerts.Told(
                                unreachable(),
                                "Messages cannot be handed to MESH",
                                "Posting has failed "
                                    + failures
                                    + " times: "
                                    + cause.getMessage()
                                    + " The messages are kept and posting goes on.",
                                "Check the connection to MESH and this mailbox's credentials."
                                    + " Nothing is lost meanwhile; if it lasts, tell the receiving"
                                    + " practices by other means."))));
  }

  private static String unreachable() {
    return "mesh-posting";
  }
}
