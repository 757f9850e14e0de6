package gpcm.node.working;

import static gpcm.node.working.ManyDocuments.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Slice;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents are found by the days on which they came, in every order. */
@ExtendWith(DatabaseExtension.class)
class DaysTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-05-10");
  private static final LocalDate LAST = LocalDate.parse("2026-05-12");
  private ManyDocuments documents;

  @BeforeEach
  void documentsAreThere(Database database) {
    documents = new ManyDocuments(database);
  }

  private static ListFilter received(Optional<LocalDate> from, Optional<LocalDate> to) {
    return new ListFilter(
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        from,
        to,
        Optional.empty(),
        false,
        false,
        false,
        false,
        false,
        false,
        ListFilter.Search.NOTHING);
  }

  private static LocalDate day(WorkRow row) {
    return LocalDate.ofInstant(row.receivedAt(), Working.ZONE);
  }

  private void finds(ListFilter filter, ListSort sort, Predicate<WorkRow> those) {
    List<WorkRow> found = documents.rows(ListView.ALL, filter, sort);
    assertThat(found)
        .isNotEmpty()
        .isEqualTo(
            documents.rows(ListView.ALL, ListFilter.NONE, sort).stream().filter(those).toList());
    assertThat(documents.lists().count(VIEWER, ListView.ALL, filter))
        .isEqualTo(Math.min(WorkLists.COUNTED, found.size()));
  }

  @ParameterizedTest
  @EnumSource(ListSort.class)
  void ofAFewDays(ListSort sort) {
    finds(
        received(Optional.of(FIRST), Optional.of(LAST)),
        sort,
        row -> !day(row).isBefore(FIRST) && !day(row).isAfter(LAST));
  }

  @ParameterizedTest
  @EnumSource(ListSort.class)
  void fromADayOn(ListSort sort) {
    finds(received(Optional.of(LAST), Optional.empty()), sort, row -> !day(row).isBefore(LAST));
  }

  @ParameterizedTest
  @EnumSource(ListSort.class)
  void untilADay(ListSort sort) {
    finds(received(Optional.empty(), Optional.of(FIRST)), sort, row -> !day(row).isAfter(FIRST));
  }

  /** Those of a few days may stand behind all others. */
  @Test
  void whatIsOfAFewDaysIsSortedAndWhatIsOfManyIsReadInTheOrderOfTheList(Database database) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("vacuum analyze worklist_entry");
              assertThat(
                      ManyDocuments.plan(
                          handle, byDue(received(Optional.of(FIRST), Optional.of(LAST)))))
                  .contains("\"Sort\"")
                  .doesNotContain("worklist_entry_due");
              assertThat(
                      ManyDocuments.plan(
                          handle,
                          byDue(
                              received(
                                  Optional.of(LocalDate.parse("2020-01-01")), Optional.empty()))))
                  .contains("worklist_entry_due")
                  .doesNotContain("\"Sort\"");
            });
  }

  private static ListQuery byDue(ListFilter filter) {
    return new ListQuery(VIEWER, ListView.ALL, filter, ListSort.DUE, Slice.newest(26));
  }
}
