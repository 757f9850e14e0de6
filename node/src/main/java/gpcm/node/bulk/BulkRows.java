package gpcm.node.bulk;

import gpcm.audit.entry.Actor;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.store.Moment;
import gpcm.node.store.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables {@code bulk_act} and {@code bulk_item}. */
final class BulkRows {
  private static final String ACT =
      """
      select b.*, case when b.state = 'asked' and (c.state <> 'waiting' or c.ends_at <= :now) then 'refused' else b.state end
        as standing
      from (select * from bulk_act where %s) b left join confirmation c on c.id = b.confirmation
      """;

  private static final Duration FORGOTTEN = Duration.ofDays(1);
  private static final int TOGETHER = 1000;

  /** What was counted and never begun. */
  void forget(Handle handle, String organisation, Instant now) {
    handle
        .createUpdate(
            "delete from bulk_act where organisation = :organisation and state = 'drafted' and"
                + " drafted_at < :before")
        .bind("organisation", organisation)
        .bind("before", Moment.column(now.minus(FORGOTTEN)))
        .execute();
  }

  void insert(
      Handle handle,
      UUID id,
      BulkDraft draft,
      List<OutboxDocument> items,
      int others,
      Instant now) {
    OutboxView view = draft.query().view();
    handle
        .createUpdate(
            """
            insert into bulk_act (id, organisation, kind, query, idempotency_key, actor, actor_id, made_by, person, author, named,
              drafted_at, items, others, state)
            values (:id, :organisation, :kind, :query, :key, :actor, :actorId, :name, :person, :author, :named, :at, :items, :others,
              'drafted')
            """)
        .bind("id", id)
        .bind("organisation", view.organisation())
        .bind("kind", draft.kind().text())
        .bind("query", draft.asked())
        .bind("key", draft.key().orElse(null))
        .bind("actor", ActorText.of(draft.by().actor()))
        .bind("actorId", draft.by().actor().id())
        .bind("name", draft.by().name())
        .bindByType("person", draft.by().person().orElse(null), UUID.class)
        .bindByType("author", view.author().orElse(null), UUID.class)
        .bind("named", draft.by().named())
        .bind("at", Moment.column(now))
        .bind("items", items.size())
        .bind("others", others)
        .execute();
    for (int from = 0; from < items.size(); from += TOGETHER) {
      List<OutboxDocument> part = items.subList(from, Math.min(items.size(), from + TOGETHER));
      handle
          .createUpdate(
              """
              insert into bulk_item (bulk, position, organisation, document, state, recipient)
              select :bulk, :before + n, :organisation, document, state, recipient
              from unnest(:documents, :states, :recipients) with ordinality as u (document, state, recipient, n)
              """)
          .bind("bulk", id)
          .bind("before", from)
          .bind("organisation", view.organisation())
          .bindArray("documents", UUID.class, part.stream().map(OutboxDocument::id).toList())
          .bindArray(
              "states", String.class, part.stream().map(each -> each.state().text()).toList())
          .bindArray(
              "recipients",
              String.class,
              part.stream().map(each -> each.addressee().organisation()).toList())
          .execute();
    }
  }

  Optional<BulkAct> byKey(Handle handle, BulkDraft draft, String key, Instant now) {
    return handle
        .createQuery(
            ACT.formatted(
                "organisation = :organisation and actor_id = :actor and idempotency_key = :key"))
        .bind("now", Moment.column(now))
        .bind("organisation", draft.query().view().organisation())
        .bind("actor", draft.by().actor().id())
        .bind("key", key)
        .map((row, context) -> read(row))
        .findOne();
  }

