package gpcm.node;

import gpcm.node.web.NodeStatus;
import gpcm.node.web.NodesView;
import gpcm.node.web.QueueStatus;
import gpcm.node.web.QueueStatus.Lane;
import gpcm.node.web.QueueStatus.LaneStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The one node that may use a database, and its scheduler's tasks. Thread-safe. */
final class SchedulerView implements NodesView {
  /** A task that has failed this often is tried seldom enough for a person to look. */
  private static final int STUCK = 5;

  private static final Map<Lane, String> TASKS =
      Map.of(
          Lane.BUILD, "build-document",
          Lane.POST, "post-message",
          Lane.READ, "process-received",
          Lane.POLL, "poll-mailbox-%",
          Lane.DEADLINE, "watch-deadlines");

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final Instant started;
  private final List<String> mailboxes;

  SchedulerView(Jdbi jdbi, InstantSource clock, String name, List<String> mailboxes) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.name = name;
    this.started = clock.instant();
    this.mailboxes = List.copyOf(mailboxes);
  }

  @Override
  public List<NodeStatus> nodes() {
    long cases =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from scheduled_tasks where picked and task_name not like"
                            + " 'poll-mailbox-%'")
                    .mapTo(Long.class)
                    .one());
    String build =
        Optional.ofNullable(SchedulerView.class.getPackage().getImplementationVersion())
            .orElse("(development)");
    return List.of(
        new NodeStatus(id, name, build, started, clock.instant(), true, mailboxes, cases));
  }

  @Override
  public QueueStatus queues() {
    Instant now = clock.instant();
    return new QueueStatus(
        Arrays.stream(Lane.values())
            .filter(TASKS::containsKey)
            .map(lane -> lane(lane, now))
            .toList(),
        List.of());
  }

  private LaneStatus lane(Lane lane, Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) filter (where execution_time <= :now) due,
                      min(execution_time) filter (where execution_time <= :now) oldest,
                      count(*) filter (where consecutive_failures > :stuck) stuck
                    from scheduled_tasks where task_name like :task and not picked
                    """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("stuck", STUCK)
                .bind("task", TASKS.get(lane))
                .map(
                    (row, context) ->
                        new LaneStatus(
                            lane,
                            row.getLong("due"),
                            Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                                .map(oldest -> Duration.between(oldest.toInstant(), now)),
                            row.getLong("stuck")))
                .one());
  }
}
