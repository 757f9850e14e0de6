package gpcm.node.working;

import static gpcm.node.working.ManyDocuments.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Slice;
import gpcm.node.working.ListFilter.Search;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names are found by beginnings of their parts, whether many begin so or few. */
@ExtendWith(DatabaseExtension.class)
class NameSearchTest {
  private ManyDocuments documents;

  @BeforeEach
  void documentsAreThere(Database database) {
    documents = new ManyDocuments(database);
  }

  private void finds(String name, Predicate<WorkRow> those) {
    ListFilter filter = ListFilter.NONE.searching(name(name));
    List<WorkRow> all = documents.rows(ListView.ALL, ListFilter.NONE, ListSort.RECEIVED);
    List<WorkRow> found = documents.rows(ListView.ALL, filter, ListSort.RECEIVED);
    assertThat(found).isNotEmpty().isEqualTo(all.stream().filter(those).toList());
    assertThat(documents.lists().count(VIEWER, ListView.ALL, filter))
        .isEqualTo(Math.min(WorkLists.COUNTED, found.size()));
  }

  @Test
  void aNameIsFoundByBeginningsOfItsPartsInAnyOrder() {
    finds("ÁLPH testpatient3", row -> row.patient().name().equals("Testpatient3, Alpha"));
  }

  private static ListQuery named(String name, ListSort sort) {
    return new ListQuery(
        VIEWER, ListView.ALL, ListFilter.NONE.searching(name(name)), sort, Slice.newest(26));
  }

  private static Search name(String name) {
    return new Search(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private void fewAreCalledQuill() {
    documents.execute(
        "update worklist_entry set patient_name = 'Quill, Alpha', patient_search = 'quill alpha'"
            + " where document_id in ('document-8', 'document-200', 'document-3000')");
  }

  @Test
  void aBeginningThatFewHaveIsFound() {
    fewAreCalledQuill();
    finds("qu", row -> row.patient().name().equals("Quill, Alpha"));
  }

  @Test
  void aBeginningThatAllHaveIsFoundBesideOneThatFewHave() {
    fewAreCalledQuill();
    finds("al qu", row -> row.patient().name().equals("Quill, Alpha"));
  }

  @ParameterizedTest
  @EnumSource(ListSort.class)
  void whatAllBeginWithIsFoundInEachOrder(ListSort sort) {
    assertThat(documents.rows(ListView.ALL, ListFilter.NONE.searching(name("te")), sort))
        .isEqualTo(documents.rows(ListView.ALL, ListFilter.NONE, sort));
  }

  @Test
  void theMiddleOfANameIsNotFound() {
    assertThat(
            documents.rows(ListView.ALL, ListFilter.NONE.searching(name("patient")), ListSort.DUE))
        .isEmpty();
    assertThat(documents.rows(ListView.ALL, ListFilter.NONE.searching(name("lpha")), ListSort.DUE))
        .isEmpty();
  }

  /** Whoever searches for two letters waits for neither what many have nor what few have. */
  @Test
  void whatManyHaveIsReadInTheOrderOfTheListAndWhatFewHaveFromTheIndexOfSearches(
      Database database) {
    fewAreCalledQuill();
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("vacuum analyze worklist_entry");
              assertThat(ManyDocuments.plan(handle, named("al", ListSort.DUE)))
                  .contains("worklist_entry_due")
                  .doesNotContain("worklist_entry_search", "\"Sort\"");
              assertThat(ManyDocuments.plan(handle, named("al", ListSort.PATIENT)))
                  .contains("worklist_entry_patient")
                  .doesNotContain("worklist_entry_search", "\"Sort\"");
              assertThat(ManyDocuments.plan(handle, named("qu", ListSort.DUE)))
                  .contains("worklist_entry_search");
            });
  }
}
