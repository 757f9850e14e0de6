package gpcm.node.desk;

import gpcm.node.desk.Desk.Waiting;
import gpcm.node.ledger.Ledger;
import gpcm.node.people.Extent;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * How much went through the system in each hour, and how long it waited. Messages are counted from
 * what is there, the hours since the last count anew, so that none is lost while no node runs; of
 * queues an hour in which no node ran is not known. Kept for 35 days. Thread-safe.
 */
public final class Hours {
  private static final Duration KEPT = Duration.ofDays(35);

  /** As far back as anybody asks: for the first count of all. */
  private static final Duration LOOKED_BACK = Duration.ofDays(8);

  /** What was done in an hour may be committed a little after its end. */
  private static final Duration LATE = Duration.ofHours(1);

  private static final String COUNT =
      """
      insert into message_hour (hour, organisation, sent, received)
      select hour, organisation, sum(sent), sum(received) from (
        select date_trunc('hour', at, 'UTC') as hour, organisation, count(*) as sent, 0 as received
        from event where kind = 'sent' and at >= :from group by 1, 2
        union all
        select date_trunc('hour', r.received_at, 'UTC'), r.organisation, 0, count(*)
        from mailbox b join received_message r on r.organisation = b.organisation and r.received_at >= :from group by 1, 2) each
      group by hour, organisation
      on conflict (hour, organisation) do update set sent = greatest(message_hour.sent, excluded.sent),
        received = greatest(message_hour.received, excluded.received)
      """;

  /**
   * An answer that came about a document that was sent, a report of MESH about one, and an answer
   * that was given. Of what others wrote only a code of five digits is taken.
   */
  private static final String CODES =
      """
      insert into code_hour (hour, organisation, code, given, messages)
      select date_trunc('hour', at, 'UTC'), organisation, case
          when kind = 'mesh-report' then coalesce(substring(detail from 'code (EPL-[0-9]{3}[A-Za-z]?|[0-9]{2})(?![0-9])'), 'other')
          else coalesce(substring(detail from '^([0-9]{5})(?![0-9])'), 'other') end, kind = 'answered', count(*)
      from event where at >= :from and kind in ('infrastructure-acknowledgement', 'business-acknowledgement', 'mesh-report', 'answered')
      group by 1, 2, 3, 4
      on conflict (hour, organisation, code, given) do update set messages = greatest(code_hour.messages, excluded.messages)
      """;

  private static final String LOOK =
      """
      insert into queue_hour (hour, queue, deepest, oldest_seconds) values (:hour, :queue, :messages, :oldest)
      on conflict (hour, queue) do update set deepest = greatest(queue_hour.deepest, excluded.deepest),
        oldest_seconds = greatest(queue_hour.oldest_seconds, excluded.oldest_seconds)
      """;

  private static final String LOOK_OF_ONE =
      """
      insert into organisation_queue_hour (hour, organisation, queue, deepest, oldest_seconds)
      values (:hour, :organisation, :queue, :messages, :oldest)
      on conflict (organisation, queue, hour) do update set deepest = greatest(organisation_queue_hour.deepest, excluded.deepest),
        oldest_seconds = greatest(organisation_queue_hour.oldest_seconds, excluded.oldest_seconds)
      where excluded.deepest > organisation_queue_hour.deepest or excluded.oldest_seconds > organisation_queue_hour.oldest_seconds
      """;

  private static final String QUEUE =
      """
      select hour, deepest, oldest_seconds from queue_hour where cast(:only as text) is null and queue = :queue and hour >= :from
      union all
      select hour, deepest, oldest_seconds from organisation_queue_hour where organisation = :only and queue = :queue and hour >= :from
      order by hour
      """;

  private final Ledger ledger;

