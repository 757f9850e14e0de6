package gpcm.node;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.SourceFinding;
import gpcm.message.Tolerances;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MailboxPolling;
import gpcm.node.mailbox.OutgoingMessage;
import gpcm.node.mailbox.OutgoingMessages;
import gpcm.node.mailbox.PostingListener;
import gpcm.node.mailbox.ReceivedMessages;
import gpcm.node.mailbox.Transport;
import gpcm.node.receiving.PatientFile;
import gpcm.node.receiving.Receiving;
import gpcm.node.receiving.Worklist;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.Sending;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.DurableTasks;
import gpcm.node.store.Transaction;
import gpcm.node.web.Served;
import gpcm.node.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node: sends and receives for the organisations of its configuration until it is closed.
 * Everything it has promised is in its database, so it may be stopped or killed at any moment and
 * started again. Thread-safe.
 */
public final class Node implements AutoCloseable {
  private static final int TASKS_AT_ONCE = 8;

  private final Deque<AutoCloseable> open;
  private final Database database;
  private final ContentStore content;
  private final Timeline timeline;
  private final Alerts alerts;
  private final Outbox outbox;
  private final Worklist worklist;
  private final Served served;
  private final WebServer web;

  private Node(Deque<AutoCloseable> open, NodeConfiguration configuration, InstantSource clock) {
    this.open = open;
    Path data = configuration.dataFolder();
    this.database = closing(Database.open(configuration.database(), data));
    this.content = new ContentStore(database, data.resolve("content"));
    this.timeline = new Timeline(database.jdbi(), clock);
    this.alerts = new Alerts(database.jdbi(), clock);
    Map<String, Mailbox> mailboxes = mailboxes(configuration, clock);
    Path work = emptied(data.resolve("work"));

    Sending sending = new Sending(database, timeline, alerts, clock, configuration.sending());
    PostingListener answers = Receiving.postingListener(timeline, alerts);
    OutgoingMessages outgoing =
        new OutgoingMessages(
            database,
            content,
            alerts,
            clock,
            mailboxes,
            configuration.sending(),
            new ByKind(sending.postingListener(), answers));
    Tolerances tolerances = allBut(configuration.receiving().strict());
    MessageWriter writer = new MessageWriter();
    Sending.Desk desk =
        sending.desk(
            content,
            outgoing,
            mailboxes,
            senders(configuration),
            configuration.report(),
            writer,
            work);
    ReceivedMessages received = new ReceivedMessages(clock);
    Receiving receiving =
        new Receiving(
            database,
            content,
            outgoing,
            received,
            timeline,
            alerts,
            clock,
            mailboxes,
            new PatientFile(patientFiles(configuration)),
            configuration.receiving(),
            tolerances,
            writer);
    this.outbox = desk.outbox();
    this.worklist = receiving.worklist();

    MessageReader reader =
        new MessageReader(
            ReadLimits.STANDARD.withTotalBytes(configuration.receiving().maxMessageSize().bytes()),
            tolerances);
    var processing =
        new Processing(
                database, content, received, timeline, alerts, reader, work, sending, outgoing,
                receiving)
            .task(clock);
    MailboxPolling polling =
        new MailboxPolling(
            database, content, timeline, alerts, clock, received, outgoing, processing);
    List<RecurringTask<?>> recurring = new ArrayList<>();
    recurring.add(sending.deadlines());
    mailboxes
        .values()
        .forEach(
            mailbox -> recurring.add(polling.task(mailbox, configuration.mesh().pollInterval())));
    DurableTasks tasks =
        closing(
            new DurableTasks(
                database,
                clock,
                TASKS_AT_ONCE,
                List.of(outgoing.task(), desk.building(), processing),
                recurring));
    tasks.start();
    this.served =
        new Served(
            outbox,
            worklist,
            alerts,
            content,
            new SchedulerView(
                database.jdbi(),
                clock,
                configuration.name(),
                mailboxes.values().stream().map(mailbox -> mailbox.id().value()).toList()),
            new DatabaseHealth(database));
    this.web = closing(WebServer.start(configuration.http(), served, data.resolve("uploads")));
  }

