package gpcm.node.confirming;

import gpcm.node.confirming.Confirmation.Decided;
import gpcm.node.confirming.Confirmation.State;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.people.NationalRole;
import gpcm.node.store.Moment;
import gpcm.node.store.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The tables {@code confirmation} and {@code confirmation_item}. */
final class ConfirmationRows {
  private static final String COLUMNS =
      """
      select c.*, asker.name as asker_name, asker.national_id as asker_national,
        decider.name as decider_name, decider.national_id as decider_national,
        asked.national_role as asker_role, asked.role_profile as asker_profile,
        decided.national_role as decider_role, decided.role_profile as decider_profile
      from (select * from confirmation c where %s) c
      join person asker on asker.id = c.asker left join person decider on decider.id = c.decider
      left join session asked on asked.handle = c.asker_session left join session decided on decided.handle = c.decider_session
      """;

  void insert(Handle handle, Confirmation asked) {
    handle
        .createUpdate(
            """
            insert into confirmation (id, organisation, permission, action, named, reason, asker, asker_roles, asker_session,
              asked_at, ends_at, state)
            values (:id, :organisation, :permission, :action, :named, :reason, :asker, :roles, :session, :at, :ends, 'waiting')
            """)
        .bind("id", asked.id())
        .bind("organisation", asked.organisation())
        .bind("permission", asked.action().permission().text())
        .bind("action", asked.action().text())
        .bind("named", asked.named())
        .bind("reason", asked.reason())
        .bind("asker", asked.asker().person())
        .bindArray("roles", String.class, asked.asker().roles())
        .bind("session", asked.asker().session())
        .bind("at", Moment.column(asked.askedAt()))
        .bind("ends", Moment.column(asked.endsAt()))
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into confirmation_item (confirmation, ordinal, kind, item, sha256, size)
            values (:confirmation, :ordinal, :kind, :item, :sha256, :size)
            """);
    int ordinal = 0;
    for (AskedItem item : asked.items()) {
      batch
          .bind("confirmation", asked.id())
          .bind("ordinal", ordinal++)
          .bind("kind", item.kind().text())
          .bind("item", item.id())
          .bind("sha256", item.content().map(content -> content.hash().hex()).orElse(null))
          .bind("size", item.content().map(StoredContent::size).orElse(null))
          .add();
    }
    batch.execute();
  }

  List<Confirmation> list(Handle handle, ConfirmationView view, Slice slice, Instant now) {
    String rows = ConfirmationView.SEEN + slice.sql("asked_at");
    String order = " order by c.asked_at %1$s, c.id %1$s".formatted(slice.newer() ? "" : "desc");
    Query select = handle.createQuery(COLUMNS.formatted(rows) + order);
    return slice.newestFirst(
        whole(
            handle,
            slice
                .bind(Confirmations.bind(select, view))
                .map((row, context) -> read(row, now))
                .list()));
  }

  /**
   * @param locked whether nobody else changes it before the transaction ends
   */
  Optional<Confirmation> find(
      Handle handle, ConfirmationView view, UUID id, boolean locked, Instant now) {
    String rows = "c.id = :id and " + ConfirmationView.SEEN + (locked ? " for update" : "");
    List<Confirmation> found =
        Confirmations.bind(handle.createQuery(COLUMNS.formatted(rows)), view)
            .bind("id", id)
            .map((row, context) -> read(row, now))
            .list();
    return whole(handle, found).stream().findFirst();
  }

  /** What waits and should have been confirmed before; what another node ends is left to it. */
  List<Confirmation> overdue(Handle handle, Instant now) {
    return whole(
        handle,
        handle
            .createQuery(
                COLUMNS.formatted(
                    "c.state = 'waiting' and c.ends_at <= :now order by c.id limit 100 for update"
                        + " skip locked"))
            .bind("now", Moment.column(now))
            .map((row, context) -> read(row, now))
            .list());
  }

  void decide(Handle handle, Confirmation decided) {
    Decided by = decided.decided().orElseThrow();
    handle
        .createUpdate(
            """
            update confirmation set state = :state, decider = :by, decider_roles = :roles, decider_session = :session,
              decided_at = :at, answer = :answer
            where id = :id
            """)
        .bind("id", decided.id())
        .bind("state", decided.state().text())
        .bind("by", by.by().person())
        .bindArray("roles", String.class, by.by().roles())
        .bind("session", by.by().session())
        .bind("at", Moment.column(by.at()))
        .bind("answer", by.answer().orElse(null))
        .execute();
  }

  void close(Handle handle, UUID id, State state, Instant now) {
    handle
        .createUpdate("update confirmation set state = :state, decided_at = :at where id = :id")
        .bind("id", id)
        .bind("state", state.text())
        .bind("at", Moment.column(now))
        .execute();
  }

  void told(Handle handle, UUID id, Map<UUID, String> outcomes) {
    PreparedBatch batch =
        handle.prepareBatch(
            "update confirmation_item set outcome = :outcome where confirmation = :id and item ="
                + " :item");
    outcomes.forEach(
        (item, outcome) -> batch.bind("id", id).bind("item", item).bind("outcome", outcome).add());
    batch.execute();
  }

  /** Without its items. */
  private static Confirmation read(ResultSet row, Instant now) throws SQLException {
    Instant ends = Moment.of(row, "ends_at");
    State state = State.of(row.getString("state"));
    Optional<UUID> decider = Optional.ofNullable(row.getObject("decider", UUID.class));
    return new Confirmation(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        AskedAction.of(row.getString("action")),
        row.getBoolean("named"),
        List.of(),
        party(row, "asker"),
        row.getString("reason"),
        Moment.of(row, "asked_at"),
        ends,
        state == State.WAITING && !ends.isAfter(now) ? State.ENDED : state,
        decider.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Decided(
                    party(row, "decider"),
                    Moment.of(row, "decided_at"),
                    Optional.ofNullable(row.getString("answer")))));
  }

  private static Party party(ResultSet row, String who) throws SQLException {
    String code = row.getString(who + "_role");
    String profile = row.getString(who + "_profile");
    return new Party(
        row.getObject(who, UUID.class),
        row.getString(who + "_name"),
        Optional.ofNullable(row.getString(who + "_national")),
        List.of((String[]) row.getArray(who + "_roles").getArray()),
        row.getObject(who + "_session", UUID.class),
        code == null ? Optional.empty() : Optional.of(new NationalRole(code, profile)));
  }

  private static List<Confirmation> whole(Handle handle, List<Confirmation> bare) {
    Map<UUID, List<AskedItem>> items = new HashMap<>();
    handle
        .createQuery(
            "select * from confirmation_item where confirmation = any (:ids) order by ordinal")
        .bindArray("ids", UUID.class, bare.stream().map(Confirmation::id).toList())
        .map(
            (row, context) ->
                items
                    .computeIfAbsent(
                        row.getObject("confirmation", UUID.class), unused -> new ArrayList<>())
                    .add(item(row)))
        .list();
    return bare.stream().map(each -> each.of(items.getOrDefault(each.id(), List.of()))).toList();
  }

  private static AskedItem item(ResultSet row) throws SQLException {
    String hash = row.getString("sha256");
    return new AskedItem(
        AskedItem.Kind.of(row.getString("kind")),
        row.getObject("item", UUID.class),
        hash == null
            ? Optional.empty()
            : Optional.of(new StoredContent(new ContentHash(hash), row.getLong("size"))),
        Optional.ofNullable(row.getString("outcome")));
  }
}