  Optional<BulkAct> find(Handle handle, String organisation, UUID id, Instant now) {
    return handle
        .createQuery(ACT.formatted("id = :id and organisation = :organisation"))
        .bind("now", Moment.column(now))
        .bind("organisation", organisation)
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  List<BulkAct> list(
      Handle handle, String organisation, Optional<UUID> person, Slice slice, Instant now) {
    String rows =
        "organisation = :organisation and state <> 'drafted' and (cast(:person as uuid) is null or"
            + " person = :person)"
            + slice.sql("drafted_at");
    String order = " order by b.drafted_at %1$s, b.id %1$s".formatted(slice.newer() ? "" : "desc");
    return slice.newestFirst(
        slice
            .bind(
                handle
                    .createQuery(ACT.formatted(rows) + order)
                    .bind("now", Moment.column(now))
                    .bind("organisation", organisation)
                    .bindByType("person", person.orElse(null), UUID.class))
            .map((row, context) -> read(row))
            .list());
  }

  List<BulkCount> counts(Handle handle, BulkAct act, int most) {
    return handle
        .createQuery(
            """
            select state, recipient, count(*) as n from bulk_item where bulk = :bulk and organisation = :organisation
            group by state, recipient order by n desc, state, recipient limit :most
            """)
        .bind("bulk", act.id())
        .bind("organisation", act.view().organisation())
        .bind("most", most)
        .map(
            (row, context) ->
                new BulkCount(row.getString("state"), row.getString("recipient"), row.getInt("n")))
        .list();
  }

  Map<BulkOutcome, Integer> outcomes(Handle handle, BulkAct act) {
    Map<BulkOutcome, Integer> outcomes = new EnumMap<>(BulkOutcome.class);
    handle
        .createQuery(
            """
            select outcome, count(*) as n from bulk_item where bulk = :bulk and organisation = :organisation and outcome is not null
            group by outcome
            """)
        .bind("bulk", act.id())
        .bind("organisation", act.view().organisation())
        .map((row, context) -> Map.entry(BulkOutcome.of(row.getString("outcome")), row.getInt("n")))
        .forEach(each -> outcomes.put(each.getKey(), each.getValue()));
    return outcomes;
  }

  List<BulkLine> lines(Handle handle, BulkAct act, int from, int most) {
    return handle
        .createQuery(
            """
            select * from bulk_item where bulk = :bulk and organisation = :organisation and position >= :from
            order by position limit :most
            """)
        .bind("bulk", act.id())
        .bind("organisation", act.view().organisation())
        .bind("from", from)
        .bind("most", most)
        .map(
            (row, context) ->
                new BulkLine(
                    row.getInt("position"),
                    row.getObject("document", UUID.class),
                    row.getString("state"),
                    Optional.ofNullable(row.getString("outcome")).map(BulkOutcome::of),
                    Moment.perhaps(row, "done_at")))
        .list();
  }

  boolean begin(Handle handle, BulkAct act, String by, String reason, Instant now) {
    return handle
            .createUpdate(
                """
                update bulk_act set state = 'running', reason = :reason, started_by = :by, started_at = :now, next_at = clock_timestamp()
                where id = :id and organisation = :organisation and state = 'drafted' and drafted_at > :counted and items > 0
                """)
            .bind("id", act.id())
            .bind("organisation", act.view().organisation())
            .bind("reason", reason)
            .bind("by", by)
            .bind("now", Moment.column(now))
            .bind("counted", Moment.column(now.minus(BulkAct.COUNTED_FOR)))
            .execute()
        > 0;
  }

  boolean ask(
      Handle handle, BulkAct act, UUID confirmation, BulkAct.By by, String reason, Instant now) {
    return handle
            .createUpdate(
                """
                update bulk_act set state = 'asked', confirmation = :confirmation, reason = :reason, started_by = :by, started_at = :now,
                  actor = :actor, person = :person
                where id = :id and organisation = :organisation and state = 'drafted' and drafted_at > :counted and items > 0
                """)
            .bind("id", act.id())
            .bind("organisation", act.view().organisation())
            .bind("confirmation", confirmation)
            .bind("reason", reason)
            .bind("by", by.name())
            .bind("actor", ActorText.of(by.actor()))
            .bindByType("person", by.person().orElse(null), UUID.class)
            .bind("now", Moment.column(now))
            .bind("counted", Moment.column(now.minus(BulkAct.COUNTED_FOR)))
            .execute()
        > 0;
  }

  boolean confirm(Handle handle, BulkAct act, Actor second, String by, Instant now) {
    return handle
            .createUpdate(
                """
                update bulk_act set state = 'running', second = :second, started_by = :by, started_at = :now, next_at = clock_timestamp()
                where id = :id and organisation = :organisation and state = 'asked'
                """)
            .bind("id", act.id())
            .bind("organisation", act.view().organisation())
            .bind("second", ActorText.of(second))
            .bind("by", by)
            .bind("now", Moment.column(now))
            .execute()
        > 0;
  }

  boolean stop(Handle handle, BulkAct act, String by, Instant now) {
    return handle
            .createUpdate(
                """
                update bulk_act set state = 'stopped', stopped_by = :by, ended_at = :now
                where id = :id and organisation = :organisation and state = 'running'
                """)
            .bind("id", act.id())
            .bind("organisation", act.view().organisation())
            .bind("by", by)
            .bind("now", Moment.column(now))
            .execute()
        > 0;
  }

  /**
   * The one whose turn it is longest, whichever node has it; before all others one that keeps
   * documents here.
   */
  Optional<BulkAct> due(Handle handle, Instant now) {
    return handle
        .createQuery(
            ACT.formatted(
                "state = 'running' and next_at <= clock_timestamp() order by (kind in ('hold',"
                    + " 'withdraw')) desc, next_at limit 1"))
        .bind("now", Moment.column(now))
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Puts it off, so that others have their turn meanwhile. */
  void later(Handle handle, BulkAct act, Duration pause) {
    handle
        .createUpdate(
            "update bulk_act set next_at = clock_timestamp() + cast(:pause as interval) where id ="
                + " :id and organisation = :organisation and state = 'running'")
        .bind("id", act.id())
        .bind("organisation", act.view().organisation())
        .bind("pause", pause.toMillis() + " milliseconds")
        .execute();
  }

  List<UUID> next(Handle handle, BulkAct act, int most) {
    return handle
        .createQuery(
            """
            select document from bulk_item where bulk = :bulk and organisation = :organisation and outcome is null
            order by position limit :most
            """)
        .bind("bulk", act.id())
        .bind("organisation", act.view().organisation())
        .bind("most", most)
        .mapTo(UUID.class)
        .list();
  }

  /** How many documents of an organisation are to go out now. */
  int leaving(Handle handle, String organisation, int most, Instant now) {
    return handle
        .createQuery(
            """
            select count(*) from (select from document where organisation = :organisation and state in ('accepted', 'built')
              and due_at <= :now limit :most) as leaving
            """)
        .bind("organisation", organisation)
        .bind("now", Moment.column(now))
        .bind("most", most)
        .mapTo(Integer.class)
        .one();
  }

  /**
   * Makes these the transaction's own.
   *
   * @return false when it does not run any more, or one of them has had its turn
   */
  boolean claim(Handle handle, BulkAct act, List<UUID> documents) {
    return handle
            .createQuery(
                "select id from bulk_act where id = :id and organisation = :organisation and state"
                    + " = 'running' for update")
            .bind("id", act.id())
            .bind("organisation", act.view().organisation())
            .mapTo(UUID.class)
            .findOne()
            .isPresent()
        && documents.size()
            == handle
                .createQuery(
                    """
                    select count(*) from bulk_item where bulk = :bulk and organisation = :organisation
                      and document = any (:documents) and outcome is null
                    """)
                .bind("bulk", act.id())
                .bind("organisation", act.view().organisation())
                .bindArray("documents", UUID.class, documents)
                .mapTo(Integer.class)
                .one();
  }

  /** Keeps what became of these, and when the next have their turn; it ends with the last. */
  void became(
      Handle handle, BulkAct act, Map<UUID, BulkOutcome> outcomes, Duration pause, Instant now) {
    handle
        .createUpdate(
            """
            update bulk_item i set outcome = u.outcome, done_at = :now
            from unnest(:documents, :outcomes) as u (document, outcome)
            where i.bulk = :bulk and i.organisation = :organisation and i.document = u.document
            """)
        .bind("bulk", act.id())
        .bind("organisation", act.view().organisation())
        .bind("now", Moment.column(now))
        .bindArray("documents", UUID.class, List.copyOf(outcomes.keySet()))
        .bindArray(
            "outcomes", String.class, outcomes.values().stream().map(BulkOutcome::text).toList())
        .execute();
    int done = (int) outcomes.values().stream().filter(BulkOutcome.DONE::equals).count();
    handle
        .createUpdate(
            """
            update bulk_act set done = done + :done, left_out = left_out + :left,
              next_at = clock_timestamp() + cast(:pause as interval),
              state = case when done + left_out + :done + :left >= items then 'done' else state end,
              ended_at = case when done + left_out + :done + :left >= items then :now end
            where id = :id and organisation = :organisation
            """)
        .bind("id", act.id())
        .bind("organisation", act.view().organisation())
        .bind("done", done)
        .bind("left", outcomes.size() - done)
        .bind("pause", pause.toMillis() + " milliseconds")
        .bind("now", Moment.column(now))
        .execute();
  }

  /** Ends one of which nothing is left, whatever its figures say: what it was for was deleted. */
  void end(Handle handle, BulkAct act, Instant now) {
    handle
        .createUpdate(
            """
            update bulk_act set state = 'done', left_out = items - done, ended_at = :now
            where id = :id and organisation = :organisation and state = 'running'
            """)
        .bind("id", act.id())
        .bind("organisation", act.view().organisation())
        .bind("now", Moment.column(now))
        .execute();
  }

  static BulkAct read(ResultSet row) throws SQLException {
    Optional<Instant> started = Moment.perhaps(row, "started_at");
    Optional<Instant> ended = Moment.perhaps(row, "ended_at");
    String by = row.getString("started_by");
    String reason = row.getString("reason");
    Optional<UUID> confirmation = Optional.ofNullable(row.getObject("confirmation", UUID.class));
    Optional<String> stoppedBy = Optional.ofNullable(row.getString("stopped_by"));
    return new BulkAct(
        row.getObject("id", UUID.class),
        new OutboxView(
            row.getString("organisation"),
            Optional.ofNullable(row.getObject("author", UUID.class))),
        BulkKind.of(row.getString("kind")).orElseThrow(),
        row.getString("query"),
        new BulkAct.By(
            ActorText.read(row.getString("actor")),
            Optional.ofNullable(row.getString("second")).map(ActorText::read),
            Optional.ofNullable(row.getObject("person", UUID.class)),
            row.getString("made_by"),
            row.getBoolean("named")),
        Moment.of(row, "drafted_at"),
        row.getInt("items"),
        row.getInt("others"),
        BulkAct.State.of(row.getString("standing")),
        started.map(at -> new BulkAct.Started(by, reason, at, confirmation)),
        ended.map(at -> new BulkAct.Ended(at, stoppedBy)),
        row.getInt("done"),
        row.getInt("left_out"));
  }
}
