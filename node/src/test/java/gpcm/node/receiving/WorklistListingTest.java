package gpcm.node.receiving;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Keyset;
import gpcm.node.store.Plan;
import gpcm.node.store.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists of a worklist that has been in use for years. */
@ExtendWith(DatabaseExtension.class)
class WorklistListingTest {

  @Test
  void everyPageIsReadFromAnIndex(Database database) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient,
                    workflow_id, subject, local_id, status_code, status_description, linked_message_id, sha256, size,
                    state, position, received_at)
                  select md5('received-' || n)::uuid, case when n % 3 = 0 then 'A99902' else 'A99901' end, n, 'DATA', '',
                    '', '', '', '', '', '', '', '', 0, 'filed', n, timestamptz '2026-06-01T00:00:00Z' + (n - 100000) * interval '1 minute'
                  from generate_series(1, 200000) n
                  """);
              handle.execute(
                  """
                  insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title,
                    version, confidential, patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name,
                    encounter_id, message_id, document_id, composition_id, warnings, received_at)
                  select gen_random_uuid(), organisation, id, case when random() < 0.1 then 'replaced' else 'to-do' end,
                    'consultation-summary', 'FA', 'Report', 'Report', 1, false, '9990000018', 'Testpatient, Alpha',
                    '1957-01-09', 'A99903', 'Hub', '', mesh_message_id, mesh_message_id, '', '', received_at
                  from received_message
                  """);
              handle.execute(
                  """
                  insert into restricted_record (organisation, nhs_number, since)
                  select case when n % 3 = 0 then 'A99902' else 'A99901' end, '999' || lpad(n::text, 7, '0'), now() from generate_series(1, 20000) n
                  """);
              handle.execute("analyze worklist_entry");
              handle.execute("analyze restricted_record");
              Keyset middle = new Keyset(Instant.parse("2026-06-01T00:00:00Z"), UUID.randomUUID());
              for (Slice slice :
                  List.of(Slice.newest(51), Slice.after(middle, 51), Slice.before(middle, 51))) {
                for (boolean replaced : List.of(true, false)) {
                  for (Optional<String> organisation :
                      List.of(Optional.<String>empty(), Optional.of("A99902"))) {
                    WorklistQuery query = new WorklistQuery(organisation, replaced, slice);
                    Plan.of(
                            handle,
                            WorklistEntries.listing(query),
                            select -> {
                              organisation.ifPresent(ods -> select.bind("organisation", ods));
                              return slice.bind(select);
                            })
                        .looksAtPages(200);
                  }
                }
              }
            });
  }
}
