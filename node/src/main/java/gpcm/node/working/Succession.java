package gpcm.node.working;

import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What becomes of the work on a document when a newer version replaces it or it becomes void,
 * written with the filing itself: what is open goes over to the newer version, and whoever had
 * opened, taken or finished the earlier one, or decided on its coded entries, is told. The newer
 * version's row takes the owner over when it is inserted.
 */
public final class Succession {
  // Who opened something stands in the audit log only, by their national id or ours.
  private static final String CONCERNED =
      """
      (select w.owner_person as person from worklist_entry w where w.id = r.id and w.owner_person is not null
        union select w.done_by from worklist_entry w where w.id = r.id and w.done_by is not null
        union select c.decided_by from coded_entry c where c.entry = r.id and c.decided_by is not null
        union select h.person from work_event h where h.entry = r.id and h.person is not null
        union select q.id from audit_entry a join person q on q.id::text = a.actor or q.national_id = a.actor
          where a.case_id = r.id and a.org = (select w.organisation from worklist_entry w where w.id = r.id)
            and a.action in ('document-opened', 'attachment-opened', 'downloaded'))
      """;

  private static final TableWrite TASKS =
      new TableWrite(
          "replacedtasks",
          """
          update work_task t set entry = r.by, moved_from = coalesce(t.moved_from, r.id)
          from json_to_recordset(:replacedtasks::json) as r (id uuid, by uuid) where t.entry = r.id and t.done_at is null
          """);

  private static final TableWrite REVIEWS =
      new TableWrite(
          "replacedreviews",
          """
          update work_review t set entry = r.by, moved_from = coalesce(t.moved_from, r.id)
          from json_to_recordset(:replacedreviews::json) as r (id uuid, by uuid) where t.entry = r.id and t.given_at is null
          """);

  private static final TableWrite REPLACED =
      new TableWrite(
          "replacedhistory",
          """
          insert into work_event (entry, at, who, words)
          select r.id, r.at, 'The node', 'put a newer version in its place, which has its owner and all that was open'
            from json_to_recordset(:replacedhistory::json) as r (id uuid, by uuid, at timestamptz)
          union all
          select r.by, r.at, 'The node', 'put it in the place of an earlier version, with its owner and all that was open'
            from json_to_recordset(:replacedhistory::json) as r (id uuid, by uuid, at timestamptz)
          """);

  private static final TableWrite TOLD =
      new TableWrite(
          "told",
          """
          insert into work_told (entry, person, newer, at)
          select r.id, p.person, r.by, r.at from json_to_recordset(:told::json) as r (id uuid, by uuid, at timestamptz)
          cross join lateral %s p
          on conflict (entry, person) do update set newer = excluded.newer, at = excluded.at, seen_at = null
          """
              .formatted(CONCERNED));

  private static final TableWrite TOLD_HISTORY =
      new TableWrite(
          "toldhistory",
          """
          insert into work_event (entry, at, who, words)
          select r.id, r.at, 'The node', 'told ' || n.name || case when r.by is null then ' that it is void'
            else ' that a newer version is in its place' end
          from json_to_recordset(:toldhistory::json) as r (id uuid, by uuid, at timestamptz)
          cross join lateral %s p join person n on n.id = p.person
          """
              .formatted(CONCERNED));

  private static final TableWrite VOID_TASKS =
      new TableWrite(
          "voidedtasks",
          """
          update work_task t set done_at = r.at, done_by = 'The node, since the document is void'
          from json_to_recordset(:voidedtasks::json) as r (id uuid, at timestamptz) where t.entry = r.id and t.done_at is null
          """);

  private static final TableWrite VOID_REVIEWS =
      new TableWrite(
          "voidedreviews",
          """
          update work_review t set result = 'not needed any more', given_at = r.at, given_by = 'The node, since the document is void'
          from json_to_recordset(:voidedreviews::json) as r (id uuid, at timestamptz) where t.entry = r.id and t.given_at is null
          """);

  private static final TableWrite VOIDED =
      new TableWrite(
          "voidedhistory",
          """
          insert into work_event (entry, at, who, words)
          select r.id, r.at, 'The node', 'declared it null and void, with all that was open'
          from json_to_recordset(:voidedhistory::json) as r (id uuid, at timestamptz)
          """);

  private Succession() {}

  /** {@code newer} has taken the place of {@code earlier}. */
  public static void replaced(StepResult result, UUID earlier, UUID newer, Instant at) {
    result.write(TASKS, new Row().put("id", earlier).put("by", newer));
    result.write(REVIEWS, new Row().put("id", earlier).put("by", newer));
    for (TableWrite each : List.of(REPLACED, TOLD, TOLD_HISTORY)) {
      result.write(each, new Row().put("id", earlier).put("by", newer).put("at", at));
    }
  }

  /** {@code entry} is null and void. */
  public static void voided(StepResult result, UUID entry, Instant at) {
    for (TableWrite each : List.of(VOID_TASKS, VOID_REVIEWS, VOIDED, TOLD, TOLD_HISTORY)) {
      result.write(each, new Row().put("id", entry).put("at", at));
    }
  }
}
