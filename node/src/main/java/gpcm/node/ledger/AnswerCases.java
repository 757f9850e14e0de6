package gpcm.node.ledger;

import gpcm.exchange.AnswerFact;
import gpcm.exchange.AnswerState;
import gpcm.exchange.OutgoingAnswer;
import gpcm.exchange.Posting;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The answers on their way, as rows. */
final class AnswerCases {
  private static final TableWrite MOVED =
      new TableWrite(
          "answer",
          """
          update answer a set state = r.state, posting = r.posting, posts = a.posts + r.begun, failures = r.failures, due_at = r.due_at,
            earlier_mesh_ids = case when r.superseded or r.mesh_message_id <> a.mesh_message_id
              then array_append(a.earlier_mesh_ids, a.mesh_message_id) else a.earlier_mesh_ids end,
            mesh_message_id = case when r.superseded then null else coalesce(r.mesh_message_id, a.mesh_message_id) end,
            pair_name = coalesce(r.pair_name, a.pair_name),
            upload = case when r.superseded or r.posting in ('taken', 'handed-over') then null else a.upload end,
            lease_owner = case r.lease when 'take' then r.owner when 'leave' then a.lease_owner end,
            leased_at = case r.lease when 'take' then clock_timestamp() when 'free' then null else a.leased_at end,
            fence = a.fence + case r.lease when 'take' then 1 else 0 end
          from json_to_recordset(:answer::json) as r (id uuid, state text, posting text, begun integer, failures integer,
            due_at timestamptz, mesh_message_id text, superseded boolean, pair_name text, lease text, owner text)
          where a.id = r.id
          """);

  /** What a case's columns say, for select lists. */
  static final String COLUMNS =
      "a.id, a.organisation, a.received, a.code, a.address, a.state, a.posting, a.failures,"
          + " a.due_at, a.fence,"
          + " (select m.restricted from received_message m where m.id = a.received) as restricted";

  private AnswerCases() {}

  /** An answer as it stands, its row held until the transaction ends. */
  static final class Held {
    final String organisation;
    final UUID received;
    final long fence;
    OutgoingAnswer answer;
    private String meshMessageId;
    private boolean superseded;
    private String pair;
    private String lease = "leave";
    private int begun;
    private boolean changed;

    Held(String organisation, UUID received, long fence, OutgoingAnswer answer) {
      this.organisation = organisation;
      this.received = received;
      this.fence = fence;
      this.answer = answer;
    }

    void move(OutgoingAnswer next, AnswerFact fact) {
      switch (fact) {
        case AnswerFact.Taken(String id) -> meshMessageId = id;
        // Another copy is to go out: what MESH calls the earlier one is no longer this one's name.
        case AnswerFact.Resent resent when !next.equals(answer) -> superseded = true;
        case AnswerFact.HandedOver(String name) -> pair = name;
        case AnswerFact.PostingBegun() -> begun++;
        default -> {}
      }
      changed = true;
      answer = next;
    }

    void free() {
      lease = "free";
      changed = true;
    }

    void take() {
      lease = "take";
      changed = true;
    }

    Lease lease() {
      return new Lease(answer.id(), lease.equals("take") ? fence + 1 : fence);
    }
  }

  static Map<UUID, Held> lock(Handle handle, Collection<UUID> ids) {
    Map<UUID, Held> held = new LinkedHashMap<>();
    handle
        .createQuery(
            "select " + COLUMNS + " from answer a where a.id = any (:ids) order by a.id for update")
        .bindArray("ids", UUID.class, List.copyOf(ids))
        .map((row, context) -> held(row))
        .forEach(each -> held.put(each.answer.id(), each));
    return held;
  }

  static Held held(ResultSet row) throws SQLException {
    return new Held(
        row.getString("organisation"),
        row.getObject("received", UUID.class),
        row.getLong("fence"),
        new OutgoingAnswer(
            row.getObject("id", UUID.class),
            row.getString("code"),
            row.getString("address"),
            AnswerState.of(row.getString("state")),
            Posting.of(row.getString("posting")),
            row.getInt("failures"),
            Moment.perhaps(row, "due_at"),
            row.getBoolean("restricted")));
  }

  static void write(SetWrite write, Collection<Held> all, String node) {
    for (Held held : all) {
      if (held.changed) {
        write.add(
            MOVED,
            new Row()
                .put("id", held.answer.id())
                .put("state", held.answer.state().text())
                .put("posting", held.answer.posting().text())
                .put("begun", held.begun)
                .put("failures", held.answer.failures())
                .putAny("due_at", held.answer.due())
                .putAny("mesh_message_id", held.meshMessageId)
                .put("superseded", held.superseded)
                .putAny("pair_name", held.pair)
                .put("lease", held.lease)
                .put("owner", node));
      }
    }
  }
}
