package gpcm.node.notifying;

import gpcm.node.config.AlertSettings;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.ledger.Ledger;
import gpcm.node.notifying.NoticeRows.Found;
import gpcm.node.store.Moment;
import gpcm.node.working.DecidingSettings;
import gpcm.node.working.Opening;
import gpcm.node.working.Working;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes notices of what was raised since, of what nobody has taken in time, and of each day. What
 * was looked at and the notices of it are written together: a node that dies between has looked at
 * nothing, and another does.
 */
final class Gathering {
  private static final int MOST = 5000;

  private final Jdbi jdbi;
  private final Ledger ledger;
  private final AlertSettings settings;
  private final DecidingSettings deciding;
  private final List<String> organisations;

  Gathering(Ledger ledger, AlertSettings settings, Collection<String> organisations) {
    this.jdbi = ledger.database().jdbi();
    this.ledger = ledger;
    this.settings = settings;
    this.deciding = new DecidingSettings(jdbi, ledger.clock());
    this.organisations = List.copyOf(organisations);
  }

  /**
   * Makes what is to be made now.
   *
   * @return whether there may be more
   */
  boolean round() {
    boolean more = false;
    for (String organisation : raised()) {
      more |= jdbi.inTransaction(handle -> gather(handle, organisation));
    }
    for (String organisation : late()) {
      more |= jdbi.inTransaction(handle -> escalate(handle, organisation));
    }
    summaries();
    return more;
  }

  private Instant now() {
    return ledger.clock().instant();
  }

