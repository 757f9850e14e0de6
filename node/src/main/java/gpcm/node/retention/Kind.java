package gpcm.node.retention;

import java.util.List;

/**
 * Something whose time ends.
 *
 * @param text in the report's columns
 * @param words in the audit log
 * @param due finds the next of an organisation whose time is over, and locks them
 * @param steps delete them, in this order; each takes their ids
 */
record Kind(String text, String words, String due, List<String> steps) {
  Kind {
    steps = List.copyOf(steps);
  }

  /** What was sent: the consultation as it was handed in, its files and its message. */
  static final Kind SENT =
      new Kind(
          "sent",
          "documents that were sent",
          """
          select d.id from document d left join retention_setting s on s.organisation = d.organisation
          where d.organisation = :organisation and d.updated_at <= :youngest and d.lease_owner is null
            and d.state in ('completed', 'rejected', 'failed', 'void', 'withdrawn', 'not-sent', 'superseded', 'other-route', 'given-up')
            and d.id <> all(:except)
            and kept_until(d.updated_at, d.occurred_at, coalesce(s.sent_years, 8), d.patient_birth_date) <= :now
            and not exists (select from alert a where a.document = d.id and a.resolved_at is null)
            and not exists (select from sending_follow_up f where f.document = d.id and f.closed_at is null)
            and not exists (select from document c where c.copy_of = d.id)
            and not exists (select from escalation x where x.document = d.id and x.settled_at is null)
            and not exists (select from confirmation_item i join confirmation k on k.id = i.confirmation
              where i.item = d.id and k.state = 'waiting')
            and
          """
              + CaseSql.SENT_NOT_HELD
              + "order by d.updated_at, d.id limit :most for update of d skip locked",
          List.of(
              """
              insert into deleted_case (id, organisation, kind, state, came_at, ended_at, deleted_at, sha256)
              select id, organisation, 'sent', state, accepted_at, updated_at, :now, consultation_sha256 from document where id = any(:ids)
              """,
              """
              insert into content_unnamed (sha256)
              select consultation_sha256 from document where id = any(:ids)
              union select message_sha256 from document where id = any(:ids) and message_sha256 is not null
              union select unnest(earlier_message_sha256) from document where id = any(:ids)
              union select sha256 from document_attachment where document = any(:ids)
              on conflict do nothing
              """,
              "delete from alert where document = any(:ids)",
              "delete from event where document = any(:ids)",
              "delete from sending_follow_up where document = any(:ids)",
              "delete from document_look_up where document = any(:ids)",
              "delete from document_look where document = any(:ids)",
              "delete from sending_folder_act where document = any(:ids)",
              "delete from document_listed where document = any(:ids)",
              "delete from bulk_item where document = any(:ids)",
              "delete from document_attachment where document = any(:ids)",
              "delete from document where id = any(:ids)"));

