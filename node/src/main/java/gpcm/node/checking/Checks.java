package gpcm.node.checking;

import gpcm.node.checking.Check.Finding;
import gpcm.node.checking.CheckRun.Result;
import gpcm.node.people.Extent;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes checks when somebody asks for them, all at once, and keeps what came of each as soon as it
 * is known. One run at a time over all nodes; the last twenty are kept. Thread-safe.
 */
public final class Checks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

  /** For a check; what takes longer is not as it should be. */
  public static final Duration LONGEST = Duration.ofSeconds(20);

  /** After that, a run that has not ended is that of a node which has stopped. */
  private static final Duration GIVEN_UP = Duration.ofMinutes(2);

  private static final int KEPT = 20;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final String node;
  private final List<Check> all;
  private final Duration longest;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Of a node.
   *
   * @param node its name
   * @param all what is looked at, in the order of the page
   */
  public Checks(Jdbi jdbi, InstantSource clock, String node, List<Check> all) {
    this(jdbi, clock, node, all, LONGEST);
  }

  Checks(Jdbi jdbi, InstantSource clock, String node, List<Check> all, Duration longest) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.node = node;
    this.all = List.copyOf(all);
    this.longest = longest;
  }

  /**
   * Begins to make them, in the caller's transaction.
   *
   * @param organisation ODS code of who asks
   * @param by their name
   * @return what {@link #goOn} makes once that is committed; empty when some are being made
   *     already, and nothing was begun
   */
  public Optional<UUID> begin(String organisation, String by) {
    return jdbi.inTransaction(handle -> begin(handle, organisation, by));
  }

  /** Makes those that were begun. */
  public void goOn(UUID run) {
    Future<?> unused = threads.submit(() -> make(run));
  }

  private Optional<UUID> begin(Handle handle, String organisation, String by) {
    Instant now = clock.instant();
    handle.execute("lock table check_run in share row exclusive mode");
    boolean running =
        handle
            .createQuery(
                "select exists (select from check_run where ended_at is null and started_at >"
                    + " :after)")
            .bind("after", Moment.column(now.minus(GIVEN_UP)))
            .mapTo(Boolean.class)
            .one();
    if (running) {
      return Optional.empty();
    }
    UUID run = UUID.randomUUID();
    handle
        .createUpdate(
            "insert into check_run (id, asked_by, organisation, node, started_at) values (:id, :by,"
                + " :organisation, :node, :now)")
        .bind("id", run)
        .bind("by", by)
        .bind("organisation", organisation)
        .bind("node", node)
        .bind("now", Moment.column(now))
        .execute();
    for (int i = 0; i < all.size(); i++) {
      handle
          .createUpdate(
              "insert into check_result (run, place, name, organisation, outcome, words) values"
                  + " (:run, :place, :name, :organisation, 'running', '')")
          .bind("run", run)
          .bind("place", i)
          .bind("name", all.get(i).name())
          .bind("organisation", all.get(i).organisation().orElse(null))
          .execute();
    }
    handle
        .createUpdate(
            "delete from check_run where id not in (select id from check_run order by started_at"
                + " desc limit :kept)")
        .bind("kept", KEPT)
        .execute();
    return Optional.of(run);
  }

  private void make(UUID run) {
    try {
      List<Future<?>> places = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        int place = i;
        places.add(threads.submit(() -> look(run, place)));
      }
      for (Future<?> each : places) {
        each.get();
      }
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate("update check_run set ended_at = :now where id = :run")
                  .bind("now", Moment.column(clock.instant()))
                  .bind("run", run)
                  .execute());
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("what checks came to could not be kept: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(UUID run, int place) {
    long began = System.nanoTime();
    Finding found = bounded(all.get(place));
    long took = (System.nanoTime() - began) / 1_000_000;
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update check_result set outcome = :outcome, words = :words, took_millis ="
                        + " :took where run = :run and place = :place")
                .bind("outcome", found.outcome().text())
                .bind("words", found.words())
                .bind("took", took)
                .bind("run", run)
                .bind("place", place)
                .execute());
  }

  private Finding bounded(Check check) {
    Future<Finding> looking = threads.submit(check.look()::now);
    try {
      return looking.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      looking.cancel(true);
      return Finding.bad(
          "It did not end within %d seconds.".formatted(Math.max(1, longest.toSeconds())));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      LOG.warn("the check of {} failed: {}", check.name(), cause.toString());
      return Finding.bad(
          "It could not be found out: %s."
              .formatted(
                  cause.getMessage() == null
                      ? cause.getClass().getSimpleName()
                      : cause.getMessage().replaceFirst("[.\\s]+$", "")));
    } catch (InterruptedException e) {
      looking.cancel(true);
      Thread.currentThread().interrupt();
      return Finding.none("The node stopped.");
    }
  }

  /**
   * Those that were begun last, by any node; empty when there never were any.
   *
   * @param extent of which organisations' own it is said what they came to; what is about what all
   *     share is always there
   */
  public Optional<CheckRun> newest(Extent extent) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from check_run order by started_at desc limit 1")
                .map((row, context) -> run(handle, row, extent))
                .findOne());
  }

  private CheckRun run(Handle handle, ResultSet row, Extent extent) throws SQLException {
    Instant started = Moment.of(row, "started_at");
    Optional<Instant> ended = Moment.perhaps(row, "ended_at");
    boolean lost = ended.isEmpty() && clock.instant().isAfter(started.plus(GIVEN_UP));
    List<Result> results =
        handle
            .createQuery(
                """
                select * from check_result
                where run = :run and (organisation is null or organisation = coalesce(:only, organisation)) order by place
                """)
            .bind("run", row.getObject("id", UUID.class))
            .bind("only", extent.only())
            .map((each, context) -> result(each, lost))
            .list();
    return new CheckRun(
        row.getString("organisation"),
        row.getString("asked_by"),
        row.getString("node"),
        started,
        lost ? Optional.of(started.plus(GIVEN_UP)) : ended,
        results);
  }

  private static Result result(ResultSet row, boolean lost) throws SQLException {
    Outcome outcome = Outcome.of(row.getString("outcome"));
    long millis = row.getLong("took_millis");
    Optional<Duration> took =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    return lost && outcome == Outcome.RUNNING
        ? new Result(row.getString("name"), Outcome.NOT_MADE, "The node stopped.", took)
        : new Result(row.getString("name"), outcome, row.getString("words"), took);
  }

  @Override
  public void close() {
    var unused = threads.shutdownNow();
  }
}
