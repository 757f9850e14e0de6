package gpcm.node.working;

import static gpcm.node.working.ManyDocuments.NOW;
import static gpcm.node.working.ManyDocuments.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Moment;
import gpcm.node.store.Plan;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is late: a document itself, or a review or a task of it. */
@ExtendWith(DatabaseExtension.class)
class LateDocumentsTest {
  private ManyDocuments documents;

  @BeforeEach
  void documentsAreThere(Database database) {
    documents = new ManyDocuments(database);
  }

  /** Nothing is late but for what is open about the newest document. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          a review that is late,        work_review, "due_at = timestamptz '2026-06-01T11:59Z'", true
          a review that is due,         work_review, "due_at = timestamptz '2026-06-01T12:01Z'", false
          a review without a time,      work_review, "due_at = null", false
          a late review that is given,  work_review, "due_at = timestamptz '2026-05-01T12:00Z', given_at = now()", false
          a level that waits,           work_review, "due_at = timestamptz '2026-05-01T12:00Z', waits = true", false
          a task of yesterday,          work_task,   "due_on = date '2026-05-31'", true
          a task of today,              work_task,   "due_on = date '2026-06-01'", false
          a task without a day,         work_task,   "due_on = null", false
          a late task that is done,     work_task,   "due_on = date '2026-05-31', done_at = now()", false
          """)
  void whatIsOpenAboutADocumentMakesItLate(
      String what, String table, String changed, boolean late) {
    nothingIsLateButForOne();
    documents.execute("update " + table + " set " + changed);
    assertThat(late()).as(what).isEqualTo(late ? List.of(documents.entry(2)) : List.of());
  }

  private void nothingIsLateButForOne() {
    documents.execute("update worklist_entry set due_at = timestamptz '2026-07-01T12:00:00Z'");
    documents.execute(
        """
        insert into work_review (id, entry, instruction, asked_at, asked_by)
        values (gen_random_uuid(), md5('entry-2')::uuid, 'Look', now(), 'A. Clerk')
        """);
    documents.execute(
        """
        insert into work_task (id, entry, what, opened_at, opened_by)
        values (gen_random_uuid(), md5('entry-2')::uuid, 'Ring', now(), 'A. Clerk')
        """);
  }

  /** What is late, by the view, its count and the mark of each row. */
  private List<UUID> late() {
    List<WorkRow> rows = documents.rows(ListView.OVERDUE, ListFilter.NONE, ListSort.DUE);
    assertThat(documents.lists().counts(VIEWER)).containsEntry(ListView.OVERDUE, rows.size());
    assertThat(documents.lists().count(VIEWER, ListView.OVERDUE, ListFilter.NONE))
        .isEqualTo(rows.size());
    assertThat(rows).allMatch(row -> row.marks().overdue());
    assertThat(documents.rows(ListView.ALL, ListFilter.NONE, ListSort.DUE))
        .filteredOn(row -> row.marks().overdue())
        .isEqualTo(rows);
    return rows.stream().map(WorkRow::id).toList();
  }

  @Test
  void aNewerVersionThatTakesALateReviewOverIsLate() {
    nothingIsLateButForOne();
    documents.execute("update work_review set due_at = timestamptz '2026-05-01T12:00:00Z'");
    documents.execute("update work_review set entry = md5('entry-4')::uuid");
    assertThat(late()).containsExactly(documents.entry(4));
  }

  @Test
  void whatIsDoneIsNotLateWhateverIsOpen() {
    nothingIsLateButForOne();
    documents.execute("update work_review set due_at = timestamptz '2026-05-01T12:00:00Z'");
    documents.execute(
        "update worklist_entry set work = 'null-and-void' where document_id = 'document-2'");
    assertThat(late()).isEmpty();
  }

  @Test
  void whatIsLateIsCountedFromAnIndex(Database database) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("vacuum analyze worklist_entry");
              Plan.of(
                      handle,
                      "select count(*) from (select from worklist_entry e where e.organisation ="
                          + " :organisation and "
                          + ListView.OVERDUE.condition()
                          + " limit 1000) as counted_rows",
                      query -> query.bind("organisation", "A99909").bind("now", Moment.column(NOW)))
                  .looksAtPages(10);
            });
  }
}
