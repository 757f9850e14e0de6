package gpcm.node;

import gpcm.node.people.Extent;
import gpcm.node.store.Moment;
import gpcm.node.web.NodeStatus;
import gpcm.node.web.NodesView;
import gpcm.node.web.QueueStatus;
import gpcm.node.web.QueueStatus.HeldMailbox;
import gpcm.node.web.QueueStatus.LaneStatus;
import gpcm.node.web.QueueStatus.WorkKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Looks at the nodes and at what waits, for people. Thread-safe. */
record LedgerView(Jdbi jdbi, InstantSource clock) implements NodesView {
  private static final int STUCK = 4;

  @Override
  public List<NodeStatus> nodes(Extent extent) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select n.*, n.alive_until > clock_timestamp() as alive,
                      array(select mailbox from mailbox b where b.lease_owner = n.id and b.organisation = coalesce(:only, b.organisation)
                        order by 1) as mailboxes,
                      (select count(*) from document where lease_owner = n.id and organisation = coalesce(:only, organisation))
                        + (select count(*) from answer where lease_owner = n.id and organisation = coalesce(:only, organisation))
                        + (select count(*) from received_message where lease_owner = n.id and organisation = coalesce(:only, organisation))
                        as cases
                    from node n where n.alive_until > clock_timestamp() - interval '1 day' order by n.started_at
                    """)
                .bind("only", extent.only())
                .map((row, context) -> node(row))
                .list());
  }

  private static NodeStatus node(ResultSet row) throws SQLException {
    return new NodeStatus(
        row.getString("id"),
        row.getString("name"),
        row.getString("build"),
        Moment.of(row, "started_at"),
        Moment.of(row, "heartbeat_at"),
        row.getBoolean("alive"),
        List.of((String[]) row.getArray("mailboxes").getArray()),
        row.getLong("cases"));
  }

  @Override
  public QueueStatus queues(Extent extent) {
    OffsetDateTime now = Moment.column(clock.instant());
    return jdbi.withHandle(
        handle ->
            new QueueStatus(
                handle
                    .createQuery(
                        """
                        select 'BUILD' as lane, count(*) filter (where due_at <= :now) as due, min(due_at) as oldest,
                          count(*) filter (where failures > :stuck) as stuck from document
                          where state = 'accepted' and organisation = coalesce(:only, organisation)
                        union all
                        select 'POST', count(*) filter (where due_at <= :now), min(due_at), count(*) filter (where failures > :stuck)
                          from document where state = 'built' and organisation = coalesce(:only, organisation)
                        union all
                        select 'READ', count(*) filter (where due_at <= :now), min(due_at), count(*) filter (where failures > :stuck)
                          from received_message where state = 'stored' and organisation = coalesce(:only, organisation)
                        union all
                        select 'ANSWER', count(*) filter (where due_at <= :now), min(due_at), count(*) filter (where failures > :stuck)
                          from answer where state = 'waiting' and organisation = coalesce(:only, organisation)
                        union all
                        select 'POLL', count(*) filter (where lease_owner is null), null, count(*) filter (where poll_failures > :stuck)
                          from mailbox where organisation = coalesce(:only, organisation)
                        union all
                        select 'DEADLINE', count(*), min(due_at), 0 from document
                          where state in ('sent', 'infrastructure-acknowledged') and due_at <= :now
                            and organisation = coalesce(:only, organisation)
                        """)
                    .bind("now", now)
                    .bind("only", extent.only())
                    .bind("stuck", STUCK)
                    .map((row, context) -> lane(row, now.toInstant()))
                    .list(),
                handle
                    .createQuery(
                        "select * from mailbox where held_until > :now and organisation ="
                            + " coalesce(:only, organisation) order by organisation")
                    .bind("now", now)
                    .bind("only", extent.only())
                    .map((row, context) -> held(row))
                    .list()));
  }

  private static LaneStatus lane(ResultSet row, Instant now) throws SQLException {
    return new LaneStatus(
        WorkKind.valueOf(row.getString("lane")),
        row.getLong("due"),
        Moment.perhaps(row, "oldest")
            .filter(now::isAfter)
            .map(oldest -> Duration.between(oldest, now)),
        row.getLong("stuck"));
  }

  private static HeldMailbox held(ResultSet row) throws SQLException {
    return new HeldMailbox(
        row.getString("organisation"),
        row.getString("mailbox"),
        Optional.ofNullable(row.getString("last_trouble")).orElse(""),
        Moment.of(row, "held_since"),
        Moment.of(row, "held_until"));
  }
}
