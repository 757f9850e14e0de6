package gpcm.node.ledger;

import gpcm.exchange.AlertText;
import gpcm.exchange.Transition;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.store.Moment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts that one transaction raises and mends. Of several changes of one problem the last
 * counts. People are told again of what is another matter by now, and of what is held whenever they
 * are reminded of it; but not within an hour. Belongs to one thread.
 */
final class AlertRows {
  private static final Logger LOG = LoggerFactory.getLogger("gpcm.node.alerts");
  private static final TableWrite RAISED =
      new TableWrite(
          "alert",
          """
          insert into alert (organisation, problem, document, received, title, what_happened, what_to_do, times, severity, raised_at,
            last_at)
          select organisation, problem, document, received, title, what_happened, what_to_do, times, severity, at, at
          from json_to_recordset(:alert::json) as r (organisation text, problem text, document uuid, received uuid, title text,
            what_happened text, what_to_do text, times integer, severity integer, at timestamptz)
          on conflict (organisation, problem) where resolved_at is null
          do update set times = alert.times + excluded.times, last_at = excluded.last_at, title = excluded.title,
            what_happened = excluded.what_happened, what_to_do = excluded.what_to_do,
            noticed_at = case when (excluded.cause <> alert.cause or alert.problem like 'held/%')
              and alert.noticed_at < excluded.last_at - interval '1 hour' then null else alert.noticed_at end
          """);
  private static final TableWrite MENDED =
      new TableWrite(
          "mended",
          """
          update alert set resolved_at = r.at, resolved_by = 'mended by itself'
          from json_to_recordset(:mended::json) as r (organisation text, problem text, at timestamptz)
          where alert.organisation = r.organisation and alert.problem = r.problem and alert.resolved_at is null
          """);

  private final Instant now;
  private final Map<Problem, Change> changes = new LinkedHashMap<>();

  AlertRows(Instant now) {
    this.now = now;
  }

  private record Problem(String organisation, String name) {}

  private sealed interface Change {
    record Raised(EventRows.Of of, UUID about, AlertText text, int times) implements Change {}

    record Mended() implements Change {}
  }

  void add(String organisation, EventRows.Of of, UUID about, Transition<?> transition) {
    transition
        .mended()
        .forEach(name -> changes.put(new Problem(organisation, name), new Change.Mended()));
    transition.raised().forEach(text -> raise(organisation, of, about, text));
  }

  /** An alert that is about no case: {@code about} is null. */
  void raise(String organisation, EventRows.Of of, UUID about, AlertText text) {
    changes.merge(
        new Problem(organisation, text.problem()),
        new Change.Raised(of, about, text, 1),
        (before, raised) ->
            before instanceof Change.Raised(EventRows.Of o, UUID a, AlertText t, int times)
                ? new Change.Raised(of, about, text, times + 1)
                : raised);
  }

  /** It is over, if it is open. */
  void mend(String organisation, String problem) {
    changes.put(new Problem(organisation, problem), new Change.Mended());
  }

  void writeTo(SetWrite write) {
    changes.forEach(
        (problem, change) -> {
          switch (change) {
            case Change.Mended() ->
                write.add(
                    MENDED,
                    new Row()
                        .put("organisation", problem.organisation)
                        .put("problem", problem.name)
                        .put("at", now));
            case Change.Raised(EventRows.Of of, UUID about, AlertText text, int times) ->
                write.add(
                    RAISED,
                    new Row()
                        .put("organisation", problem.organisation)
                        .put("problem", problem.name)
                        .putAny(
                            of == EventRows.Of.DOCUMENT ? "document" : "received",
                            Optional.ofNullable(about))
                        .put("title", text.title())
                        .put("what_happened", text.whatHappened())
                        .put("what_to_do", text.whatToDo())
                        .put("times", times)
                        .put("severity", AlertSeverity.of(problem.name).row())
                        .put("at", now));
          }
        });
  }

  /**
   * An open alert becomes another one, of which people are told as of a new one.
   *
   * @param before its problem so far
   * @return false when none is open, or the other one is open already
   */
  static boolean become(
      Handle handle, String organisation, String before, AlertText text, Instant now) {
    return handle
            .createUpdate(
                """
                update alert set problem = :problem, severity = :severity, title = :title,
                  what_happened = :happened, what_to_do = :todo, last_at = :now, noticed_at = null
                where organisation = :organisation and problem = :before and resolved_at is null
                  and not exists (select from alert o where o.organisation = :organisation
                    and o.problem = :problem and o.resolved_at is null)
                """)
            .bind("problem", text.problem())
            .bind("severity", AlertSeverity.of(text.problem()).row())
            .bind("title", text.title())
            .bind("happened", text.whatHappened())
            .bind("todo", text.whatToDo())
            .bind("now", Moment.column(now))
            .bind("organisation", organisation)
            .bind("before", before)
            .execute()
        == 1;
  }

  static void mendEverywhere(Handle handle, String problem, Instant now) {
    handle
        .createUpdate(
            "update alert set resolved_at = :now, resolved_by = 'mended by itself' where problem ="
                + " :problem and resolved_at is null")
        .bind("now", Moment.column(now))
        .bind("problem", problem)
        .execute();
  }

  static boolean hasMended(Handle handle, String organisation, String problem) {
    return handle
        .createQuery(
            """
            select not exists (select from alert where organisation = :organisation and problem = :problem and resolved_at is null)
              and coalesce((select resolved_by = 'mended by itself' from alert
                where organisation = :organisation and problem = :problem and resolved_at is not null
                order by resolved_at desc, id desc limit 1), false)
            """)
        .bind("organisation", organisation)
        .bind("problem", problem)
        .mapTo(Boolean.class)
        .one();
  }

  void log() {
    changes.forEach(
        (problem, change) -> {
          if (change instanceof Change.Raised) {
            LOG.atWarn()
                .addKeyValue("organisation", problem.organisation)
                .addKeyValue("problem", problem.name)
                .log("an alert stands on the page");
          }
        });
  }
}