  /**
   * Starts a node.
   *
   * @param configuration what it works with
   * @param clock the node's clock
   * @throws RuntimeException when it cannot start, saying what is wrong; nothing is left running
   *     then
   */
  public static Node start(NodeConfiguration configuration, InstantSource clock) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      return new Node(open, configuration, clock);
    } catch (RuntimeException e) {
      closeAll(open).ifPresent(e::addSuppressed);
      throw e;
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  private Map<String, Mailbox> mailboxes(NodeConfiguration configuration, InstantSource clock) {
    Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
    for (OrganisationSettings organisation : configuration.organisations()) {
      Transport transport = MeshAccess.open(configuration.mesh(), organisation, clock);
      closing(transport.mesh());
      mailboxes.put(
          organisation.ods().value(),
          new Mailbox(organisation.ods(), organisation.name(), organisation.mailbox(), transport));
    }
    return mailboxes;
  }

  private static Set<String> senders(NodeConfiguration configuration) {
    return configuration.organisations().stream()
        .filter(OrganisationSettings::sends)
        .map(organisation -> organisation.ods().value())
        .collect(Collectors.toSet());
  }

  private static Map<String, Path> patientFiles(NodeConfiguration configuration) {
    return configuration.organisations().stream()
        .filter(organisation -> organisation.patients().isPresent())
        .collect(
            Collectors.toMap(
                organisation -> organisation.ods().value(),
                organisation -> organisation.patients().orElseThrow()));
  }

  // Holds only what a running step needs for a moment, so whatever is there was left by a killed
  // process.
  private static Path emptied(Path work) {
    Processing.delete(work);
    try {
      return Files.createDirectories(work);
    } catch (IOException e) {
      throw new UncheckedIOException("the work folder " + work + " cannot be made", e);
    }
  }

  /** Where the HTTP API and the pages are. */
  public URI url() {
    return web.url();
  }

  /** What this node's organisations send. */
  public Outbox outbox() {
    return outbox;
  }

  /** What this node's organisations have received. */
  public Worklist worklist() {
    return worklist;
  }

  /** The timeline of the whole node. */
  public Timeline timeline() {
    return timeline;
  }

  /** What people must know. */
  public Alerts alerts() {
    return alerts;
  }

  /** The bytes of documents and attachments. */
  public ContentStore content() {
    return content;
  }

  /** What its web server serves, for tests that serve it in other ways. */
  Served served() {
    return served;
  }

  /** The database beneath, for this package's tests. */
  Database database() {
    return database;
  }

  /**
   * Stops taking up work, waits for what is running, and closes everything. What is not done yet is
   * done after the next start.
   */
  @Override
  public void close() {
    Optional<Exception> trouble = closeAll(open);
    if (trouble.isPresent()) {
      throw new IllegalStateException("the node did not close cleanly", trouble.get());
    }
  }

  private static Optional<Exception> closeAll(Deque<AutoCloseable> open) {
    Optional<Exception> trouble = Optional.empty();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        trouble = trouble.or(() -> Optional.of(e));
      }
    }
    return trouble;
  }

  /**
   * Documents and acknowledgements leave through one outbox; each tells its own half of the node.
   */
  private record ByKind(PostingListener documents, PostingListener answers)
      implements PostingListener {
    private PostingListener of(OutgoingMessage message) {
      return message.document().isPresent() ? documents : answers;
    }

    @Override
    public boolean mayGo(Transaction transaction, OutgoingMessage message) {
      return of(message).mayGo(transaction, message);
    }

    @Override
    public void sent(Transaction transaction, OutgoingMessage message, String meshMessageId) {
      of(message).sent(transaction, message, meshMessageId);
    }

    @Override
    public void handedOver(Transaction transaction, OutgoingMessage message, String pair) {
      of(message).handedOver(transaction, message, pair);
    }

    @Override
    public void undelivered(
        Transaction transaction, OutgoingMessage message, String code, String description) {
      of(message).undelivered(transaction, message, code, description);
    }

    @Override
    public void postingAgain(Transaction transaction, OutgoingMessage message) {
      of(message).postingAgain(transaction, message);
    }

    @Override
    public void refused(Transaction transaction, OutgoingMessage message, String reason) {
      of(message).refused(transaction, message, reason);
    }
  }

  private static Tolerances allBut(Set<SourceFinding.Kind> strict) {
    Tolerances tolerances = Tolerances.ALL;
    for (SourceFinding.Kind kind : strict) {
      tolerances = tolerances.without(kind);
    }
    return tolerances;
  }
}
