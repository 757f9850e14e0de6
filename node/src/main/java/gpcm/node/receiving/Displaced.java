package gpcm.node.receiving;

import gpcm.exchange.Actor;
import gpcm.exchange.Event;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.working.Succession;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a document that waited for its patient takes the place of.
 *
 * @param entry the earlier version in the worklist
 * @param received the message it came in
 * @param stands whether nothing has taken its place and it is not void
 */
record Displaced(UUID entry, UUID received, boolean stands) {
  private static final TableWrite DISPLACED =
      new TableWrite(
          "displaced",
          """
          update worklist_entry e set state = 'replaced', replaced_by = r.by, work = 'replaced', work_version = e.work_version + 1,
            own_task = false, waiting_until = null
          from json_to_recordset(:displaced::json) as r (id uuid, by uuid) where e.id = r.id
          """);

  /** Held until the transaction ends, with what takes its place, in one order for all. */
  static Optional<Displaced> lock(Handle handle, UUID successor, UUID original) {
    return handle
        .createQuery(
            """
            select id, received, replaced_by is null and state <> 'void' as stands from worklist_entry
            where id in (:successor, :original) order by id for update
            """)
        .bind("successor", successor)
        .bind("original", original)
        .map(
            (row, context) ->
                new Displaced(
                    row.getObject("id", UUID.class),
                    row.getObject("received", UUID.class),
                    row.getBoolean("stands")))
        .list()
        .stream()
        .filter(each -> each.entry.equals(original))
        .findFirst();
  }

  void replaceBy(StepResult result, String organisation, UUID successor, Instant at) {
    if (stands) {
      result.write(DISPLACED, new Row().put("id", entry).put("by", successor));
      Succession.replaced(result, entry, successor, at);
      result.eventOfReceived(
          organisation,
          received,
          new Event("replaced", "by worklist entry " + successor, new Actor.Software()));
    }
  }
}
