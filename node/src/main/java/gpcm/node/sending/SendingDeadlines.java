package gpcm.node.sending;

import gpcm.exchange.Deadline;
import gpcm.exchange.Deadlines;
import gpcm.node.ledger.OwnDeadlines;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How long organisations wait for what: the times that each has set itself, and the node's where it
 * has set none. Thread-safe.
 */
public final class SendingDeadlines {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Deadlines usual;

  /**
   * Of the database behind {@code jdbi}.
   *
   * @param usual what the node's configuration says
   */
  public SendingDeadlines(Jdbi jdbi, InstantSource clock, Deadlines usual) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.usual = usual;
  }

  /**
   * What an organisation has set.
   *
   * @param own its own times
   * @param version how often they were changed, 0 when never
   * @param change who changed them last, and when; empty when nobody has
   */
  public record Setting(Map<Deadline, Duration> own, int version, Optional<Change> change) {
    /** A change. */
    public record Change(String by, Instant at) {}
  }

  /** What holds where an organisation has set nothing. */
  public Deadlines usual() {
    return usual;
  }

  /** What holds for an organisation. */
  public Deadlines inForce(String organisation) {
    return usual.but(of(organisation).own());
  }

  /** What an organisation has set. */
  public Setting of(String organisation) {
    return jdbi.withHandle(handle -> of(handle, organisation));
  }

  static Setting of(Handle handle, String organisation) {
    return handle
        .createQuery(
            "select seconds, version, changed_by, changed_at from sending_deadlines where"
                + " organisation = :organisation")
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                new Setting(
                    OwnDeadlines.of(row.getString("seconds")),
                    row.getInt("version"),
                    Optional.of(
                        new Setting.Change(
                            row.getString("changed_by"), Moment.of(row, "changed_at")))))
        .findOne()
        .orElseGet(() -> new Setting(Map.of(), 0, Optional.empty()));
  }

  /**
   * Sets an organisation's own times, instead of all that it had set. They hold from now on, and
   * for what waits already: its time ends so much earlier or later.
   *
   * @param seen the version that whoever sets them has seen
   * @return empty when somebody else has changed them meanwhile, and nothing was set
   */
  public Optional<SendingRules.Changed<Setting>> set(
      String organisation, Map<Deadline, Duration> own, int seen, String by) {
    return jdbi.inTransaction(
        handle -> {
          Setting before = of(handle, organisation);
          int set =
              handle
                  .createUpdate(
                      """
                      insert into sending_deadlines as s (organisation, seconds, version, changed_by, changed_at)
                      select :organisation, cast(:seconds as jsonb), 1, :by, :now where :seen = 0
                        or exists (select from sending_deadlines e where e.organisation = :organisation)
                      on conflict (organisation) do update set seconds = excluded.seconds, version = s.version + 1,
                        changed_by = excluded.changed_by, changed_at = excluded.changed_at where s.version = :seen
                      """)
                  .bind("organisation", organisation)
                  .bind("seconds", OwnDeadlines.json(own))
                  .bind("by", by)
                  .bind("now", Moment.column(clock.instant()))
                  .bind("seen", seen)
                  .execute();
          if (set == 0) {
            return Optional.empty();
          }
          for (Deadline each : Deadline.values()) {
            Duration later = usual.but(own).of(each).minus(usual.but(before.own()).of(each));
            if (!later.isZero()) {
              shift(handle, organisation, each, later);
            }
          }
          return Optional.of(
              new SendingRules.Changed<>(
                  of(handle, organisation), words(before.own()), words(own)));
        });
  }

  // In the order in which everybody locks documents, or two would wait for each other.
  private static final String SHIFT =
      """
      with waiting as materialized (
        select d.id from document d where d.organisation = :organisation
          and d.state = any (:states) and (not :to_practice or d.recipient = d.registered_practice)
          and (not :to_provider or d.recipient <> d.registered_practice)
          order by d.id for update)
      update document d set due_at = case when :due then d.due_at + make_interval(secs => :seconds) else d.due_at end,
        tell_at = case when :due then d.tell_at else d.tell_at + make_interval(secs => :seconds) end
      from waiting w where d.id = w.id
      """;

  private static void shift(Handle handle, String organisation, Deadline deadline, Duration later) {
    String[] states =
        switch (deadline) {
          case CONFIRMATION -> new String[] {"unconfirmed"};
          case HELD -> new String[] {"held"};
          case NOT_ACCEPTED -> new String[] {"accepted", "built"};
          case NOT_COLLECTED, INFRASTRUCTURE -> new String[] {"sent"};
          case BUSINESS, PROVIDER -> new String[] {"infrastructure-acknowledged"};
          case UNDELIVERED -> new String[] {"overdue"};
          // The next question is decided with the new time.
          case LOOK_UP, LOOK_UP_ONLINE, TRACKING, TRACKING_AGAIN -> new String[0];
        };
    if (states.length == 0) {
      return;
    }
    boolean watched =
        deadline == Deadline.NOT_ACCEPTED
            || deadline == Deadline.NOT_COLLECTED
            || deadline == Deadline.UNDELIVERED;
    handle
        .createUpdate(SHIFT)
        .bind("organisation", organisation)
        .bindArray("states", String.class, (Object[]) states)
        .bind("due", !watched)
        .bind("to_practice", deadline == Deadline.BUSINESS)
        .bind("to_provider", deadline == Deadline.PROVIDER)
        .bind("seconds", (double) later.toSeconds())
        .execute();
  }

  private static String words(Map<Deadline, Duration> own) {
    return own.isEmpty()
        ? "deadlines: as usual"
        : new TreeMap<>(own)
            .entrySet().stream()
                .map(each -> each.getKey().text() + " " + each.getValue().toMinutes() + " min")
                .collect(Collectors.joining(", ", "deadlines: ", ""));
  }
}
