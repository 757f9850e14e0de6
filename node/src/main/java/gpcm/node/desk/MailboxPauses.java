package gpcm.node.desk;

import gpcm.exchange.AlertText;
import gpcm.node.desk.MailboxState.Pause;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What whoever runs the system does to a mailbox: has it read at once, and lets nothing leave it
 * for a while. A pause is of everything that leaves the mailbox, documents and answers alike, on
 * every node, until it is ended: it is as if MESH could not be reached that way. Nothing is lost
 * meanwhile, what comes in is read, and deadlines and alerts go on. What was on its way to MESH at
 * that moment arrives there. Thread-safe.
 */
public final class MailboxPauses {
  private static final String PROBLEM = "sending-paused";

  private final Ledger ledger;

  /** Of the mailboxes in {@code ledger}'s database. */
  public MailboxPauses(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The mailbox of an organisation that has this id; empty when it has none such. */
  public Optional<Optional<Pause>> find(String organisation, String mailbox) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select paused_at, paused_by, paused_because from mailbox where"
                            + " organisation = :organisation and mailbox = :mailbox")
                    .bind("organisation", organisation)
                    .bind("mailbox", mailbox)
                    .map((row, context) -> pause(row))
                    .findOne());
  }

  /** That nothing leaves an organisation's mailbox; empty while all goes its way. */
  public Optional<Pause> of(String organisation) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select paused_at, paused_by, paused_because from mailbox where"
                            + " organisation = :organisation and paused_at is not null")
                    .bind("organisation", organisation)
                    .map((row, context) -> pause(row).orElseThrow())
                    .findOne());
  }

  /** What a row of the mailboxes says of it. */
  static Optional<Pause> pause(ResultSet row) throws SQLException {
    String by = row.getString("paused_by");
    String why = row.getString("paused_because");
    return Moment.perhaps(row, "paused_at").map(at -> new Pause(at, by, why));
  }

  /**
   * Lets nothing leave a mailbox from now on.
   *
   * @param by who says so
   * @param why what they say
   * @return false when it was paused before, and nothing was done
   */
  public boolean pause(String organisation, String mailbox, String by, String why) {
    return changed(
        handle ->
            handle
                .createUpdate(
                    """
                    update mailbox set paused_at = :now, paused_by = :by, paused_because = :why
                    where organisation = :organisation and mailbox = :mailbox and paused_at is null
                    """)
                .bind("organisation", organisation)
                .bind("mailbox", mailbox)
                .bind("now", Moment.column(ledger.clock().instant()))
                .bind("by", by)
                .bind("why", why)
                .execute());
  }

  /**
   * Lets everything leave a mailbox again, at once.
   *
   * @return false when it was not paused, and nothing was done
   */
  public boolean resume(String organisation, String mailbox) {
    return changed(
        handle ->
            handle
                .createUpdate(
                    """
                    update mailbox set paused_at = null, paused_by = null, paused_because = null
                    where organisation = :organisation and mailbox = :mailbox and paused_at is not null
                    """)
                .bind("organisation", organisation)
                .bind("mailbox", mailbox)
                .execute());
  }

  /**
   * Has a mailbox read at once, by whichever node reads it, also when MESH refused it a moment ago.
   *
   * @return false when there is no such mailbox
   */
  public boolean readNow(String organisation, String mailbox) {
    return changed(
        handle ->
            handle
                .createUpdate(
                    "update mailbox set read_asked_at = :now where organisation = :organisation and"
                        + " mailbox = :mailbox")
                .bind("organisation", organisation)
                .bind("mailbox", mailbox)
                .bind("now", Moment.column(ledger.clock().instant()))
                .execute());
  }

  private interface Change {
    int of(Handle handle);
  }

  private boolean changed(Change change) {
    return ledger.database().jdbi().withHandle(change::of) == 1;
  }

  private record Paused(String organisation, String mailbox, Pause pause) {}

  /** Raises an alert about each pause, once, and closes those of pauses that are over. */
  public void tell() {
    List<Paused> untold = ledger.database().jdbi().inTransaction(this::look);
    untold.forEach(
        each ->
            ledger.tell(
                each.organisation,
                new AlertText(
                    PROBLEM,
                    "Sending from mailbox " + each.mailbox + " is paused",
                    "%s paused it: %s. No document and no answer leaves it. What is handed in is kept, what comes in is read, and deadlines go on."
                        .formatted(each.pause.by(), each.pause.why()),
                    "Resume sending on the page System once the reason is over. If it lasts, get"
                        + " what is urgent to its receivers by other means.")));
  }

  private List<Paused> look(Handle handle) {
    handle
        .createUpdate(
            """
            update alert set resolved_at = :now, resolved_by = 'mended by itself'
            where problem = :problem and resolved_at is null
              and organisation not in (select organisation from mailbox where paused_at is not null)
            """)
        .bind("now", Moment.column(ledger.clock().instant()))
        .bind("problem", PROBLEM)
        .execute();
    return handle
        .createQuery(
            """
            select * from mailbox b where paused_at is not null and not exists (select from alert a
              where a.organisation = b.organisation and a.problem = :problem and (a.resolved_at is null or a.last_at >= b.paused_at))
            """)
        .bind("problem", PROBLEM)
        .map(
            (row, context) ->
                new Paused(
                    row.getString("organisation"),
                    row.getString("mailbox"),
                    pause(row).orElseThrow()))
        .list();
  }
}
