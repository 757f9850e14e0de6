package gpcm.node.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Plan;
import gpcm.node.store.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Eight messages that are like nothing else, the oldest of 30,000 that came, as many answers and as
 * many that were sent by one of two organisations: each way of looking for them finds them by an
 * index.
 */
@ExtendWith(DatabaseExtension.class)
class FewAmongManyMessagesTest {
  private static final String PRACTICE = "A99902";

  /**
   * The ten, with what is asked about each; each table of the messages has more than a thousand.
   */
  private static final int MOST_PAGES = 400;

  private static Database database;

  @BeforeAll
  static void manyMessages(Database given) {
    database = given;
    given.jdbi().useHandle(FewAmongManyMessagesTest::fill);
  }

  private static void fill(Handle handle) {
    handle.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject, local_id,
          status_code, status_description, linked_message_id, sha256, size, state, message_id, document_id, sender_reference, received_at,
          position, response_code)
        select md5('received-' || n)::uuid, case when n % 3 = 0 then 'A99903' else 'A99902' end, 'mesh-' || n,
          case when n % 4000 = 1 then 'REPORT' else 'DATA' end, case when n % 4000 = 2 then 'X26' else 'A99901' end || 'OT001', 'A99902OT001',
          case when n % 4000 = 4 then 'OTHER' else 'GPFED_CONSULT_REPORT' end, '', case when n % 4000 = 5 then 'RARE' else 'LOCAL' end,
          case when n % 4000 = 1 then 'EPL-151' else '' end, '', '', '', 1, 'accepted', 'message-' || n, 'document-' || n, 'encounter-' || n,
          timestamptz '2026-01-01T00:00:00Z' - case when n % 4000 < 6 then interval '10 years' else interval '0' end - n * interval '1 minute',
          n, case when n % 4000 = 1 then null when n % 2 = 0 then '20013' end
        from generate_series(1, 45000) n
        """);
    handle.execute(
        """
        insert into answer (id, organisation, received, kind, code, address, message_id, sha256, size, state, posting, created_at, subject)
        select md5('answer-' || n)::uuid, r.organisation, r.id, 'business', case when n % 4000 = 7 then '30002' else '30001' end,
          case when n % 4000 = 8 then 'X26' else 'A99901' end || 'OT001', 'answer-' || n, '', 1, 'sent', 'taken',
          timestamptz '2026-01-01T00:00:00Z' - case when n % 4000 between 7 and 8 then interval '10 years' else interval '0' end - n * interval '1 minute', ''
        from generate_series(1, 45000) n join received_message r on r.id = md5('received-' || n)::uuid
        """);
    handle.execute(
        """
        insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number, patient_name,
          patient_birth_date, registered_practice, occurred_at, subject, consultation_sha256, submission_sha256, recipient, recipient_type,
          accepted_at, updated_at, infrastructure_code, business_code, message_id, mesh_message_id, message_sha256, message_size, address)
        select md5('document-' || n)::uuid, case when n % 3 = 0 then 'A99903' else 'A99902' end, 'generic', 'completed', 'sent-' || n, 1, false,
          '9990000018', 'Alpha Testpatient', date '1957-01-01', 'Testford Surgery (A99901)', timestamptz '2026-01-01T00:00:00Z', 'Report', '', '',
          case when n % 4000 = 11 then 'Sampleton Practice (X26)' else 'Testford Surgery (A99901)' end, 'FA',
          timestamptz '2026-01-01T00:00:00Z' - case when n % 4000 between 9 and 12 then interval '10 years' else interval '0' end - n * interval '1 minute',
          timestamptz '2026-06-01T00:00:00Z', case when n % 4000 = 12 then '20007' else '20013' end, case when n % 4000 = 9 then '30002' else '30001' end,
          'sent-message-' || n, 'sent-mesh-' || n, repeat('0', 64), 1, case when n % 4000 = 10 then 'X26' else 'A99901' end || 'OT001'
        from generate_series(1, 45000) n
        """);
    handle.execute(
        """
        insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title,
          version, confidential, patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name,
          encounter_id, message_id, document_id, composition_id, warnings, received_at)
        select gen_random_uuid(), organisation, id, 'to-do', 'consultation-summary', 'FA', 'Report', 'Report', 1, false, '9990000018',
          'Testpatient, Alpha', '1957-01-09', 'A99901', 'Hub', '', mesh_message_id, mesh_message_id, '', '', received_at
        from received_message where response_code is null
        """);
    handle.execute(
        """
        insert into restricted_record (organisation, nhs_number, since)
        select 'A99902', '999' || lpad(n::text, 7, '0'), now() from generate_series(100, 20000) n
        """);
    handle.execute("vacuum analyze");
  }

  private static TrafficQuery asked(
      Optional<MessageKind> kind, String codeOrNull, String workflowOrNull, String partyOrNull) {
    return new TrafficQuery(
        PRACTICE,
        Optional.empty(),
        kind,
        Optional.empty(),
        Optional.ofNullable(codeOrNull),
        Optional.ofNullable(workflowOrNull),
        Optional.ofNullable(partyOrNull),
        Optional.empty(),
        Optional.empty(),
        Slice.newest(50));
  }

  private static List<TrafficMessage> found(TrafficQuery query) {
    return database
        .jdbi()
        .withHandle(
            handle -> {
              handle.execute("set random_page_cost = 1.1");
              Map<String, Object> values = new HashMap<>();
              Plan.of(
                      handle,
                      TrafficRows.sql(query, values),
                      rows -> TrafficRows.bind(rows, query, values))
                  .looksAtPages(MOST_PAGES);
              return new TrafficRows(handle, PRACTICE).list(query);
            });
  }

  @Test
  void a_code_of_MESH() {
    assertThat(found(asked(Optional.empty(), "EPL-151", null, null)))
        .hasSize(8)
        .allMatch(each -> each.kind() == MessageKind.MESH_REPORT);
  }

  @Test
  void a_code_of_an_answer() {
    assertThat(found(asked(Optional.empty(), "30002", null, null)))
        .hasSize(16)
        .extracting(TrafficMessage::origin)
        .containsOnly(Origin.ANSWER, Origin.DOCUMENT);
    assertThat(found(asked(Optional.empty(), "20007", null, null)))
        .hasSize(8)
        .allMatch(each -> each.origin() == Origin.DOCUMENT);
  }

  @Test
  void a_kind() {
    assertThat(found(asked(Optional.of(MessageKind.MESH_REPORT), null, null, null))).hasSize(8);
  }

  @Test
  void a_workflow() {
    assertThat(found(asked(Optional.empty(), null, "OTHER", null))).hasSize(8);
  }

  @Test
  void an_organisation_at_the_other_end_of_what_came_and_of_what_was_answered() {
    assertThat(found(asked(Optional.empty(), null, null, "x26")))
        .hasSize(32)
        .extracting(TrafficMessage::origin)
        .contains(Origin.RECEIVED, Origin.ANSWER, Origin.DOCUMENT);
  }

  @Test
  void a_mailbox() {
    assertThat(found(asked(Optional.empty(), null, null, "X26OT001"))).hasSize(32);
    assertThat(found(asked(Optional.empty(), null, null, "X26OT002")))
        .hasSize(8)
        .allMatch(each -> each.origin() == Origin.DOCUMENT);
  }

  @Test
  void a_local_id() {
    assertThat(found(asked(Optional.empty(), null, null, "RARE"))).hasSize(8);
  }
}
