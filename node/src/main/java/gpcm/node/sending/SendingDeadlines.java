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
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

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
          hold(handle, organisation);
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
          shift(handle, organisation, usual.but(before.own()), usual.but(own));
          return Optional.of(
              new SendingRules.Changed<>(
                  of(handle, organisation), words(before.own()), words(own)));
        });
  }

  // Whatever a deadline may begin or end for, and what a person may have begin anew.
  private static final String GOING =
      """
      d.organisation = :organisation and d.state in ('unconfirmed', 'waiting', 'held', 'accepted', 'built', 'sent',
        'infrastructure-acknowledged', 'overdue', 'failed')
      """;

  // In the order in which everybody locks documents. Whoever waits for one of these reads the new
  // times; whoever was first is waited for here.
  private static void hold(Handle handle, String organisation) {
    handle
        .createQuery("select d.id from document d where " + GOING + " order by d.id for update")
        .bind("organisation", organisation)
        .mapTo(UUID.class)
        .list();
  }

  private static final String SHIFT =
      """
      update document d set
        due_at = d.due_at + make_interval(secs => case d.state
          when 'unconfirmed' then :confirmation when 'held' then :held when 'sent' then :infrastructure
          when 'infrastructure-acknowledged' then case when d.recipient = d.registered_practice then :business else :provider end
          else 0 end),
        tell_at = d.tell_at + make_interval(secs => case
          when d.state in ('accepted', 'built') then :not_accepted when d.state = 'sent' then :not_collected
          when d.state = 'overdue' then :undelivered else 0 end),
        ask_mesh_at = case when d.ask_mesh_at is not null then greatest(:now, d.ask_mesh_at + make_interval(secs =>
          case when coalesce(d.mesh_standing, 'not-asked') = 'not-asked' then :tracking else :tracking_again end)) end
      where
      """
          + GOING;

  private void shift(Handle handle, String organisation, Deadlines before, Deadlines after) {
    if (before.equals(after)) {
      return;
    }
    Update shift =
        handle
            .createUpdate(SHIFT)
            .bind("organisation", organisation)
            .bind("now", Moment.column(clock.instant()));
    for (Deadline each : Deadline.values()) {
      switch (each) {
        // The next question is decided with the new time.
        case LOOK_UP, LOOK_UP_ONLINE -> {}
        default ->
            shift.bind(
                each.text().replace('-', '_'),
                after.of(each).minus(before.of(each)).toMillis() / 1000.0);
      }
    }
    shift.execute();
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
