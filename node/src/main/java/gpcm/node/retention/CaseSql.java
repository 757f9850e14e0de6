package gpcm.node.retention;

/** What stands in the statements of both kinds of cases. */
final class CaseSql {
  /**
   * A hold that is in force on the patient {@code %1$s}, on one of the cases {@code %2$s}, or on
   * all. What has no NHS number, such as an acknowledgement, may be about whoever is held.
   */
  private static final String HELD =
      """
      not exists (select from legal_hold h where h.organisation = :organisation and h.lifted_at is null
        and (h.patient_nhs_number is null and h.case_id is null or coalesce(replace(%1$s, ' ', ''), '') !~ '^[0-9]{10}$'
          or h.patient_nhs_number = replace(%1$s, ' ', '') or h.case_id in (%2$s)%3$s))
      """;

  /** PDS may have given it another number. */
  static final String SENT_NOT_HELD =
      HELD.formatted(
          "d.patient_nhs_number",
          "d.id",
          """

          or exists (select from document_look_up l where l.document = d.id
            and h.patient_nhs_number in (l.send_number, l.returned_number))\
          """);

  static final String RECEIVED_NOT_HELD = HELD.formatted("e.patient_nhs_number", "e.id, m.id", "");

  /** Nobody has anything left to do with a received message. */
  static final String RECEIVED_SETTLED =
      """
      m.state <> 'stored' and m.lease_owner is null and (e.id is null or e.closed)
      and not exists (select from alert a where a.received = m.id and a.resolved_at is null)
      and not exists (select from answer a where a.received = m.id and a.state = 'waiting')
      and not exists (select from work_task t where t.entry = e.id and t.done_at is null)
      and not exists (select from work_review v where v.entry = e.id and v.given_at is null)
      and not exists (select from business_decision b where b.entry = e.id and b.decided_at is null)
      and not exists (select from coded_entry c where c.entry = e.id and c.state = 'to-review')
      and not exists (select from hand_over_item o where o.entry = e.id and o.state = 'offered')
      and not exists (select from escalation x where x.entry = e.id and x.settled_at is null)
      and not exists (select from confirmation_item i join confirmation k on k.id = i.confirmation
        where i.item in (m.id, e.id) and k.state = 'waiting')
      """;

  private CaseSql() {}
}
