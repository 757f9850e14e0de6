package gpcm.node.sending;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.DocumentState;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Keyset;
import gpcm.node.store.Plan;
import gpcm.node.store.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists of an outbox that has been in use for years. */
@ExtendWith(DatabaseExtension.class)
class OutboxListingTest {
  private static final Instant MIDDLE = Instant.parse("2026-06-01T00:00:00Z");

  private final Documents documents = new Documents();
  private Database database;

  @BeforeEach
  void manyDocuments(Database database) {
    this.database = database;
    database.jdbi().useHandle(OutboxListingTest::fill);
  }

  /** One in a hundred has not been completed; of one organisation there is hardly anything. */
  private static void fill(Handle handle) {
    handle.execute(
        """
        insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number,
          patient_name, patient_birth_date, registered_practice, occurred_at, subject, consultation_sha256,
          submission_sha256, recipient, recipient_type, accepted_at, updated_at)
        select gen_random_uuid(), case when n % 5000 = 0 then 'A99903' when n % 3 = 0 then 'A99902' else 'A99901' end,
          'consultation-summary', case when n % 100 = 0 then 'failed' else 'completed' end, 'encounter-' || n, 1, false,
          '9990000018', 'Testpatient, Alpha', date '1957-01-09', 'Testford Surgery (A99902)', moment, 'Report', '', '',
          'Testford Surgery (A99902)', 'FA', moment, moment
        from (select n, timestamptz '2026-06-01T00:00:00Z' + (n / 3 - 33333) * interval '1 minute' as moment
          from generate_series(1, 200000) n) numbered
        """);
    handle.execute("analyze document");
  }

  @Test
  void everyPageIsReadFromAnIndex() {
    Keyset middle = new Keyset(MIDDLE, UUID.randomUUID());
    List<Slice> slices =
        List.of(Slice.newest(51), Slice.after(middle, 51), Slice.before(middle, 51));
    List<Optional<String>> organisations =
        List.of(Optional.empty(), Optional.of("A99901"), Optional.of("A99903"));
    List<Optional<DocumentState>> states =
        List.of(
            Optional.empty(),
            Optional.of(DocumentState.COMPLETED),
            Optional.of(DocumentState.FAILED),
            Optional.of(DocumentState.OVERDUE));
    for (Slice slice : slices) {
      for (Optional<String> organisation : organisations) {
        for (Optional<DocumentState> state : states) {
          plan(new OutboxQuery(organisation, state, slice)).looksAtPages(200);
        }
      }
    }
  }

  private Plan plan(OutboxQuery query) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                Plan.of(
                    handle,
                    Documents.listing(query),
                    select -> {
                      query.organisation().ifPresent(ods -> select.bind("organisation", ods));
                      return query.slice().bind(select);
                    }));
  }

  @Test
  void pageByPageEachDocumentIsThereOnceInBothDirections() {
    List<UUID> downwards = new ArrayList<>();
    Optional<String> few = Optional.of("A99903");
    List<OutboxDocument> page = list(new OutboxQuery(few, Optional.empty(), Slice.newest(7)));
    while (!page.isEmpty()) {
      page.forEach(document -> downwards.add(document.id()));
      page = list(new OutboxQuery(few, Optional.empty(), Slice.after(place(page.getLast()), 7)));
    }
    assertThat(downwards).hasSize(40).doesNotHaveDuplicates();

    List<UUID> upwards = new ArrayList<>();
    Keyset last = place(list(new OutboxQuery(few, Optional.empty(), Slice.newest(40))).getLast());
    page = list(new OutboxQuery(few, Optional.empty(), Slice.before(last, 7)));
    while (!page.isEmpty()) {
      page.reversed().forEach(document -> upwards.add(document.id()));
      page = list(new OutboxQuery(few, Optional.empty(), Slice.before(place(page.getFirst()), 7)));
    }
    assertThat(upwards.reversed()).isEqualTo(downwards.subList(0, 39));
  }

  private static Keyset place(OutboxDocument document) {
    return new Keyset(document.acceptedAt(), document.id());
  }

  private List<OutboxDocument> list(OutboxQuery query) {
    return database.jdbi().withHandle(handle -> documents.list(handle, query));
  }
}
