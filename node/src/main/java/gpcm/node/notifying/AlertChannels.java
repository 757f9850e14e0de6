package gpcm.node.notifying;

import gpcm.node.journal.AlertSeverity;
import gpcm.node.notifying.AlertChannel.Draft;
import gpcm.node.store.Moment;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.SettingSection;
import gpcm.node.working.Settings;
import gpcm.node.working.Settled;
import gpcm.node.working.WorkRefused.Missing;
import gpcm.node.working.WorkRefused.Wrong;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Whom an organisation's alerts reach, and when: set by its administrators. Joins the transaction
 * of its thread. Thread-safe.
 */
public final class AlertChannels {
  private static final int MOST = 20;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;
  private final Set<String> webhooks;

  /**
   * @param webhooks ODS codes of the organisations for which the node's configuration has one
   */
  public AlertChannels(Jdbi jdbi, InstantSource clock, Set<String> webhooks) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
    this.webhooks = Set.copyOf(webhooks);
  }

  /** Whether the node can post to a webhook of the organisation. */
  public boolean hasWebhook(String organisation) {
    return webhooks.contains(organisation);
  }

  /** Those of an organisation, by name. */
  public List<AlertChannel> list(String organisation) {
    return jdbi.withHandle(handle -> list(handle, organisation));
  }

  static List<AlertChannel> list(Handle handle, String organisation) {
    return handle
        .createQuery(
            "select * from alert_channel where organisation = :organisation and ended_at is null"
                + " order by lower(name)")
        .bind("organisation", organisation)
        .map(AlertChannels::read)
        .list();
  }

  /** The one with this id, whether it has ended or not. */
  static AlertChannel find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from alert_channel where id = :id")
        .bind("id", id)
        .map(AlertChannels::read)
        .one();
  }

  static AlertChannel read(ResultSet row, StatementContext context) throws SQLException {
    Set<AlertSide> sides = EnumSet.noneOf(AlertSide.class);
    for (AlertSide side : AlertSide.values()) {
      if (row.getBoolean(side.text())) {
        sides.add(side);
      }
    }
    return new AlertChannel(
        row.getObject("id", UUID.class),
        new Draft(
            row.getString("name"),
            AlertChannel.Kind.of(row.getString("kind")).orElseThrow(),
            row.getString("address"),
            AlertChannel.Step.of(row.getString("step")).orElseThrow(),
            AlertSeverity.ofRow(row.getInt("severity")),
            sides,
            row.getBoolean("now_waits")
                ? AlertChannel.Hours.OPEN
                : row.getBoolean("open_only")
                    ? AlertChannel.Hours.OPEN_BUT_NOW
                    : AlertChannel.Hours.ANY,
            row.getBoolean("naming"),
            row.getBoolean("summary")),
        Moment.of(row, "made_at"));
  }

  /**
   * Sets another one. It is told of what is open, too: a deputy of what was escalated before.
   *
   * @throws gpcm.node.working.WorkRefused when something of it is wrong
   */
  public Settled<AlertChannel> add(ChangeOrder order, Draft draft) {
    return settings.change(
        order,
        SettingSection.ALERTS,
        handle -> {
          // What is raised meanwhile is told of by one of the two.
          Gathering.alone(handle, order.organisation());
          List<AlertChannel> others = list(handle, order.organisation());
          check(order.organisation(), draft, others);
          AlertChannel made = new AlertChannel(UUID.randomUUID(), draft, clock.instant());
          insert(handle, order.organisation(), made);
          NoticeRows.tellOfOpen(handle, order.organisation(), made, clock.instant());
          return new Settings.Step<>(made, how -> "no such channel", draft::in);
        });
  }

  private void check(String organisation, Draft draft, List<AlertChannel> others) {
    if (others.size() >= MOST) {
      throw new Wrong("name", "there are %d channels already".formatted(MOST), "remove one first");
    }
    if (others.stream().anyMatch(each -> each.draft().name().equalsIgnoreCase(draft.name()))) {
      throw new Wrong("name", "there is one of this name", "choose another");
    }
    if (draft.kind() == AlertChannel.Kind.WEBHOOK && !hasWebhook(organisation)) {
      throw new Wrong(
          "kind",
          "the node's configuration has no webhook for this organisation",
          "have one set in alerts.webhooks, or choose e-mail");
    }
    if (draft.sides().isEmpty()) {
      throw new Wrong("sides", "must be one at least", "choose what it is about");
    }
  }

  private static void insert(Handle handle, String organisation, AlertChannel made) {
    Draft draft = made.draft();
    handle
        .createUpdate(
            """
            insert into alert_channel (id, organisation, name, kind, address, step, severity, sending, receiving, technical, open_only,
              now_waits, naming, summary, made_at)
            values (:id, :organisation, :name, :kind, :address, :step, :severity, :sending, :receiving, :technical, :openOnly,
              :nowWaits, :naming, :summary, :at)
            """)
        .bind("id", made.id())
        .bind("organisation", organisation)
        .bind("name", draft.name())
        .bind("kind", draft.kind().text())
        .bind("address", draft.address())
        .bind("step", draft.step().text())
        .bind("severity", draft.severity().row())
        .bind("sending", draft.sides().contains(AlertSide.SENDING))
        .bind("receiving", draft.sides().contains(AlertSide.RECEIVING))
        .bind("technical", draft.sides().contains(AlertSide.TECHNICAL))
        .bind("openOnly", draft.hours() != AlertChannel.Hours.ANY)
        .bind("nowWaits", draft.hours() == AlertChannel.Hours.OPEN)
        .bind("naming", draft.naming())
        .bind("summary", draft.summary())
        .bind("at", Moment.column(made.madeAt()))
        .execute();
  }

  /** Takes one away; what it was to be told yet is not sent any more. */
  public Settled<AlertChannel> end(ChangeOrder order, UUID id) {
    return settings.change(
        order,
        SettingSection.ALERTS,
        handle -> {
          AlertChannel ended = existing(handle, order.organisation(), id);
          handle
              .createUpdate("update alert_channel set ended_at = :now where id = :id")
              .bind("now", Moment.column(clock.instant()))
              .bind("id", id)
              .execute();
          handle
              .createUpdate(
                  "update notice set state = 'not-needed', ended_at = :now where channel = :id and"
                      + " state = 'waiting'")
              .bind("now", Moment.column(clock.instant()))
              .bind("id", id)
              .execute();
          AlertLot.reaches(handle, ended, order.organisation(), clock.instant());
          return new Settings.Step<>(ended, ended.draft()::in, how -> "no such channel");
        });
  }

  /** Has a test notice sent, at once. */
  public Settled<AlertChannel> test(ChangeOrder order, UUID id) {
    return settings.change(
        order,
        SettingSection.ALERTS,
        handle -> {
          AlertChannel tested = existing(handle, order.organisation(), id);
          NoticeRows.make(
              handle, order.organisation(), id, Notice.Kind.TEST, clock.instant(), clock.instant());
          return new Settings.Step<>(
              tested, tested.draft()::in, how -> "the same; a test was sent to it");
        });
  }

  private static AlertChannel existing(Handle handle, String organisation, UUID id) {
    return list(handle, organisation).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new Missing("there is no such channel"));
  }

  /** The last notices of an organisation's channels, newest first. */
  public List<Notice> notices(String organisation, int limit) {
    return jdbi.withHandle(handle -> NoticeRows.last(handle, organisation, limit));
  }

  /** The notices about a cause, newest first. */
  public List<Notice> notices(String organisation, String cause, int limit) {
    return jdbi.withHandle(handle -> NoticeRows.about(handle, organisation, cause, limit));
  }

  /** What an organisation has set. */
  public AlertDeadlines deadlines(String organisation) {
    return jdbi.withHandle(handle -> deadlines(handle, organisation));
  }

  static AlertDeadlines deadlines(Handle handle, String organisation) {
    return handle
        .createQuery("select * from alert_deadlines where organisation = :organisation")
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                new AlertDeadlines(
                    row.getInt("act_now"),
                    row.getInt("today"),
                    row.getInt("information"),
                    row.getObject("summary_at", LocalTime.class)))
        .findOne()
        .orElse(AlertDeadlines.USUAL);
  }

  /** Sets them, for what is raised from then on. */
  public Settled<AlertDeadlines> set(ChangeOrder order, AlertDeadlines deadlines) {
    return settings.change(
        order,
        SettingSection.ALERTS,
        handle -> {
          AlertDeadlines before = deadlines(handle, order.organisation());
          handle
              .createUpdate(
                  """
                  insert into alert_deadlines (organisation, act_now, today, information, summary_at)
                  values (:organisation, :now, :today, :information, :summary)
                  on conflict (organisation) do update set act_now = excluded.act_now, today = excluded.today,
                    information = excluded.information, summary_at = excluded.summary_at
                  """)
              .bind("organisation", order.organisation())
              .bind("now", deadlines.actNow())
              .bind("today", deadlines.today())
              .bind("information", deadlines.information())
              .bind("summary", deadlines.summaryAt())
              .execute();
          return new Settings.Step<>(deadlines, how -> before.words(), how -> deadlines.words());
        });
  }

  /** Whom an organisation's alerts reach, in one line; empty when that is nobody. */
  public Optional<String> inOneLine(String organisation) {
    List<String> all =
        list(organisation).stream()
            .map(each -> each.draft().kind().words() + " " + each.draft().step().words())
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
  }
}
