package gpcm.node.notifying;

import gpcm.node.journal.AlertSeverity;
import gpcm.node.journal.AlertView;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Notices in the database. */
final class NoticeRows {

  private NoticeRows() {}

  static UUID make(
      Handle handle,
      String organisation,
      UUID channel,
      Notice.Kind kind,
      Instant due,
      Instant now) {
    UUID id = UUID.randomUUID();
    handle
        .createUpdate(
            """
            insert into notice (id, organisation, channel, kind, state, due_at, made_at)
            values (:id, :organisation, :channel, :kind, 'waiting', :due, :now)
            """)
        .bind("id", id)
        .bind("organisation", organisation)
        .bind("channel", channel)
        .bind("kind", kind.text())
        .bind("due", Moment.column(due))
        .bind("now", Moment.column(now))
        .execute();
    return id;
  }

  /** Has a channel told of something: with what it is told by then, or in a notice of its own. */
  static void tell(
      Handle handle,
      String organisation,
      UUID channel,
      Notice.Kind kind,
      AlertLot lot,
      Instant due,
      Instant now) {
    UUID notice =
        handle
            .createQuery(
                """
                select id from notice where channel = :channel and organisation = :organisation and kind = :kind and state = 'waiting'
                  and attempts = 0 and due_at <= :due order by due_at, id limit 1 for update
                """)
            .bind("channel", channel)
            .bind("organisation", organisation)
            .bind("kind", kind.text())
            .bind("due", Moment.column(due))
            .mapTo(UUID.class)
            .findOne()
            .orElseGet(() -> make(handle, organisation, channel, kind, due, now));
    handle
        .createUpdate(
            """
            insert into notice_about (notice, cause, alert, alerts) values (:notice, :cause, :alert, :alerts)
            on conflict (notice, cause) do update set alerts = notice_about.alerts + excluded.alerts
            """)
        .bind("notice", notice)
        .bind("cause", lot.cause())
        .bind("alert", lot.first())
        .bind("alerts", lot.alerts())
        .execute();
  }

  /** When a channel was last to be told of a cause, if it was. */
  static Optional<Instant> lastTold(Handle handle, UUID channel, String cause) {
    return handle
        .createQuery(
            """
            select max(coalesce(n.ended_at, n.due_at)) as at from notice n join notice_about a on a.notice = n.id
            where n.channel = :channel and a.cause = :cause and n.kind = 'alerts' and n.state <> 'not-needed'
              and not (n.state = 'waiting' and n.attempts = 0)
            """)
        .bind("channel", channel)
        .bind("cause", cause)
        .map((row, context) -> Moment.perhaps(row, "at"))
        .one();
  }

  /**
   * A new channel is told of what is open, a cause at a time: a deputy of what was escalated and
   * nobody has taken, as if it were escalated now.
   */
  static void tellOfOpen(Handle handle, String organisation, AlertChannel channel, Instant now) {
    List<AlertLot> taken =
        handle
            .createQuery(
                """
                select distinct on (cause) id, cause, severity, problem, document, received, count(*) over (partition by cause) as alerts
                from alert where organisation = :organisation and resolved_at is null and noticed_at is not null order by cause, id
                """)
            .bind("organisation", organisation)
            .map((row, context) -> Found.read(row, context).lot(row.getInt("alerts")))
            .list()
            .stream()
            .filter(lot -> channel.draft().takes(lot.severity(), lot.side()))
            .toList();
    switch (channel.draft().step()) {
      case FIRST ->
          taken.forEach(
              lot -> tell(handle, organisation, channel.id(), Notice.Kind.ALERTS, lot, now, now));
      case DEPUTY ->
          handle
              .createUpdate(
                  "update alert set escalated_at = null where organisation = :organisation and"
                      + " cause = any(:causes) and resolved_at is null and handled_at is null and"
                      + " escalated_at is not null")
              .bind("organisation", organisation)
              .bindArray("causes", String.class, taken.stream().map(AlertLot::cause).toList())
              .execute();
    }
  }

  /** An alert that somebody is to be told of. */
  record Found(long id, String cause, AlertSeverity severity, AlertSide side) {
    static Found read(ResultSet row, StatementContext context) throws SQLException {
      return new Found(
          row.getLong("id"),
          row.getString("cause"),
          AlertSeverity.ofRow(row.getInt("severity")),
          AlertSide.of(
              AlertView.Kind.of(
                  row.getObject("document") != null,
                  row.getObject("received") != null,
                  row.getString("problem"))));
    }

    /** With others of its cause, of which it is the first. */
    AlertLot lot(int alerts) {
      return new AlertLot(cause, severity, side, id, alerts);
    }
  }

  /** By what they have in common. */
  static List<AlertLot> lots(List<Found> alerts) {
    Map<String, List<Found>> byCause = new LinkedHashMap<>();
    alerts.forEach(
        alert -> byCause.computeIfAbsent(alert.cause(), unused -> new ArrayList<>()).add(alert));
    return byCause.values().stream().map(all -> all.getFirst().lot(all.size())).toList();
  }

  static List<Notice> last(Handle handle, String organisation, int limit) {
    return handle
        .createQuery(
            """
            select n.*, c.name from notice n join alert_channel c on c.id = n.channel
            where n.organisation = :organisation and c.organisation = :organisation order by n.made_at desc, n.id limit :limit
            """)
        .bind("organisation", organisation)
        .bind("limit", limit)
        .map(NoticeRows::read)
        .list();
  }

  static List<Notice> about(Handle handle, String organisation, String cause, int limit) {
    return handle
        .createQuery(
            """
            select n.*, c.name from notice_about a join notice n on n.id = a.notice join alert_channel c on c.id = n.channel
            where a.cause = :cause and n.organisation = :organisation order by n.made_at desc, n.id limit :limit
            """)
        .bind("organisation", organisation)
        .bind("cause", cause)
        .bind("limit", limit)
        .map(NoticeRows::read)
        .list();
  }

  static Notice read(ResultSet row, StatementContext context) throws SQLException {
    return new Notice(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        row.getObject("channel", UUID.class),
        row.getString("name"),
        Notice.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        Notice.State.of(row.getString("state")),
        row.getInt("attempts"),
        Moment.of(row, "made_at"),
        Moment.of(row, "due_at"),
        Moment.perhaps(row, "ended_at"),
        Optional.ofNullable(row.getString("trouble")));
  }
}
