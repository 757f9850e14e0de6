package gpcm.node.demographics;

import gpcm.pds.PdsAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/**
 * Keeps all nodes from asking PDS when that is of no use: after five failures in a row, or once it
 * has refused this system whatever is asked, one question a minute goes to see whether it is over.
 * A person is told once, whichever node saw it first. Thread-safe.
 */
final class Circuit {
  private static final int FAILURES = 5;
  private static final Duration LONGEST_QUIET = Duration.ofMinutes(5);
  private static final String REFUSED = "refused";
  private static final String CLOSED =
      """
      update pds_application set failures = 0, trouble = null, trouble_since = null, reason = null, quiet_until = null,
        probe_at = null, told = false
      where name = :name
      """;

  private final Jdbi jdbi;
  private final String application;
  private final LookUpTrouble trouble;
  private final ReentrantLock telling = new ReentrantLock();

  private record Standing(
      Optional<String> trouble,
      String reason,
      boolean quiet,
      int failures,
      boolean told,
      boolean noted) {}

  Circuit(Jdbi jdbi, String application, LookUpTrouble trouble) {
    this.jdbi = jdbi;
    this.application = application;
    this.trouble = trouble;
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into pds_application (name, next_call) values (:name,"
                        + " clock_timestamp()) on conflict do nothing")
                .bind("name", application)
                .execute());
  }

  /** What is answered without asking; empty when it may be asked now. */
  Optional<PdsAnswer> closed() {
    Standing now = standing();
    if (now.trouble.isPresent() && !probes()) {
      return Optional.of(
          now.trouble.get().equals(REFUSED)
              ? new PdsAnswer.Refused(0, now.reason, true)
              : new PdsAnswer.Unavailable(now.reason, Optional.empty()));
    }
    return now.trouble.isEmpty() && now.quiet
        ? Optional.of(new PdsAnswer.Unavailable(now.reason, Optional.empty()))
        : Optional.empty();
  }

  private Standing standing() {
    return jdbi.withHandle(this::standing);
  }

  private Standing standing(Handle handle) {
    return handle
        .createQuery(
            """
            select trouble, coalesce(reason, '') as reason, coalesce(quiet_until > clock_timestamp(), false) as quiet,
              failures, told, coalesce(answered_at > clock_timestamp() - interval '1 minute', false) as noted
            from pds_application where name = :name
            """)
        .bind("name", application)
        .map(
            (row, context) ->
                new Standing(
                    Optional.ofNullable(row.getString("trouble")),
                    row.getString("reason"),
                    row.getBoolean("quiet"),
                    row.getInt("failures"),
                    row.getBoolean("told"),
                    row.getBoolean("noted")))
        .one();
  }

  private boolean probes() {
    return changes(
        handle ->
            handle.createUpdate(
                """
                update pds_application set probe_at = clock_timestamp() + interval '1 minute'
                where name = :name and trouble is not null and probe_at <= clock_timestamp()
                """));
  }

  private boolean changes(Function<Handle, Update> update) {
    return 1 == jdbi.withHandle(handle -> update.apply(handle).bind("name", application).execute());
  }

  private void change(Function<Handle, Update> update) {
    jdbi.useHandle(handle -> update.apply(handle).bind("name", application).execute());
  }

  /**
   * Whether the service has been silent and nothing that waits asks it any more, which would have
   * within {@link LookUpPause}: then whoever asks this is to see whether it is over.
   */
  boolean forgotten() {
    return changes(
        handle ->
            handle.createUpdate(
                """
                update pds_application set probe_at = clock_timestamp() + interval '1 minute'
                where name = :name and trouble = 'silent' and probe_at <= clock_timestamp() - interval '6 minutes'
                """));
  }

  /** What came of asking. */
  void answered(PdsAnswer answer) {
    switch (answer) {
      case PdsAnswer.Refused(int status, String why, boolean everything) ->
          failed(REFUSED, everything, why, Optional.empty());
      case PdsAnswer.Unavailable(String why, Optional<Duration> after) ->
          failed("silent", false, why, after);
      case PdsAnswer.Found found -> over();
      case PdsAnswer.NotFound none -> over();
      case PdsAnswer.Invalidated withdrawn -> over();
      case PdsAnswer.Malformed malformed -> over();
    }
  }

  // It answers, whatever it says.
  private void over() {
    Standing before = standing();
    if (!before.noted) {
      change(
          handle ->
              handle.createUpdate(
                  "update pds_application set answered_at = clock_timestamp() where name ="
                      + " :name"));
    }
    if (before.trouble.isPresent()) {
      mend();
    } else if (before.failures > 0) {
      change(handle -> handle.createUpdate(CLOSED + "and trouble is null"));
    }
  }

  /** That its address answers is less than an answer: of the next failure people are told again. */
  void seemsOver() {
    over();
    change(
        handle ->
            handle
                .createUpdate(
                    "update pds_application set failures = :failures where name = :name and"
                        + " trouble is null and failures < :failures")
                .bind("failures", FAILURES - 1));
  }

  // It counts as untold before the telling is taken back: a node that dies in between leaves a
  // trouble that is told again, not one that nobody hears of.
  private void mend() {
    change(
        handle ->
            handle.createUpdate(
                "update pds_application set told = false where name = :name and trouble is not"
                    + " null"));
    alone(
        handle -> {
          if (standing(handle).trouble.isPresent()) {
            trouble.over();
            handle.createUpdate(CLOSED).bind("name", application).execute();
          }
        });
  }

  // A refusal that may be about one question alone is counted like a failure.
  private void failed(String kind, boolean atOnce, String why, Optional<Duration> after) {
    Duration quiet =
        after.filter(wanted -> wanted.compareTo(LONGEST_QUIET) < 0).orElse(LONGEST_QUIET);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    with seen as (
                      select name as of, case when :atOnce or trouble = 'refused' then 'refused'
                          when trouble is not null or failures + 1 >= :most then :kind end as becomes
                      from pds_application where name = :name for update)
                    update pds_application set failures = failures + 1, reason = :why, failed_at = clock_timestamp(), failure = :why, trouble = seen.becomes,
                      trouble_since = case when seen.becomes is not null then coalesce(trouble_since, clock_timestamp()) end,
                      probe_at = case when seen.becomes is not null then clock_timestamp() + interval '1 minute' end,
                      quiet_until = case when :quiet > 0 then clock_timestamp() + make_interval(secs => :quiet) end,
                      told = told and seen.becomes is not distinct from trouble
                    from seen where name = seen.of
                    """)
                .bind("kind", kind)
                .bind("atOnce", atOnce)
                .bind("most", FAILURES)
                .bind("why", why)
                .bind("quiet", after.isPresent() ? quiet.toMillis() / 1000.0 : 0.0)
                .bind("name", application)
                .execute());
    tell();
  }

  // Told before it is noted: a node that dies in between leaves it to be told again, not untold.
  private void tell() {
    alone(
        handle -> {
          Standing now = standing(handle);
          if (now.trouble.isEmpty() || now.told) {
            return;
          }
          if (now.trouble.get().equals(REFUSED)) {
            trouble.refused(now.reason);
          } else {
            trouble.silent(now.reason);
          }
          handle
              .createUpdate(
                  "update pds_application set told = true where name = :name and trouble ="
                      + " :trouble")
              .bind("name", application)
              .bind("trouble", now.trouble.get())
              .execute();
        });
  }

  // One node at a time: told by one while another finds it over, it would stand for ever. Of a
  // node one thread waits for the others, so that connections are left for the telling.
  private void alone(Consumer<Handle> task) {
    telling.lock();
    try {
      jdbi.useTransaction(
          handle -> {
            handle
                .createQuery("select pg_advisory_xact_lock(hashtextextended('pds/' || :name, 0))")
                .bind("name", application)
                .mapToMap()
                .list();
            task.accept(handle);
          });
    } finally {
      telling.unlock();
    }
  }
}
