package gpcm.node.sending;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import gpcm.mesh.DateOrder;
import gpcm.message.ItkResponse;
import gpcm.message.MessageWriter;
import gpcm.node.config.SendingSettings;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.OutgoingMessages;
import gpcm.node.mailbox.PostingListener;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import gpcm.report.DocumentReport;
import gpcm.report.ReportSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sending half of a node, put together. Thread-safe. */
public final class Sending {
  private static final Duration DEADLINE_CHECK = Duration.ofSeconds(10);

  private final Database database;
  private final Timeline timeline;
  private final Alerts alerts;
  private final InstantSource clock;
  private final SendingSettings settings;
  private final Documents documents;
  private final Progress progress;

  /**
   * The part that only watches and moves documents along; {@link #desk} adds the part that makes
   * them.
   */
  public Sending(
      Database database,
      Timeline timeline,
      Alerts alerts,
      InstantSource clock,
      SendingSettings settings) {
    this.database = database;
    this.timeline = timeline;
    this.alerts = alerts;
    this.clock = clock;
    this.settings = settings;
    this.documents = new Documents(clock);
    this.progress =
        new Progress(
            documents,
            timeline,
            alerts,
            clock,
            settings.infrastructureAcknowledgementDeadline(),
            settings.businessAcknowledgementDeadline());
  }

  /** Is told what becomes of the documents' messages. */
  public PostingListener postingListener() {
    return progress;
  }

  /** The task that looks for late acknowledgements; for the scheduler. */
  public RecurringTask<?> deadlines() {
    return new Deadlines(database, documents, timeline, alerts, clock).task(DEADLINE_CHECK);
  }

  private static DateOrder dateOrder(SendingSettings settings) {
    return switch (settings.addressDateOrder()) {
      case YYYYMMDD -> DateOrder.YEAR_FIRST;
      case DDMMYYYY -> DateOrder.DAY_FIRST;
    };
  }

  /** The outbox, and the task that builds its documents. */
  public record Desk(Outbox outbox, Task<?> building) {}

  /**
   * Puts the outbox together.
   *
   * @param mailboxes of all organisations: what was accepted of one that no longer sends still goes
   * @param senders ODS codes of those in whose name documents are taken in
   */
  public Desk desk(
      ContentStore content,
      OutgoingMessages outgoing,
      Map<String, Mailbox> mailboxes,
      Set<String> senders,
      ReportSettings reports,
      MessageWriter writer,
      Path work) {
    Routing routing = new Routing(new PatientRouting(dateOrder(settings)));
    Drafting drafting = new Drafting(content, clock, new DocumentReport(reports));
    DocumentBuilding building =
        new DocumentBuilding(
            database, content, documents, outgoing, progress, timeline, clock, mailboxes, routing,
            drafting, writer, work);
    return new Desk(
        new Outbox(
            database,
            content,
            timeline,
            clock,
            mailboxes.entrySet().stream()
                .filter(mailbox -> senders.contains(mailbox.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
            documents,
            building,
            routing,
            drafting),
        building.task());
  }

  /**
   * Takes an acknowledgement in.
   *
   * @return the document it belongs to; empty when it belongs to none of ours
   */
  public Optional<OutboxDocument> answered(
      Transaction transaction, String organisation, ItkResponse response) {
    return progress.answered(transaction, organisation, response);
  }
}
