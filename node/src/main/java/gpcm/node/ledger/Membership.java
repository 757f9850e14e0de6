package gpcm.node.ledger;

import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among the nodes of its database. It says every few seconds that it is alive; what a
 * node holds that has not said so for {@link #LEASE} is free for the others. A mailbox is held, and
 * so polled, by one node at a time; the nodes share the mailboxes out evenly.
 *
 * <p>A node that was paused while a newer build changed the tables finds that out with its next
 * sign of life, and writes nothing before it: it is superseded, and ends. Thread-safe.
 */
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  /** For how long a node counts as alive after it has said so. */
  public static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration BEAT = Duration.ofSeconds(3);

  /** For how long a mailbox is left to the others that are due it. */
  private static final Duration ALONE = LEASE.multipliedBy(2);

  /** For how long who is asked to wait for the next sign of life waits at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final String name;
  private final String build;
  private final List<Served> mailboxes;
  private final Instant started;
  private final AtomicReference<Set<String>> held = new AtomicReference<>(Set.of());
  private final AtomicLong goodUntil = new AtomicLong();
  private final Consumer<String> whenSuperseded;
  private volatile boolean superseded;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("membership").factory());

  /** Keeps what tells apart what the nodes of the database were told at their start. */
  public void told(String digest) {
    ledger
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("update node set configuration_digest = :digest where id = :id")
                    .bind("digest", digest)
                    .bind("id", ledger.node())
                    .execute());
  }

  /** A mailbox that this node can serve. */
  public record Served(String organisation, String mailbox) {}

  private Membership(
      Ledger ledger,
      String name,
      String build,
      Collection<Served> mailboxes,
      Consumer<String> whenSuperseded) {
    this.ledger = ledger;
    this.whenSuperseded = whenSuperseded;
    this.name = name;
    this.build = build;
    this.mailboxes = List.copyOf(mailboxes);
    this.started = ledger.clock().instant();
  }

  /**
   * Joins the nodes of the database.
   *
   * @param name what the operator calls this node
   * @param build which version this is, for people
   * @param mailboxes the mailboxes of the configuration
   * @param whenSuperseded hears why, once, when a newer build has changed the tables
   * @throws SupersededException when one has done so already
   */
  public static Membership join(
      Ledger ledger,
      String name,
      String build,
      Collection<Served> mailboxes,
      Consumer<String> whenSuperseded) {
    Membership membership = new Membership(ledger, name, build, mailboxes, whenSuperseded);
    ledger.database().jdbi().useHandle(membership::introduce);
    if (!membership.beat()) {
      throw new SupersededException(membership.reason());
    }
    ledger.writeOnlyAs(membership);
    var unused =
        membership.beats.scheduleWithFixedDelay(
            membership::beatQuietly, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    return membership;
  }

  private void introduce(Handle handle) {
    handle
        .createUpdate(
            """
            insert into mailbox (organisation, mailbox, poll_due)
            select organisation, mailbox, clock_timestamp()
            from json_to_recordset(:mailboxes::json) as r (organisation text, mailbox text) order by organisation
            on conflict (organisation) do update set mailbox = excluded.mailbox where mailbox.mailbox <> excluded.mailbox
            """)
        .bind("mailboxes", served())
        .execute();
  }

  private String served() {
    RowSet rows = new RowSet();
    mailboxes.forEach(
        each ->
            rows.add(
                new Row().put("organisation", each.organisation).put("mailbox", each.mailbox)));
    return rows.json();
  }

  private void beatQuietly() {
    try {
      if (!superseded && !beat()) {
        superseded = true;
        held.set(Set.of());
        goodUntil.set(System.nanoTime() - 1);
        LOG.error(reason());
        whenSuperseded.accept(reason());
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "this node cannot say that it is alive, and stops work in {} s at the latest: {}",
          Math.max(0, TimeUnit.NANOSECONDS.toSeconds(goodUntil.get() - System.nanoTime())),
          Outages.cause(e));
    }
  }

  private String reason() {
    return "a newer gpcm has changed the tables of the database, and this build ("
        + build
        + ") works with version "
        + ledger.database().schemaVersion()
        + " of them. What waits is kept; start the newer build in this one's place";
  }

  /** False, and nothing done, when a newer build has changed the tables. */
  private boolean beat() {
    // Taken before the statement: the database's answer may take its time.
    long before = System.nanoTime();
    Optional<Set<String>> mine = ledger.database().unflushed().inTransaction(this::beat);
    if (mine.isEmpty()) {
      return false;
    }
    held.set(mine.get());
    goodUntil.set(before + LEASE.minus(BEAT).toNanos());
    return true;
  }

  private Optional<Set<String>> beat(Handle handle) {
    int alive = sayAlive(handle);
    if (alive == 0) {
      return Optional.empty();
    }
    return Optional.of(share(handle));
  }

  private int sayAlive(Handle handle) {
    return handle
        .createUpdate(
            """
            insert into node (id, name, build, organisations, started_at, heartbeat_at, alive_until)
            select :id, :name, :build, :organisations, :started, clock_timestamp(), clock_timestamp() + cast(:lease as interval)
            where not exists (select from flyway_schema_history
              where string_to_array(version, '.')::bigint[] > string_to_array(:schema, '.')::bigint[])
            on conflict (id) do update set heartbeat_at = excluded.heartbeat_at, alive_until = excluded.alive_until
            """)
        .bind("id", ledger.node())
        .bind("name", name)
        .bind("build", build)
        .bindArray(
            "organisations", String.class, mailboxes.stream().map(Served::organisation).toList())
        .bind("started", Moment.column(started))
        .bind("lease", LEASE.toSeconds() + " seconds")
        .bind("schema", ledger.database().schemaVersion())
        .execute();
  }

  // Of a mailbox each node that works for its organisation is due an equal part: others do not
  // count, or what lies in it would wait for them. What nobody has taken for a while is anybody's.
  private Set<String> share(Handle handle) {
    if (mailboxes.isEmpty()) {
      return Set.of();
    }
    return handle
        .createQuery(
            """
            with given as (
              select * from json_to_recordset(:mailboxes::json) as r (organisation text, mailbox text)),
            served as (
              select g.organisation, greatest(1, count(n.id)) as nodes from given g
              left join node n on n.alive_until > clock_timestamp() and g.organisation = any(n.organisations) group by 1),
            mine as (
              select b.organisation, s.nodes from mailbox b join served s using (organisation) where b.lease_owner = :node),
            share as (
              select ceil(round(sum(1.0 / nodes), 6))::int - (select count(*) from mine) as more from served),
            surplus as (
              select organisation from mine where nodes > 1 order by nodes desc, organisation desc
              limit (select greatest(0, -more) from share)),
            given_up as (
              update mailbox b set lease_owner = null, leased_at = clock_timestamp() from surplus s where b.organisation = s.organisation),
            free as (
              select b.organisation from mailbox b join served s using (organisation)
              where (b.lease_owner is null or b.lease_owner <> :node and not exists (
                  select from node n where n.id = b.lease_owner and n.alive_until > clock_timestamp()))
                and (select more from share) > 0
              order by s.nodes, b.organisation limit (select greatest(0, more) from share) for update of b skip locked),
            left_alone as (
              select b.organisation from mailbox b join given using (organisation)
              left join node n on n.id = b.lease_owner
              where (b.lease_owner is null or b.lease_owner <> :node)
                and coalesce(n.alive_until, b.leased_at, '-infinity') < clock_timestamp() - cast(:alone as interval)
              for update of b skip locked),
            taken as (
              update mailbox b set lease_owner = :node, leased_at = clock_timestamp(), fence = b.fence + 1
              from (select organisation from free union select organisation from left_alone) f
              where b.organisation = f.organisation returning b.organisation)
            select organisation from mine where organisation not in (select organisation from surplus)
            union all select organisation from taken
            """)
        .bind("mailboxes", served())
        .bind("node", ledger.node())
        .bind("alone", ALONE.toSeconds() + " seconds")
        .mapTo(String.class)
        .set();
  }

  /** The nodes that count as alive, this one with them, by id. */
  public Set<String> alive() {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery("select id from node where alive_until > clock_timestamp()")
                    .mapTo(String.class)
                    .set());
  }

  /**
   * Whether this node polls an organisation's mailbox now: it holds it, and is itself certain to
   * count as alive.
   */
  public boolean holds(String organisation) {
    return isAlive() && held.get().contains(organisation);
  }

  /** Whether this node is certain to count as alive; when not, it takes up no work. */
  public boolean isAlive() {
    return System.nanoTime() < goodUntil.get();
  }

  /**
   * Waits until this node is certain to count as alive: who was paused does not know what has
   * happened meanwhile.
   *
   * @throws SupersededException when a newer build has changed the tables meanwhile
   */
  void awaitAlive() {
    long start = System.nanoTime();
    while (!isAlive() && !beats.isShutdown()) {
      if (superseded) {
        throw new SupersededException(reason());
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new NotAliveException("this node cannot say that it is alive, and writes nothing");
      }
      try {
        Thread.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("stopped while waiting for a sign of life", e);
      }
    }
    if (superseded) {
      throw new SupersededException(reason());
    }
  }

  /** Leaves: what this node holds is free at once. */
  @Override
  public void close() {
    beats.shutdownNow();
    try {
      if (!beats.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("the last sign of life does not end");
      }
      if (!superseded) {
        leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn(
          "leaving the other nodes failed; they wait {} s: {}",
          LEASE.toSeconds(),
          Outages.cause(e));
    }
  }

  private void leave() {
    ledger
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("delete from node where id = ?", ledger.node()));
  }
}
