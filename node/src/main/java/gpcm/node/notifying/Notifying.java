package gpcm.node.notifying;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.exchange.AlertText;
import gpcm.node.audit.AuditLog;
import gpcm.node.config.AlertSettings;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.store.Moment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of alerts: each at least once by each channel that is set for it, by whichever node
 * of the database comes first. What cannot be sent is tried again for days, and becomes an alert of
 * its own, of which the dead channel is not told. Thread-safe.
 */
public final class Notifying implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("gpcm.node.alerts");
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** Longer than it takes to send so many; another node takes them over after it. */
  private static final Duration HOLD = Duration.ofMinutes(3);

  private static final int TOGETHER = 20;
  private static final int TOLD_AFTER = 2;
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(5);

  private final Ledger ledger;
  private final Jdbi jdbi;
  private final AuditLog log;
  private final NoticePost post;
  private final NoticeTexts texts;
  private final Map<String, String> organisations;
  private final URI base;
  private final List<Lane> lanes = new ArrayList<>();

  private Notifying(
      Ledger ledger,
      Alerts alerts,
      AuditLog log,
      AlertSettings settings,
      Map<String, String> organisations,
      URI base) {
    this.ledger = ledger;
    this.jdbi = ledger.database().jdbi();
    this.texts = new NoticeTexts(alerts, organisations, base);
    this.log = log;
    this.post = new NoticePost(settings, ledger.clock());
    this.organisations = Map.copyOf(organisations);
    this.base = base;
  }

  /**
   * Says where the alerts of each organisation go, and begins to send them there.
   *
   * @param log hears of each notice that was sent
   * @param organisations what those are called that the node works for, by their ODS codes
   * @param base the node's address, for links
   * @param mayWork whether this node may take up work
   */
  public static Notifying start(
      Ledger ledger,
      Alerts alerts,
      AuditLog log,
      AlertSettings settings,
      Map<String, String> organisations,
      URI base,
      BooleanSupplier mayWork) {
    Notifying notifying = new Notifying(ledger, alerts, log, settings, organisations, base);
    organisations.keySet().stream().sorted().forEach(notifying::sayWhere);
    Gathering gathering = new Gathering(ledger, settings, organisations.keySet());
    notifying.lanes.add(
        ledger.lane("alerts-gathered", IDLE, () -> mayWork.getAsBoolean() && gathering.round()));
    notifying.lanes.add(
        ledger.lane("alerts-sent", IDLE, () -> mayWork.getAsBoolean() && notifying.send()));
    return notifying;
  }

  private void sayWhere(String organisation) {
    List<AlertChannel> channels =
        jdbi.withHandle(handle -> AlertChannels.list(handle, organisation));
    if (channels.isEmpty()) {
      LOG.warn(
          "alerts of {} reach nobody: they stand on its pages and in the API only. Its"
              + " administrator sets whom they reach at {}",
          organisation,
          base.resolve("/settings/alerts"));
      return;
    }
    List<String> ways = new ArrayList<>();
    for (AlertChannel channel : channels) {
      Optional<String> missing = post.missing(organisation, channel);
      ways.add(
          channel.draft().kind().words()
              + " "
              + channel.draft().step().words()
              + missing.map(why -> ", but " + why).orElse(""));
    }
    String line = String.join("; ", ways);
    if (channels.stream().allMatch(each -> post.missing(organisation, each).isPresent())) {
      LOG.warn("alerts of {} reach nobody: {}", organisation, line);
    } else {
      LOG.info("alerts of {} go by {}", organisation, line);
    }
  }

  /** Looks now; for a clock that was moved. */
  public void look() {
    lanes.forEach(Lane::tell);
  }

  private boolean send() {
    List<Notice> due = jdbi.withHandle(this::claim);
    List<Thread> sending =
        due.stream().map(notice -> Thread.ofVirtual().start(() -> sendOrTryAgain(notice))).toList();
    try {
      long until = System.nanoTime() + HOLD.toNanos();
      for (Thread each : sending) {
        if (!each.join(Duration.ofNanos(until - System.nanoTime()))) {
          each.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the node is stopping", e);
    }
    return due.size() == TOGETHER;
  }

  private List<Notice> claim(Handle handle) {
    Instant now = ledger.clock().instant();
    return handle
        .createQuery(
            """
            with due as (select id from notice where organisation = any(:served) and state = 'waiting' and due_at <= :now
              order by due_at limit :limit for update skip locked)
            update notice n set attempts = attempts + 1, due_at = :until from due, alert_channel c
            where n.id = due.id and c.id = n.channel returning n.*, c.name
            """)
        .bindArray("served", String.class, List.copyOf(organisations.keySet()))
        .bind("now", Moment.column(now))
        .bind("until", Moment.column(now.plus(HOLD)))
        .bind("limit", TOGETHER)
        .map(NoticeRows::read)
        .list();
  }

  /** Whatever fails, it is claimed again later. */
  private void sendOrTryAgain(Notice notice) {
    try {
      send(notice);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("notice", notice.id()).log("a notice waits: {}", Outages.cause(e));
    }
  }

  private void send(Notice notice) {
    NoticeText text = jdbi.withHandle(handle -> texts.of(handle, notice));
    if (!text.isNeeded()) {
      ended(notice, Notice.State.NOT_NEEDED, Optional.empty());
      return;
    }
    try {
      post.send(text);
    } catch (IOException | RuntimeException e) {
      failed(notice, text.channel(), Outages.cause(e));
      return;
    }
    log.doing(
        () -> {
          ended(notice, Notice.State.SENT, Optional.empty());
          jdbi.useHandle(
              handle ->
                  AlertLot.reaches(
                      handle, text.channel(), notice.organisation(), ledger.clock().instant()));
          return notice;
        },
        sent ->
            List.of(
                log.entry(
                        notice.organisation(),
                        Action.ALERT_TOLD,
                        Actor.node(log.place().node(), notice.organisation()))
                    .forOperations()
                    .changing("notice " + notice.id() + " waiting", "sent")));
    LOG.atInfo()
        .addKeyValue("organisation", notice.organisation())
        .addKeyValue("notice", notice.id())
        .addKeyValue("channel", notice.channel())
        .log("people are told by {}: {}", way(text), notice.kind().text());
  }

  private static String way(NoticeText text) {
    return text.channel().draft().kind().words();
  }

  private void failed(Notice notice, AlertChannel channel, String trouble) {
    Instant now = ledger.clock().instant();
    LOG.atWarn()
        .addKeyValue("organisation", notice.organisation())
        .addKeyValue("notice", notice.id())
        .addKeyValue("channel", notice.channel())
        .log("nobody is told by this channel: {}", trouble);
    if (now.isAfter(notice.madeAt().plus(GIVEN_UP_AFTER))) {
      ended(notice, Notice.State.GIVEN_UP, Optional.of(trouble));
    } else {
      later(notice, trouble, now.plus(pause(notice.attempts())));
    }
    if (notice.attempts() >= TOLD_AFTER) {
      tellOthers(notice, channel, trouble);
    }
  }

  // Of one that was taken away meanwhile nobody would say that it is over.
  private void tellOthers(Notice notice, AlertChannel channel, String trouble) {
    jdbi.useTransaction(
        handle -> {
          boolean there =
              handle
                  .createQuery(
                      "select id from alert_channel where id = :id and ended_at is null for share")
                  .bind("id", notice.channel())
                  .mapTo(UUID.class)
                  .findOne()
                  .isPresent();
          if (there) {
            ledger.tell(notice.organisation(), undeliverable(channel, trouble));
          }
        });
  }

  private static Duration pause(int attempts) {
    Duration pause = FIRST.multipliedBy(1L << Math.min(attempts - 1, 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  private static AlertText undeliverable(AlertChannel channel, String trouble) {
    return new AlertText(
        AlertLot.undeliverable(channel),
        "Alerts do not reach " + channel.draft().name(),
        "Notices by %s could not be sent: %s".formatted(channel.draft().kind().words(), trouble),
        "Tell them by other means what is open. Then have the address corrected in the settings of"
            + " alerts, or the mail server or webhook put right, and send a test from there. What"
            + " waits is tried again for five days.");
  }

  private void later(Notice notice, String trouble, Instant at) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update notice set trouble = :trouble, due_at = :at where id = :id and state ="
                        + " 'waiting'")
                .bind("trouble", shortened(trouble))
                .bind("at", Moment.column(at))
                .bind("id", notice.id())
                .execute());
  }

  private void ended(Notice notice, Notice.State state, Optional<String> trouble) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update notice set state = :state, ended_at = :now, trouble = :trouble where id"
                        + " = :id")
                .bind("state", state.text())
                .bind("now", Moment.column(ledger.clock().instant()))
                .bind("trouble", trouble.map(Notifying::shortened).orElse(null))
                .bind("id", notice.id())
                .execute());
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300);
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }
}
