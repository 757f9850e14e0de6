package gpcm.node.sending;

import gpcm.node.ledger.Ledger;
import gpcm.node.store.Along;
import gpcm.node.store.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/** What has to be followed up because consultations were deleted. Thread-safe. */
public final class FollowUpList {
  private final Ledger ledger;

  /** Of the database behind {@code ledger}. */
  public FollowUpList(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * What is to be followed up of the documents that somebody may see: the open ones, the longest
   * open first; or those that were closed, the last one first.
   */
  public List<FollowUp> list(OutboxView view, boolean open, int limit) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                seen(
                        view,
                        handle.createQuery(
                            "select f.* from sending_follow_up f join document d on d.id ="
                                + " f.document where f.closed_at is "
                                + (open ? "null" : "not null")
                                + view.sql("d")
                                + (open
                                    ? " order by f.opened_at, f.id"
                                    : " order by f.closed_at desc, f.id")
                                + " limit :limit"))
                    .bind("limit", limit)
                    .map(FollowUp::read)
                    .list());
  }

  /** How many are open, of the documents that somebody may see. */
  public long countOpen(OutboxView view) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                seen(
                        view,
                        handle.createQuery(
                            "select count(*) from sending_follow_up f join document d on d.id ="
                                + " f.document where f.closed_at is null"
                                + view.sql("d")))
                    .mapTo(Long.class)
                    .one());
  }

  /** The one with this id, if somebody may see its document. */
  public Optional<FollowUp> find(OutboxView view, UUID id) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                seen(
                        view,
                        handle.createQuery(
                            "select f.* from sending_follow_up f join document d on d.id ="
                                + " f.document where f.id = :id"
                                + view.sql("d")))
                    .bind("id", id)
                    .map(FollowUp::read)
                    .findOne());
  }

  private static Query seen(OutboxView view, Query query) {
    query.bind("organisation", view.organisation());
    view.author().ifPresent(author -> query.bind("author", author));
    return query;
  }

  /**
   * Closes one. The alert about it is over then.
   *
   * @param along is written with it
   * @return false when it is not open any more; nothing is written then
   */
  public boolean close(
      FollowUp open, String by, FollowUp.Outcome outcome, String text, Along along) {
    Instant now = ledger.clock().instant();
    return ledger
        .database()
        .jdbi()
        .inTransaction(
            handle -> {
              int changed =
                  handle
                      .createUpdate(
                          """
                          update sending_follow_up set closed_at = :now, closed_by = :by, outcome = :outcome, outcome_text = nullif(:text, '')
                          where id = :id and closed_at is null
                          """)
                      .bind("now", Moment.column(now))
                      .bind("by", by)
                      .bind("outcome", outcome.text())
                      .bind("text", text)
                      .bind("id", open.id())
                      .execute();
              if (changed == 1) {
                along.write(handle);
                ledger.mended("deleted/" + open.document());
              }
              return changed == 1;
            });
  }
}
