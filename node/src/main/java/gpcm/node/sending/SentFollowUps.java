package gpcm.node.sending;

import gpcm.node.sending.SentFollowUp.Closing;
import gpcm.node.sending.SentFollowUp.Outcome;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * What people have still to do about consultations that were deleted after their report had left.
 * Each stays until a person says what came of it. Thread-safe.
 */
public final class SentFollowUps {
  /** So many are shown of the open ones, and of those that were closed lately. */
  public static final int MOST = 200;

  private static final String OPEN =
      """
      select f.*, d.id as document_id from sending_follow_up f join document d on d.id = f.document
      where f.organisation = :organisation and f.closed_at is null and (cast(:id as uuid) is null or f.id = :id)
      """;
  private static final String CLOSED =
      """
      select f.*, d.id as document_id from sending_follow_up f join document d on d.id = f.document
      where f.organisation = :organisation and f.closed_at is not null and (cast(:id as uuid) is null or f.id = :id)
      """;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SentLists lists;

  SentFollowUps(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.lists = new SentLists(jdbi);
  }

  /** The open ones of what somebody may see, the oldest first. */
  public List<SentFollowUp> open(OutboxView view) {
    return list(view, OPEN + view.sql("d") + " order by f.opened_at, f.id limit :most", null);
  }

  /** The latest of those that were closed. */
  public List<SentFollowUp> closed(OutboxView view) {
    return list(
        view, CLOSED + view.sql("d") + " order by f.opened_at desc, f.id desc limit :most", null);
  }

  /** One that is open, if somebody may see it. */
  public Optional<SentFollowUp> open(OutboxView view, UUID id) {
    return list(view, OPEN + view.sql("d") + " limit :most", id).stream().findFirst();
  }

  private List<SentFollowUp> list(OutboxView view, String sql, UUID id) {
    List<Found> found =
        jdbi.withHandle(
            handle -> {
              Query select =
                  handle
                      .createQuery(sql)
                      .bind("organisation", view.organisation())
                      .bindByType("id", id, UUID.class)
                      .bind("most", MOST);
              view.author().ifPresent(author -> select.bind("author", author));
              return select.map((row, context) -> found(row)).list();
            });
    Map<UUID, SentRow> rows =
        lists.those(view, found.stream().map(Found::document).distinct().toList()).stream()
            .collect(Collectors.toMap(row -> row.document().id(), Function.identity()));
    return found.stream()
        .filter(each -> rows.containsKey(each.document))
        .map(each -> each.of(rows.get(each.document)))
        .toList();
  }

  private record Found(UUID document, Function<SentRow, SentFollowUp> made) {
    SentFollowUp of(SentRow row) {
      return made.apply(row);
    }
  }

  private static Found found(ResultSet row) throws SQLException {
    Optional<String> outcome = Optional.ofNullable(row.getString("outcome"));
    Optional<Closing> closing =
        outcome.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Closing(
                    Moment.of(row, "closed_at"),
                    row.getString("closed_by"),
                    Outcome.of(outcome.get()).orElseThrow(),
                    Optional.ofNullable(row.getString("outcome_text"))));
    UUID id = row.getObject("id", UUID.class);
    var openedAt = Moment.of(row, "opened_at");
    String openedBy = row.getString("opened_by");
    Optional<String> reason = Optional.ofNullable(row.getString("reason"));
    return new Found(
        row.getObject("document_id", UUID.class),
        document -> new SentFollowUp(id, document, openedAt, openedBy, reason, closing));
  }

  /**
   * Closes one that is open.
   *
   * @return false when it is not open any more
   */
  public boolean close(SentFollowUp open, Outcome outcome, Optional<String> text, String by) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        """
                        update sending_follow_up set closed_at = :now, closed_by = :by, outcome = :outcome, outcome_text = :text
                        where id = :id and organisation = :organisation and closed_at is null
                        """)
                    .bind("now", Moment.column(clock.instant()))
                    .bind("by", by)
                    .bind("outcome", outcome.text())
                    .bindByType("text", text.orElse(null), String.class)
                    .bind("id", open.id())
                    .bind("organisation", open.row().document().organisation())
                    .execute()
                == 1);
  }
}
