package gpcm.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.people.Extent;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is finished costs the figures nothing. */
@ExtendWith(DatabaseExtension.class)
class PlanTest {
  @TempDir Path folder;

  @Test
  void finishedDocumentsAreNotLookedAt(DatabaseSettings settings) {
    try (Database database = Database.open(settings, folder)) {
      database.jdbi().useHandle(handle -> handle.execute(documents("completed", 1, 50_000)));
      database.jdbi().useHandle(handle -> handle.execute(documents("built", 50_001, 50_010)));
      database.jdbi().useHandle(handle -> handle.execute("vacuum analyze document"));

      List<String> plan =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("explain (analyze, costs off) " + DatabaseFigures.STATEMENT)
                          .bind("now", OffsetDateTime.now(Clock.systemUTC()))
                          .bind("late", OffsetDateTime.now(Clock.systemUTC()))
                          .bind("only", (String) null)
                          .bind("stuck", 4)
                          .mapTo(String.class)
                          .list());

      assertThat(plan).anyMatch(line -> line.contains("using document_open on document"));
      assertThat(plan).noneMatch(line -> line.contains("Seq Scan on document"));
      assertThat(new DatabaseFigures(database.jdbi(), Clock.systemUTC()).read(Extent.ALL).work())
          .singleElement()
          .satisfies(
              work -> {
                assertThat(work.state()).isEqualTo("built");
                assertThat(work.open()).isEqualTo(10);
                assertThat(work.late()).isEqualTo(10);
              });
    }
  }

  private static String documents(String state, int first, int last) {
    return """
    insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number, patient_name,
      patient_birth_date, occurred_at, subject, consultation_sha256, submission_sha256, accepted_at, updated_at, due_at, recipient, recipient_type)
    select gen_random_uuid(), 'A99901', 'consultation-summary', '%s', n::text, 1, false, '9990000018', 'X', '1957-01-09', now(), 'x', 'x', 'x',
      now() - interval '1 hour', now(), now() - interval '1 hour', 'A99902', 'FA'
    from generate_series(%d, %d) n
    """
        .formatted(state, first, last);
  }
}