  private List<String> raised() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select distinct organisation from alert where noticed_at is null and"
                        + " organisation = any(:served)")
                .bindArray("served", String.class, organisations)
                .mapTo(String.class)
                .list());
  }

  private List<String> late() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select distinct organisation from alert where organisation = any(:served) and escalates_at <= :now
                      and resolved_at is null and escalated_at is null and handled_at is null
                    """)
                .bindArray("served", String.class, organisations)
                .bind("now", Moment.column(now()))
                .mapTo(String.class)
                .list());
  }

  /** Until the transaction ends nobody else makes notices of the organisation. */
  static void alone(Handle handle, String organisation) {
    handle
        .createQuery(
            "select pg_advisory_xact_lock(hashtextextended('notices/' || :organisation, 0))")
        .bind("organisation", organisation)
        .mapTo(String.class)
        .list();
  }

  private boolean gather(Handle handle, String organisation) {
    alone(handle, organisation);
    List<Found> found =
        handle
            .createQuery(
                """
                select id, cause, severity, problem, document, received from alert
                where organisation = :organisation and noticed_at is null order by id limit :limit for update skip locked
                """)
            .bind("organisation", organisation)
            .bind("limit", MOST)
            .map(Found::read)
            .list();
    Instant now = now();
    Opening opening = deciding.opening(organisation);
    AlertDeadlines deadlines = AlertChannels.deadlines(handle, organisation);
    for (AlertSeverity severity : AlertSeverity.values()) {
      noticed(
          handle,
          found.stream().filter(each -> each.severity() == severity).map(Found::id).toList(),
          deadlines.of(severity, now, opening),
          now);
    }
    List<AlertChannel> channels = AlertChannels.list(handle, organisation);
    for (AlertLot lot : NoticeRows.lots(found)) {
      channels.stream()
          .filter(channel -> channel.draft().step() == AlertChannel.Step.FIRST)
          .filter(channel -> takes(channel, lot))
          .forEach(
              channel -> {
                Instant due =
                    NoticeRows.lastTold(handle, channel.id(), lot.cause())
                        .map(last -> last.plus(settings.again()))
                        .filter(at -> at.isAfter(now))
                        .orElse(now.plus(settings.gather()));
                NoticeRows.tell(
                    handle,
                    organisation,
                    channel.id(),
                    Notice.Kind.ALERTS,
                    lot,
                    inHours(channel, lot, opening, due),
                    now);
              });
    }
    return found.size() == MOST;
  }

  private static boolean takes(AlertChannel channel, AlertLot lot) {
    return channel.draft().takes(lot.severity(), lot.side()) && !lot.isAbout(channel);
  }

  private static Instant inHours(AlertChannel channel, AlertLot lot, Opening opening, Instant due) {
    return channel.draft().hours().wait(lot.severity()) ? opening.after(due, Duration.ZERO) : due;
  }

  private static void noticed(Handle handle, List<Long> ids, Instant escalates, Instant now) {
    if (ids.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            "update alert set noticed_at = :now, escalates_at = coalesce(escalates_at, :escalates)"
                + " where id = any(:ids)")
        .bind("now", Moment.column(now))
        .bind("escalates", Moment.column(escalates))
        .bindArray("ids", Long.class, ids)
        .execute();
  }

  /** The deputies are told; where there are none, those who were told first are told again. */
  private boolean escalate(Handle handle, String organisation) {
    alone(handle, organisation);
    Instant now = now();
    List<Found> found =
        handle
            .createQuery(
                """
                update alert set escalated_at = :now where id in (select id from alert where organisation = :organisation
                  and escalates_at <= :now and resolved_at is null and escalated_at is null and handled_at is null
                  order by id limit :limit for update skip locked)
                returning id, cause, severity, problem, document, received
                """)
            .bind("organisation", organisation)
            .bind("now", Moment.column(now))
            .bind("limit", MOST)
            .map(Found::read)
            .list();
    List<AlertChannel> channels = AlertChannels.list(handle, organisation);
    Opening opening = deciding.opening(organisation);
    for (AlertLot lot : NoticeRows.lots(found)) {
      List<AlertChannel> takers = channels.stream().filter(channel -> takes(channel, lot)).toList();
      List<AlertChannel> deputies =
          takers.stream()
              .filter(channel -> channel.draft().step() == AlertChannel.Step.DEPUTY)
              .toList();
      List<AlertChannel> told = deputies.isEmpty() ? takers : deputies;
      told.forEach(
          channel ->
              NoticeRows.tell(
                  handle,
                  organisation,
                  channel.id(),
                  Notice.Kind.ESCALATION,
                  lot,
                  inHours(channel, lot, opening, now),
                  now));
      event(handle, organisation, lot, told, now);
    }
    return found.size() == MOST;
  }

  private static void event(
      Handle handle, String organisation, AlertLot lot, List<AlertChannel> told, Instant now) {
    String whom =
        told.isEmpty()
            ? "nobody, since no channel is set for it"
            : told.stream().map(each -> each.draft().name()).collect(Collectors.joining(", "));
    handle
        .createUpdate(
            """
            insert into alert_event (organisation, cause, alert, at, who, words)
            values (:organisation, :cause, :alert, :now, 'The node', :words)
            """)
        .bind("organisation", organisation)
        .bind("cause", lot.cause())
        .bind("alert", lot.first())
        .bind("now", Moment.column(now))
        .bind("words", "escalated it, since nobody had taken it in time. Told: " + whom)
        .execute();
  }

  /** Of the day before, once, by whichever node comes first. */
  private void summaries() {
    ZonedDateTime here = now().atZone(Working.ZONE);
    LocalDate day = here.toLocalDate();
    for (UUID channel : due(day, here.toLocalTime())) {
      jdbi.useTransaction(handle -> summary(handle, channel, day));
    }
  }

  private List<UUID> due(LocalDate day, LocalTime time) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select c.id from alert_channel c left join alert_deadlines d on d.organisation = c.organisation
                    where c.organisation = any(:served) and c.ended_at is null and c.summary
                      and coalesce(d.summary_at, :usual) <= :time
                      and c.made_at <= (cast(:day as date) + coalesce(d.summary_at, :usual)) at time zone 'Europe/London'
                      and not exists (select from alert_summary s where s.channel = c.id and s.day = :day)
                    """)
                .bindArray("served", String.class, organisations)
                .bind("usual", AlertDeadlines.USUAL.summaryAt())
                .bind("time", time)
                .bind("day", day)
                .mapTo(UUID.class)
                .list());
  }

  private void summary(Handle handle, UUID channel, LocalDate day) {
    boolean first =
        handle
                .createUpdate(
                    "insert into alert_summary (channel, day) values (:channel, :day) on conflict"
                        + " do nothing")
                .bind("channel", channel)
                .bind("day", day)
                .execute()
            == 1;
    if (first) {
      String organisation =
          handle
              .createQuery("select organisation from alert_channel where id = :id")
              .bind("id", channel)
              .mapTo(String.class)
              .one();
      NoticeRows.make(handle, organisation, channel, Notice.Kind.SUMMARY, now(), now());
    }
  }
}
