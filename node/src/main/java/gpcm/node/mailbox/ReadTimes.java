package gpcm.node.mailbox;

import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.time.Duration;

/** When a mailbox was read, and whether somebody wants it to be. Belongs to one lane. */
final class ReadTimes {
  /** Polls may come several times a second, and people need not know them all. */
  private static final Duration APART = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final String organisation;
  private long written = System.nanoTime() - APART.toNanos();

  ReadTimes(Ledger ledger, String organisation) {
    this.ledger = ledger;
    this.organisation = organisation;
  }

  /** What was wanted begins. */
  void begun() {
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update mailbox set read_asked_at = null where organisation ="
                            + " :organisation and read_asked_at is not null")
                    .bind("organisation", organisation)
                    .execute());
  }

  /** Everything that waited there was taken. */
  void read(boolean asked) {
    long now = System.nanoTime();
    if (!asked && now - written < APART.toNanos()) {
      return;
    }
    written = now;
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update mailbox set polled_at = :now where organisation = :organisation")
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("organisation", organisation)
                    .execute());
  }
}