  /** Of {@code ledger}'s database. */
  public Hours(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Counts and looks.
   *
   * @param counted up to which hour that was done before, as {@link #count} answered; 0 for never
   * @return the hour that it is
   */
  public long count(long counted) {
    Instant now = ledger.clock().instant();
    Instant last = Instant.EPOCH.plus(Duration.ofHours(counted));
    Instant from = latest(earliest(last, now).minus(LATE), now.minus(LOOKED_BACK));
    List<Waiting> queues = Desk.queuesEach(ledger, Extent.ALL);
    ledger
        .database()
        .unflushed()
        .useTransaction(
            handle -> {
              handle
                  .createUpdate(COUNT)
                  .bind("from", Moment.column(from.truncatedTo(ChronoUnit.HOURS)))
                  .execute();
              handle
                  .createUpdate(CODES)
                  .bind("from", Moment.column(from.truncatedTo(ChronoUnit.HOURS)))
                  .execute();
              Instant hour = now.truncatedTo(ChronoUnit.HOURS);
              look(handle, hour, queues);
              lookAtEach(handle, hour, queues);
              Instant gone = now.minus(KEPT);
              handle.execute("delete from message_hour where hour < ?", Moment.column(gone));
              handle.execute("delete from code_hour where hour < ?", Moment.column(gone));
              handle.execute("delete from queue_hour where hour < ?", Moment.column(gone));
              handle.execute(
                  "delete from organisation_queue_hour where hour < ?", Moment.column(gone));
            });
    return Duration.between(Instant.EPOCH, now).toHours();
  }

  private static void look(Handle handle, Instant hour, List<Waiting> queues) {
    PreparedBatch batch = handle.prepareBatch(LOOK);
    for (QueueState each : Desk.all(queues.stream().map(Waiting::state).toList())) {
      bound(batch, hour, each).add();
    }
    int[] unused = batch.execute();
  }

  // Where nothing waits that is known as well.
  private static void lookAtEach(Handle handle, Instant hour, List<Waiting> queues) {
    PreparedBatch batch = handle.prepareBatch(LOOK_OF_ONE);
    for (String organisation :
        handle
            .createQuery("select organisation from mailbox order by organisation")
            .mapTo(String.class)
            .list()) {
      List<QueueState> own =
          queues.stream()
              .filter(each -> each.organisation().equals(organisation))
              .map(Waiting::state)
              .toList();
      for (QueueState each : Desk.all(own)) {
        bound(batch, hour, each).bind("organisation", organisation).add();
      }
    }
    if (batch.size() > 0) {
      int[] unused = batch.execute();
    }
  }

  private static PreparedBatch bound(PreparedBatch batch, Instant hour, QueueState state) {
    return batch
        .bind("hour", Moment.column(hour))
        .bind("queue", state.queue().text())
        .bind("messages", state.messages())
        .bind("oldest", state.oldest().map(Duration::toSeconds).orElse(0L));
  }

  private static Instant earliest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Messages by hour, from an hour on; hours without any are left out. */
  public List<MessageHour> messages(Extent extent, Instant from) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select hour, sum(sent)::bigint as sent, sum(received)::bigint as received"
                            + " from message_hour where hour >= :from and organisation ="
                            + " coalesce(:only, organisation) group by hour order by hour")
                    .bind("only", extent.only())
                    .bind("from", Moment.column(from))
                    .map(
                        (row, context) ->
                            new MessageHour(
                                Moment.of(row, "hour"),
                                row.getLong("sent"),
                                row.getLong("received")))
                    .list());
  }

  /** How often each code came until now, the most frequent of seven days first. */
  public List<CodeCount> codes(Extent extent) {
    Instant hour = ledger.clock().instant().truncatedTo(ChronoUnit.HOURS);
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select code, given, coalesce(sum(messages) filter (where hour >= :hour), 0)::bigint as hour,
                          coalesce(sum(messages) filter (where hour >= :day), 0)::bigint as day, sum(messages)::bigint as week
                        from code_hour where hour >= :week and organisation = coalesce(:only, organisation)
                        group by code, given order by week desc, code, given
                        """)
                    .bind("only", extent.only())
                    .bind("hour", Moment.column(hour))
                    .bind("day", Moment.column(hour.minus(Duration.ofHours(23))))
                    .bind("week", Moment.column(hour.minus(Duration.ofHours(167))))
                    .map(
                        (row, context) ->
                            new CodeCount(
                                row.getString("code"),
                                row.getBoolean("given"),
                                row.getLong("hour"),
                                row.getLong("day"),
                                row.getLong("week")))
                    .list());
  }

  /** A queue by hour, from an hour on; hours in which nobody looked are left out. */
  public List<QueueHour> queue(Extent extent, Queue queue, Instant from) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(QUEUE)
                    .bind("only", extent.only())
                    .bind("queue", queue.text())
                    .bind("from", Moment.column(from))
                    .map(
                        (row, context) ->
                            new QueueHour(
                                Moment.of(row, "hour"),
                                row.getLong("deepest"),
                                Duration.ofSeconds(row.getLong("oldest_seconds"))))
                    .list());
  }
}
