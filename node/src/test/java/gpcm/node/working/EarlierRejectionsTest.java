package gpcm.node.working;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.journal.AlertSeverity;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.store.EarlierSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documents of versions that had among what needs matching also what was answered at once not to be
 * ours; and their reviews and alerts.
 */
@ExtendWith(DatabaseExtension.class)
class EarlierRejectionsTest {
  private static final UUID CLERK = UUID.randomUUID();
  private static final List<String> PROBLEMS =
      List.of(
          "failed/1",
          "rejected/1",
          "void/1",
          "overdue/1",
          "contradicted/1",
          "answer-unclear/1",
          "answer-in-doubt/1",
          "taken-for-another/1",
          "damaged/1",
          "damaged-content/1",
          "lost-content",
          "unexpected/1",
          "processing/1",
          "mesh-polling",
          "mesh-posting",
          "mesh-refused",
          "audit-damaged",
          "hand-over-contradicted/1",
          "audit-unpublished",
          "audit-not-witnessed",
          "settings/no-team",
          "stuck/1");

  @TempDir Path data;
  private DatabaseSettings settings;
  private Jdbi old;
  private Database database;

  @BeforeEach
  void databaseOfVersion43(DatabaseSettings given) {
    settings = given;
    old = EarlierSchema.of(settings, "43?");
    execute(
        "insert into person (id, issuer, subject, name, created_at) values ('%s', 'x', 'x', 'A. Clerk', now())"
            .formatted(CLERK));
    execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, position, received_at)
        values (md5('one')::uuid, 'A99902', 'one', 'DATA', '', '', '', '', '', '', '', '', '', 0, 'filed', 1, now())
        """);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private void execute(String sql) {
    old.useHandle(handle -> handle.execute(sql));
  }

  private void document(String state, String work) {
    execute(
        """
        insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title, version,
          confidential, patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name, encounter_id, message_id,
          document_id, composition_id, warnings, received_at, work, matched, due_at)
        select id, organisation, id, '%s', 'generic', 'FA', 'Report', 'Report', 1, false, '9990000107', 'Quill, Alpha',
          '1957-01-09', 'A99901', '', '', 'one', 'one', '', '', received_at, '%s', false, now() + interval '3 days'
        from received_message
        """
            .formatted(state, work));
  }

  private void upgrade() {
    database = Database.open(settings, data);
  }

  private List<String> all(String sql) {
    return old.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private List<String> late() {
    return all("select id from worklist_entry where least(due_at, open_due_at) < now()");
  }

  private static final String WORK = "select work from worklist_entry";
  private static final String TOLD = "select problem from alert";

  @Test
  void whatNobodyHadInHandIsRejectedAndItsHistorySaysSo() {
    document("not-known-here", "needs-matching");
    upgrade();
    assertThat(all(WORK)).containsExactly("rejected");
    assertThat(all("select words from work_event"))
        .containsExactly(
            "counts it as rejected, since its sender was answered that the patient is not"
                + " registered here");
    assertThat(all(TOLD)).isEmpty();
  }

  @Test
  void whoeverHadOneIsTold() {
    document("not-known-here", "needs-matching");
    execute("update worklist_entry set owner_person = '%s'".formatted(CLERK));
    upgrade();
    assertThat(all(WORK)).containsExactly("rejected");
    assertThat(all(TOLD)).singleElement().asString().startsWith("counts-as-rejected/");
  }

  @Test
  void whatWaitedForADayIsToldAndWaitsNoMore() {
    document("not-known-here", "waiting");
    execute("update worklist_entry set waiting_until = '2030-01-01'");
    upgrade();
    assertThat(all(WORK)).containsExactly("rejected");
    assertThat(all("select id from worklist_entry where waiting_until is not null")).isEmpty();
    assertThat(all(TOLD)).hasSize(1);
  }

  @Test
  void anOpenTaskIsToldAndStays() {
    document("not-known-here", "needs-matching");
    execute(
        "insert into work_task (id, entry, what, opened_at, opened_by) select gen_random_uuid(),"
            + " id, 'Ring', now(), 'A. Clerk' from worklist_entry");
    upgrade();
    assertThat(all(TOLD)).hasSize(1);
    assertThat(all("select what from work_task where done_at is null")).containsExactly("Ring");
  }

  @Test
  void whatSomebodyFinishedStaysDone() {
    document("not-known-here", "done");
    upgrade();
    assertThat(all(WORK)).containsExactly("done");
    assertThat(all(TOLD)).isEmpty();
  }

  @Test
  void whatIsInDoubtStillNeedsMatching() {
    document("needs-matching", "needs-matching");
    upgrade();
    assertThat(all(WORK)).containsExactly("needs-matching");
    assertThat(all("select words from work_event")).isEmpty();
  }

  @Test
  void aReviewThatIsLateMakesItsDocumentLate() {
    document("to-do", "in-review");
    execute(
        "insert into work_review (id, entry, instruction, asked_at, asked_by, due_at) select"
            + " gen_random_uuid(), id, 'Look', now(), 'A. Clerk', now() - interval '1 hour' from"
            + " worklist_entry");
    upgrade();
    assertThat(late()).hasSize(1);
  }

  @Test
  void aTaskThatIsLateMakesItsDocumentLate() {
    document("to-do", "in-progress");
    execute(
        "insert into work_task (id, entry, what, due_on, opened_at, opened_by) select"
            + " gen_random_uuid(), id, 'Ring', current_date - 2, now(), 'A. Clerk' from"
            + " worklist_entry");
    upgrade();
    assertThat(late()).hasSize(1);
  }

  /** With millions of documents that would keep everybody out for as long as it takes. */
  @Test
  void theDocumentsAreNotWrittenAnew() {
    document("to-do", "new");
    List<String> before = all("select pg_relation_filenode('worklist_entry')");
    upgrade();
    assertThat(all("select pg_relation_filenode('worklist_entry')")).isEqualTo(before);
  }

  @Test
  void eachAlertIsAsUrgentAsOneThatIsRaisedNow() {
    for (String problem : PROBLEMS) {
      execute(
          "insert into alert (organisation, problem, title, what_happened, what_to_do, times,"
              + " raised_at, last_at) values ('A99902', '%s', '', '', '', 1, now(), now())"
                  .formatted(problem));
    }
    upgrade();
    assertThat(all("select problem || ' ' || severity from alert order by id"))
        .isEqualTo(
            PROBLEMS.stream()
                .map(problem -> problem + " " + AlertSeverity.of(problem).row())
                .toList());
  }
}
