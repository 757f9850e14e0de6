package gpcm.node.mailbox;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.store.Content;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the mailboxes. The order is what keeps them safe: download, commit bytes and
 * metadata together with the task that processes them, acknowledge on MESH, and only then process.
 * A message that was stored before is acknowledged again and not stored again. Thread-safe.
 */
public final class MailboxPolling {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxPolling.class);
  private static final int AT_ONCE = 8;
  private static final int FULL_PAGE = InboxQuery.DEFAULT_MAX_RESULTS;
  private static final int SMALL = 1 << 20;
  private static final String PROBLEM = "mesh-polling";

  private final Database database;
  private final ContentStore content;
  private final Timeline timeline;
  private final Alerts alerts;
  private final InstantSource clock;
  private final ReceivedMessages received;
  private final OutgoingMessages outgoing;
  private final Task<?> processing;

  /**
   * @param outgoing hears of each mailbox's transfer results
   * @param processing the task that processes a stored message; its instance is the message's id
   */
  public MailboxPolling(
      Database database,
      ContentStore content,
      Timeline timeline,
      Alerts alerts,
      InstantSource clock,
      ReceivedMessages received,
      OutgoingMessages outgoing,
      Task<?> processing) {
    this.database = database;
    this.content = content;
    this.timeline = timeline;
    this.alerts = alerts;
    this.clock = clock;
    this.received = received;
    this.outgoing = outgoing;
    this.processing = processing;
  }

  /** The task that polls one mailbox every {@code interval}; for the scheduler. */
  public RecurringTask<?> task(Mailbox mailbox, Duration interval) {
    AtomicBoolean troubled = new AtomicBoolean(true);
    return Tasks.recurring("poll-mailbox-" + mailbox.id().value(), FixedDelay.of(interval))
        .execute(
            (instance, context) -> {
              try {
                poll(mailbox);
                if (troubled.getAndSet(false)) {
                  database.useTransaction(
                      transaction ->
                          alerts.mended(
                              transaction.handle(), mailbox.organisation().value(), PROBLEM));
                }
              } catch (RuntimeException e) {
                troubled.set(true);
                LOG.atWarn()
                    .addKeyValue("mailbox", mailbox.id().value())
                    .log("polling failed and goes on in {}: {}", interval, e.getMessage());
                database.useTransaction(transaction -> tell(transaction, mailbox, e));
              }
            });
  }

  private void tell(Transaction transaction, Mailbox mailbox, RuntimeException cause) {
    alerts.aboutOrganisation(
        transaction.handle(),
        mailbox.organisation().value(),
        new Alerts.Told(
            PROBLEM,
            "The mailbox " + mailbox.id().value() + " cannot be read",
            cause.getMessage() + " Messages wait on MESH meanwhile, for five days.",
            "Check the way to MESH: the connection and this mailbox's credentials, or the MESH file"
                + " client's folders."));
  }

  /**
   * Takes everything that waits in the mailbox now. A message that cannot be taken does not hold up
   * the others; it stays on MESH.
   *
   * @throws RuntimeException when the inbox cannot be listed, or one of the messages could not be
   *     taken
   */
  public void poll(Mailbox mailbox) {
    outgoing.settle(mailbox);
    int taken;
    do {
      List<String> ids = mailbox.transport().mesh().inbox(InboxQuery.all()).messageIds();
      Set<String> unknown =
          database.inTransaction(
              transaction ->
                  received.listed(
                      transaction.handle(),
                      mailbox.organisation().value(),
                      ids,
                      ids.size() < FULL_PAGE));
      taken = takeAll(mailbox, ids, unknown);
    } while (taken == FULL_PAGE);
  }

  private int takeAll(Mailbox mailbox, List<String> ids, Set<String> unknown) {
    Semaphore places = new Semaphore(AT_ONCE);
    int taken = 0;
    RuntimeException trouble = null;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          ids.stream()
              .map(
                  id ->
                      threads.submit(
                          () -> {
                            places.acquireUninterruptibly();
                            try {
                              if (unknown.contains(id)) {
                                store(mailbox, id);
                              }
                              mailbox.transport().mesh().acknowledge(id);
                            } finally {
                              places.release();
                            }
                          }))
              .toList();
      for (Future<?> one : all) {
        try {
          one.get();
          taken++;
        } catch (ExecutionException e) {
          trouble =
              e.getCause() instanceof RuntimeException runtime
                  ? runtime
                  : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
          threads.shutdownNow();
          Thread.currentThread().interrupt();
          return 0;
        }
      }
    }
    if (trouble != null) {
      throw trouble;
    }
    return taken;
  }

  private void store(Mailbox mailbox, String meshMessageId) {
    try (Download download = mailbox.transport().mesh().download(meshMessageId)) {
      // What is small enough is fetched first, so that no transaction waits for the network.
      byte[] head = download.body().readNBytes(SMALL);
      database.useTransaction(
          transaction -> {
            Content bytes =
                head.length < SMALL
                    ? content.put(transaction.handle(), head)
                    : content.put(
                        transaction.handle(),
                        new SequenceInputStream(new ByteArrayInputStream(head), download.body()));
            store(transaction, mailbox, meshMessageId, download.headers(), bytes);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("message " + meshMessageId + " could not be downloaded", e);
    }
  }

  private void store(
      Transaction transaction,
      Mailbox mailbox,
      String meshMessageId,
      MessageHeaders headers,
      Content bytes) {
    ReceivedMessage message =
        new ReceivedMessage(
            UUID.randomUUID(),
            mailbox.organisation().value(),
            meshMessageId,
            headers.messageType() == MessageType.REPORT,
            headers.from().orElse(""),
            headers.to().orElse(""),
            headers.workflowId().orElse(""),
            headers.subject().orElse(""),
            headers.localId().orElse(""),
            headers.statusCode().orElse(""),
            headers.statusDescription().orElse(""),
            headers.linkedMessageId().orElse(""),
            bytes,
            clock.instant());
    if (received.add(transaction.handle(), message)) {
      timeline.ofReceived(
          transaction.handle(),
          message.organisation(),
          message.id(),
          "received",
          "MESH message %s, workflow %s, from %s, %d bytes, stored"
              .formatted(
                  meshMessageId,
                  message.workflowId(),
                  message.sender().isEmpty() ? "MESH" : message.sender(),
                  bytes.size()));
      transaction.schedule(processing.instance(message.id().toString()), clock.instant());
    }
  }
}
