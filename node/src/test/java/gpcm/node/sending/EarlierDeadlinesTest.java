package gpcm.node.sending;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.store.EarlierSchema;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was under way in a version that watched nothing is watched after the upgrade, by the usual
 * times from when it came into its state; what has ended is not.
 */
@ExtendWith(DatabaseExtension.class)
class EarlierDeadlinesTest {
  private static final String NEVER = "told never, MESH asked never";
  private static final String NOT_POSTED = "posting = 'none'";
  private static final String AT_MESH = "posting = 'taken', mesh_message_id = 'M1'";
  private static final String COPY =
      ", recipient_type = 'FI', copy_of = (select id from document where encounter_id ="
          + " 'original')";

  @TempDir Path data;
  private DatabaseSettings settings;
  private Jdbi old;
  private Database database;

  @BeforeEach
  void databaseOfVersion55(DatabaseSettings given) {
    settings = given;
    old = EarlierSchema.of(settings, "55");
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private void document(String name, String state, String columns) {
    old.useHandle(
        handle -> {
          handle
              .createUpdate(
                  """
                  insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number,
                    patient_name, patient_birth_date, occurred_at, subject, consultation_sha256, submission_sha256, accepted_at,
                    updated_at, recipient, recipient_type)
                  values (md5(:name)::uuid, 'A99901', 'generic', :state, :name, 1, false, '9990000018', 'Testpatient', '1957-01-09',
                    now(), '', '', '', '2030-01-01T00:00Z', '2030-01-02T10:00Z', 'The practice (A99902)', 'FA')
                  """)
              .bind("name", name)
              .bind("state", state)
              .execute();
          handle.execute(
              "update document set %s where encounter_id = '%s'".formatted(columns, name));
        });
  }

  private String one(String query) {
    return old.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
  }

  /** In hours after it came into its state. */
  private String watched(String name) {
    return one(
        """
        select 'told ' || coalesce(extract(epoch from tell_at - updated_at)::integer / 3600 || ' h', 'never')
          || ', MESH asked ' || coalesce(extract(epoch from ask_mesh_at - updated_at)::integer / 3600 || ' h', 'never')
        from document where encounter_id = '%s' and not told
        """
            .formatted(name));
  }

  private void upgrade() {
    database = Database.open(settings, data);
  }

  private String afterwards(String state, String columns) {
    document("one", state, columns);
    upgrade();
    return watched("one");
  }

  private String copyAfterwards(String state, String columns) {
    document("original", "completed", AT_MESH);
    document("copy", state, columns + COPY);
    upgrade();
    assertThat(watched("original")).isEqualTo(NEVER);
    return watched("copy");
  }

  @Test
  void what_was_accepted_is_to_be_at_MESH_within_an_hour() {
    assertThat(afterwards("accepted", NOT_POSTED)).isEqualTo("told 1 h, MESH asked never");
  }

  @Test
  void what_was_built_is_to_be_at_MESH_within_an_hour() {
    assertThat(afterwards("built", NOT_POSTED)).isEqualTo("told 1 h, MESH asked never");
  }

  @Test
  void of_what_MESH_has_it_is_asked_and_told_that_nobody_collects_it() {
    assertThat(afterwards("sent", AT_MESH)).isEqualTo("told 12 h, MESH asked 2 h");
  }

  @Test
  void MESH_is_not_asked_of_what_a_file_client_has() {
    assertThat(afterwards("sent", "posting = 'handed-over', pair_name = 'pair'")).isEqualTo(NEVER);
  }

  /** One day is over already when it becomes overdue. */
  @Test
  void what_was_overdue_without_a_sign_is_told_as_undelivered_after_four_days_more() {
    assertThat(afterwards("overdue", AT_MESH)).isEqualTo("told 96 h, MESH asked never");
  }

  @Test
  void what_was_overdue_though_it_has_arrived_is_not_told_as_undelivered() {
    assertThat(afterwards("overdue", AT_MESH + ", infrastructure_code = '20013'")).isEqualTo(NEVER);
  }

  @Test
  void what_had_ended_is_not_watched() {
    assertThat(afterwards("completed", AT_MESH)).isEqualTo(NEVER);
  }

  @Test
  void what_waited_for_a_person_keeps_the_time_that_it_had() {
    assertThat(afterwards("held", NOT_POSTED + ", due_at = '2030-01-03T10:00Z'")).isEqualTo(NEVER);
    assertThat(one("select due_at = '2030-01-03T10:00Z' from document")).isEqualTo("t");
  }

  @Test
  void a_copy_that_MESH_has_is_watched_by_itself() {
    assertThat(copyAfterwards("sent", AT_MESH)).isEqualTo("told 12 h, MESH asked 2 h");
  }

  @Test
  void a_copy_that_MESH_has_not_taken_is_watched_by_itself() {
    assertThat(copyAfterwards("built", NOT_POSTED)).isEqualTo("told 1 h, MESH asked never");
  }
}
