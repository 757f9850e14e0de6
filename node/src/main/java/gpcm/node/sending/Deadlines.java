package gpcm.node.sending;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Watches for acknowledgements that do not come (GPCM-SD-035). Nothing is sent again because of it:
 * a late acknowledgement does not say that the document is lost, so a person decides. Thread-safe.
 */
final class Deadlines {
  private static final int BATCH = 100;

  private final Database database;
  private final Documents documents;
  private final Timeline timeline;
  private final Alerts alerts;
  private final InstantSource clock;

  Deadlines(
      Database database,
      Documents documents,
      Timeline timeline,
      Alerts alerts,
      InstantSource clock) {
    this.database = database;
    this.documents = documents;
    this.timeline = timeline;
    this.alerts = alerts;
    this.clock = clock;
  }

  RecurringTask<?> task(Duration interval) {
    return Tasks.recurring("watch-deadlines", FixedDelay.of(interval))
        .execute((instance, context) -> watch());
  }

  private void watch() {
    int found;
    do {
      found = database.inTransaction(this::markOverdue);
    } while (found == BATCH);
  }

  private int markOverdue(Transaction transaction) {
    List<OutboxDocument> late = documents.lockOverdue(transaction.handle(), clock.instant(), BATCH);
    for (OutboxDocument document : late) {
      if (document.state().isFinal()) {
        move(transaction, document, document.state());
        continue;
      }
      String awaited =
          document.acknowledgements().infrastructure().isEmpty() ? "infrastructure" : "business";
      move(transaction, document, DocumentState.OVERDUE);
      timeline.ofDocument(
          transaction.handle(),
          document.organisation(),
          document.id(),
          "overdue",
          "no " + awaited + " acknowledgement in time");
      alerts.aboutDocument(
          transaction.handle(),
          document.organisation(),
          document.id(),
          new Alerts.Told(
              Told.overdue(document),
              "No " + awaited + " acknowledgement for " + Told.who(document),
              "MESH took the document, but "
                  + document.patient().registeredPractice()
                  + " has not sent its "
                  + awaited
                  + " acknowledgement in time.",
              "Ask the practice whether the document has arrived. It is not sent again by itself,"
                  + " so that nothing is filed twice."));
    }
    return late.size();
  }

  private void move(Transaction transaction, OutboxDocument document, DocumentState state) {
    documents.state(transaction.handle(), document.id(), state, Optional.empty(), Optional.empty());
  }
}
