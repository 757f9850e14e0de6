package gpcm.node.retention;

import gpcm.node.audit.AuditLog;
import gpcm.node.ledger.Ledger;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deletes, once a day and by one of the nodes, what is due, and tells what was deleted. Never what
 * is not at its end, has an open alert, task, review, decision or hand-over, is under a hold, or is
 * younger than its organisation keeps it. Thread-safe.
 */
public final class Retention {
  private static final List<Kind> KINDS = List.of(Kind.SENT, Kind.RECEIVED, Kind.CONTENT);

  /** A round ends after so many batches, since other work of the same lane waits. */
  private static final int BATCHES = 50;

  private final Ledger ledger;
  private final Deletion deletion;
  private final UnnamedContent contents;
  private final EventMonthsOver months;
  private final ReentrantLock running = new ReentrantLock();

  /**
   * @param log hears of each batch
   */
  public Retention(Ledger ledger, AuditLog log) {
    this.ledger = ledger;
    this.deletion = new Deletion(ledger, log);
    this.contents = new UnnamedContent(ledger);
    this.months = new EventMonthsOver(ledger);
  }

  /**
   * Deletes what is due, as far as it comes.
   *
   * @return whether there is more
   */
  public boolean round() {
    running.lock();
    try {
      return deleteWhatIsDue();
    } finally {
      running.unlock();
    }
  }

  private boolean deleteWhatIsDue() {
    int batches = 0;
    for (String organisation : organisations()) {
      for (Kind kind : KINDS) {
        while (Deletion.full(deletion.next(organisation, kind))) {
          if (++batches == BATCHES) {
            return true;
          }
        }
      }
      while (Deletion.full(deletion.erase(organisation))) {
        if (++batches == BATCHES) {
          return true;
        }
      }
    }
    try {
      contents.remove();
      months.drop();
    } finally {
      deletion.beginAnew();
    }
    return false;
  }

  /** Those that are served no more, too: what they left is theirs. */
  private List<String> organisations() {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery("select organisation from mailbox order by organisation")
                    .mapTo(String.class)
                    .list());
  }
}