  /** What was received, with all that people did with it. */
  static final Kind RECEIVED =
      new Kind(
          "received",
          "messages that were received",
          """
          select m.id from received_message m
          left join worklist_entry e on e.received = m.id
          left join retention_setting s on s.organisation = m.organisation
          where m.organisation = :organisation and m.received_at <= :youngest and m.id <> all(:except)
            and case when e.id is null then greatest(m.received_at, m.processed_at) + make_interval(years => coalesce(s.received_years, 8))
              else kept_until(greatest(m.received_at, m.processed_at, e.done_at), m.received_at, coalesce(s.received_years, 8),
                date_as_written(e.patient_birth_date)) end <= :now
            and not exists (select from worklist_entry older where older.replaced_by = e.id)
            and
          """
              + CaseSql.RECEIVED_SETTLED
              + "and "
              + CaseSql.RECEIVED_NOT_HELD
              + "order by m.received_at, m.id limit :most for update of m skip locked",
          List.of(
              """
              insert into deleted_case (id, organisation, kind, state, came_at, ended_at, deleted_at, sha256, entry)
              select m.id, m.organisation, 'received', coalesce(e.work, m.state), m.received_at,
                greatest(m.received_at, m.processed_at, e.done_at), :now, m.sha256, e.id
              from received_message m left join worklist_entry e on e.received = m.id where m.id = any(:ids)
              """,
              """
              insert into content_unnamed (sha256)
              select sha256 from received_message where id = any(:ids)
              union select sha256 from answer where received = any(:ids)
              union select f.sha256 from worklist_attachment f join worklist_entry e on e.id = f.entry where e.received = any(:ids)
              union select f.sha256 from hand_over_file f join hand_over_item i on i.id = f.item
                join worklist_entry e on e.id = i.entry where e.received = any(:ids)
              on conflict do nothing
              """,
              "delete from alert where received = any(:ids)",
              "delete from event where received = any(:ids)",
              "delete from hand_over_file where item in (select i.id from hand_over_item i join"
                  + " worklist_entry e on e.id = i.entry where e.received = any(:ids))",
              "delete from hand_over_item where entry in (select id from worklist_entry where"
                  + " received = any(:ids))",
              "delete from coded_entry where entry in (select id from worklist_entry where received"
                  + " = any(:ids))",
              "delete from document_detail where entry in (select id from worklist_entry where"
                  + " received = any(:ids))",
              "delete from later_outcome where entry in (select id from worklist_entry where"
                  + " received = any(:ids))",
              "delete from escalation where entry in (select id from worklist_entry where received"
                  + " = any(:ids))",
              "delete from business_decision where received = any(:ids)",
              "delete from work_completion where entry in (select id from worklist_entry where"
                  + " received = any(:ids))",
              "delete from work_told where entry in (select id from worklist_entry where received ="
                  + " any(:ids))",
              "delete from work_event where entry in (select id from worklist_entry where received"
                  + " = any(:ids))",
              "delete from work_note where entry in (select id from worklist_entry where received ="
                  + " any(:ids))",
              "delete from work_task where entry in (select id from worklist_entry where received ="
                  + " any(:ids))",
              "delete from work_review where entry in (select id from worklist_entry where received"
                  + " = any(:ids))",
              "delete from worklist_attachment where entry in (select id from worklist_entry where"
                  + " received = any(:ids))",
              // A later version keeps what it says itself; from which one it was taken over is
              // gone.
              "update coded_entry set decided_in = null where decided_in in (select id from"
                  + " worklist_entry where received = any(:ids))",
              "update work_task set moved_from = null where moved_from in (select id from"
                  + " worklist_entry where received = any(:ids))",
              "update work_review set moved_from = null where moved_from in (select id from"
                  + " worklist_entry where received = any(:ids))",
              "update work_told set newer = null where newer in (select id from worklist_entry"
                  + " where received = any(:ids))",
              "update business_decision set original = null where original in (select id from"
                  + " worklist_entry where received = any(:ids))",
              // A new document of the patient that is just filed has this row, and is seen then.
              """
              update restricted_record r set since = r.since from worklist_entry e where e.received = any(:ids)
                and r.organisation = e.organisation and r.nhs_number = replace(e.patient_nhs_number, ' ', '')
              """,
              // Of whom nothing is left, nothing is to be protected.
              """
              delete from restricted_record r using worklist_entry e where e.received = any(:ids)
                and r.organisation = e.organisation and r.nhs_number = replace(e.patient_nhs_number, ' ', '')
                and not exists (select from worklist_entry o where o.organisation = e.organisation
                  and o.patient_nhs_number in (r.nhs_number, overlay(overlay(r.nhs_number placing ' ' from 7 for 0) placing ' ' from 4 for 0))
                  and o.received <> all(:ids))
              """,
              "delete from worklist_entry where received = any(:ids)",
              "delete from answer where received = any(:ids)",
              "delete from finding where received = any(:ids)",
              "delete from message_seen where received = any(:ids)",
              "delete from document_seen where received = any(:ids)",
              "delete from received_message where id = any(:ids)"));

  /** The bytes of what a record system has taken over. */
  static final Kind CONTENT =
      new Kind(
          "contents",
          "received documents, of which the bytes went and the rest stays",
          """
          select m.id from hand_over_item done
          join worklist_entry e on e.id = done.entry
          join received_message m on m.id = e.received
          left join retention_setting s on s.organisation = done.organisation
          where done.organisation = :organisation and done.kind = 'document' and done.state = 'accepted' and not done.content_removed
            and done.answered_at <= :youngest and m.id <> all(:except)
            and done.answered_at + make_interval(months => coalesce(s.content_months, 6)) <= :now
            and
          """
              + CaseSql.RECEIVED_SETTLED
              + "and "
              + CaseSql.RECEIVED_NOT_HELD
              + "order by done.answered_at, done.id limit :most for update of m skip locked",
          List.of(
              "update received_message set content_removed_at = :now where id = any(:ids)",
              "update hand_over_item set content_removed = true where entry in (select id from"
                  + " worklist_entry where received = any(:ids))",
              """
              insert into content_unnamed (sha256)
              select sha256 from received_message where id = any(:ids)
              union select f.sha256 from worklist_attachment f join worklist_entry e on e.id = f.entry where e.received = any(:ids)
              on conflict do nothing
              """));
}
