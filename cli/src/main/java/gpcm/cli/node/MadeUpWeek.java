package gpcm.cli.node;

import gpcm.consultation.Consultation;
import gpcm.node.desk.Queue;
import gpcm.node.store.Database;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A week of traffic for the charts of the demo's page <i>System</i>, which would be empty
 * otherwise: made up from first to last. It is numbers by the hour alone, no document and no
 * patient, and what really happened in an hour is never made less. Immutable.
 *
 * @param database that of the demo's node
 */
record MadeUpWeek(Database database) {
  private static final int HOURS = 7 * 24;

  /** Documents an hour from midnight on, of an evening hub on a working day. */
  private static final int[] EVENINGS = {
    6, 4, 3, 2, 2, 3, 5, 7, 6, 5, 5, 6, 7, 6, 6, 7, 9, 16, 30, 41, 44, 38, 25, 13
  };

  /** The same of an online triage service, which people use when they are up. */
  private static final int[] DAYS = {
    2, 1, 1, 1, 1, 3, 9, 21, 34, 31, 27, 24, 22, 20, 19, 19, 18, 16, 14, 12, 10, 8, 6, 4
  };

  /** Hours back from the end of the week in which MESH was slow. */
  private static final int SLOW = 51;

  private static final String MESSAGES =
      """
      insert into message_hour (hour, organisation, sent, received) values (:hour, :organisation, :sent, :received)
      on conflict (hour, organisation) do update set sent = greatest(message_hour.sent, excluded.sent),
        received = greatest(message_hour.received, excluded.received)
      """;

  private static final String WAITED =
      """
      insert into queue_hour (hour, queue, deepest, oldest_seconds) values (:hour, :queue, :deepest, :oldest)
      on conflict (hour, queue) do update set deepest = greatest(queue_hour.deepest, excluded.deepest),
        oldest_seconds = greatest(queue_hour.oldest_seconds, excluded.oldest_seconds)
      """;

  private static final String KNOWN =
      "select exists (select from message_hour where hour < :dayAgo)";

  /**
   * Fills the week before an hour, where nothing is known of it yet.
   *
   * @param now in the hour that is left as it is
   * @return false when the week is there already: nothing is written then
   */
  boolean fill(Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.HOURS);
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              if (isKnown(handle, end)) {
                return false;
              }
              PreparedBatch messages = handle.prepareBatch(MESSAGES);
              PreparedBatch waited = handle.prepareBatch(WAITED);
              for (int back = HOURS; back > 0; back--) {
                new Hour(end.minus(Duration.ofHours(back)), back).write(messages, waited);
              }
              int[] unused = messages.execute();
              int[] unusedToo = waited.execute();
              return true;
            });
  }

  private static boolean isKnown(Handle handle, Instant end) {
    return handle
        .createQuery(KNOWN)
        .bind("dayAgo", column(end.minus(Duration.ofDays(1))))
        .mapTo(Boolean.class)
        .one();
  }

  private static OffsetDateTime column(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /** An hour; the same one is always made up alike. */
  private record Hour(Instant at, int back) {
    void write(PreparedBatch messages, PreparedBatch waited) {
      ZonedDateTime here = at.atZone(Consultation.UK_TIME);
      boolean weekend =
          here.getDayOfWeek() == DayOfWeek.SATURDAY || here.getDayOfWeek() == DayOfWeek.SUNDAY;
      long hub = about(EVENINGS[here.getHour()] * (weekend ? 1.5 : 1), 1);
      long triage = about(DAYS[here.getHour()] * (weekend ? 0.45 : 1), 2);
      long toPharmacy = triage / 4;
      // Both acknowledgements of what was sent come back, and the practice has a copy of what goes
      // to the pharmacy.
      add(messages, DemoParty.HUB, hub, 2 * hub);
      add(messages, DemoParty.TRIAGE, triage + toPharmacy, 2 * triage + 2 * toPharmacy);
      add(messages, DemoParty.PHARMACY, 0, toPharmacy);
      add(messages, DemoParty.PRACTICE, 0, hub + triage);
      boolean slow = back == SLOW || back == SLOW - 1;
      long all = hub + triage + toPharmacy;
      waited
          .bind("hour", column(at))
          .bind("queue", Queue.READY.text())
          .bind("deepest", slow ? all / 2 + 4 : 1 + all / 20)
          .bind(
              "oldest",
              slow ? 1_260 + Math.round(600 * part(3)) : 4 + all / 3 + Math.round(25 * part(3)))
          .add();
    }

    private void add(PreparedBatch messages, DemoParty party, long sent, long received) {
      messages
          .bind("hour", column(at))
          .bind("organisation", party.ods())
          .bind("sent", sent)
          .bind("received", received)
          .add();
    }

    private long about(double documents, int which) {
      return Math.round(documents * (0.8 + 0.4 * part(which)));
    }

    /** From 0 to 1: different for each hour and each of its numbers, and no secret. */
    private double part(int which) {
      long mixed = (at.getEpochSecond() / 3_600 * 31 + which) * 0x9E3779B97F4A7C15L;
      return (double) (mixed >>> 11) * 0x1.0p-53;
    }
  }
}
