package gpcm.node.working;

import static gpcm.node.working.ManyDocuments.CLERK;
import static gpcm.node.working.ManyDocuments.NOW;
import static gpcm.node.working.ManyDocuments.PRACTICE;
import static gpcm.node.working.ManyDocuments.TEAM;
import static gpcm.node.working.ManyDocuments.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import gpcm.node.working.ListFilter.Search;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lists of a practice with 2,000 documents, beside another practice's. */
@ExtendWith(DatabaseExtension.class)
class WorkListsTest {
  private ManyDocuments documents;
  private WorkLists lists;

  @BeforeEach
  void documentsAreThere(Database database) {
    documents = new ManyDocuments(database);
    lists = documents.lists();
  }

  private List<WorkRow> rows(ListView view, ListFilter filter, ListSort sort) {
    return documents.rows(view, filter, sort);
  }

  private static ListFilter of(Search search) {
    return ListFilter.NONE.searching(search);
  }

  @ParameterizedTest
  @EnumSource(ListView.class)
  void eachViewHasWhatItSaysAndIsCounted(ListView view) {
    List<WorkRow> rows = rows(view, ListFilter.NONE, ListSort.DUE);
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            row -> {
              WorkState state = row.work().state();
              switch (view) {
                case MINE -> assertThat(row.work().person().orElseThrow().id()).isEqualTo(CLERK);
                case MY_TEAM -> assertThat(row.work().team().orElseThrow().id()).isEqualTo(TEAM);
                case UNASSIGNED -> assertThat(state).isEqualTo(WorkState.NEW);
                case NEEDS_MATCHING -> assertThat(state).isEqualTo(WorkState.NEEDS_MATCHING);
                case IN_REVIEW -> assertThat(state).isEqualTo(WorkState.IN_REVIEW);
                case WAITING -> assertThat(state).isEqualTo(WorkState.WAITING);
                case OVERDUE -> assertThat(row.marks().overdue()).isTrue();
                case DONE -> assertThat(state).isEqualTo(WorkState.DONE);
                case ALL -> assertThat(state).isNotEqualTo(WorkState.REPLACED);
              }
            });
    assertThat(rows).extracting(WorkRow::id).doesNotHaveDuplicates();
    assertThat(lists.counts(VIEWER)).containsEntry(view, Math.min(WorkLists.COUNTED, rows.size()));
    assertThat(lists.count(VIEWER, view, ListFilter.NONE))
        .isEqualTo(Math.min(WorkLists.COUNTED, rows.size()));
  }

  @Test
  void doneIsWhatWasDoneInThirtyDays() {
    assertThat(rows(ListView.DONE, ListFilter.NONE, ListSort.RECEIVED))
        .allSatisfy(
            row -> assertThat(row.receivedAt()).isAfter(NOW.minus(java.time.Duration.ofDays(30))));
  }

  @ParameterizedTest
  @EnumSource(ListSort.class)
  void eachOrderIsKeptOverAllPartsForwardsAndBack(ListSort sort) {
    List<WorkRow> rows = rows(ListView.ALL, ListFilter.NONE, sort);
    assertThat(rows).hasSize(1800).isSortedAccordingTo(order(sort));
    WorkRow edge = rows.get(500);
    assertThat(
            lists.rows(
                new ListQuery(
                    VIEWER,
                    ListView.ALL,
                    ListFilter.NONE,
                    sort,
                    Slice.before(new Keyset(edge.receivedAt(), edge.id()), 10))))
        .isEqualTo(rows.subList(490, 500));
  }

  private static Comparator<WorkRow> order(ListSort sort) {
    return switch (sort) {
      case DUE ->
          Comparator.<WorkRow, Boolean>comparing(row -> !row.work().state().open())
              .thenComparing(row -> row.work().due().orElseThrow());
      case RECEIVED -> Comparator.comparing(WorkRow::receivedAt).reversed();
      case PATIENT -> Comparator.comparing(row -> row.patient().name());
      case SENDER -> Comparator.comparing(row -> row.document().senderName());
      case STATE -> Comparator.comparing(row -> row.work().state().text());
    };
  }

  private void finds(ListFilter filter, java.util.function.Predicate<WorkRow> those) {
    List<WorkRow> all = rows(ListView.ALL, ListFilter.NONE, ListSort.RECEIVED);
    List<WorkRow> found = rows(ListView.ALL, filter, ListSort.RECEIVED);
    assertThat(found).isNotEmpty().isEqualTo(all.stream().filter(those).toList());
    assertThat(lists.count(VIEWER, ListView.ALL, filter))
        .isEqualTo(Math.min(WorkLists.COUNTED, found.size()));
  }

  @Test
  void aNumberIsFoundWhole() {
    finds(
        of(
            new Search(
                Optional.empty(), Optional.of("9990000018"), Optional.empty(), Optional.empty())),
        row -> row.patient().nhsNumber().equals("9990000018"));
  }

  @Test
  void aDayOfBirthIsFound() {
    finds(
        of(
            new Search(
                Optional.empty(),
                Optional.empty(),
                Optional.of(LocalDate.parse("1957-01-09")),
                Optional.empty())),
        row -> row.patient().birthDate().equals("1957-01-09"));
  }

  @Test
  void aDocumentIsFoundByItsIdAndByItsMessages() {
    for (String id : List.of("document-8", "message-8")) {
      assertThat(
              rows(
                  ListView.ALL,
                  of(
                      new Search(
                          Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(id))),
                  ListSort.DUE))
          .hasSize(1);
      assertThat(
              rows(
                  ListView.ALL,
                  of(
                      new Search(
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty(),
                          Optional.of(id.replace("8", "9")))),
                  ListSort.DUE))
          .as("another organisation's")
          .isEmpty();
    }
  }

  private static ListFilter filter(
      Set<WorkState> states,
      Optional<Boolean> forAction,
      Optional<String> sender,
      Optional<LocalDate> receivedFrom,
      Optional<LocalDate> receivedTo,
      Optional<LocalDate> dueTo,
      Set<String> flags) {
    return new ListFilter(
        states,
        forAction,
        Optional.empty(),
        Optional.empty(),
        sender,
        Optional.empty(),
        Optional.empty(),
        receivedFrom,
        receivedTo,
        dueTo,
        flags.contains("urgent"),
        flags.contains("confidential"),
        flags.contains("coded"),
        flags.contains("attachments"),
        flags.contains("warnings"),
        flags.contains("replaced"),
        Search.NOTHING);
  }

  private static ListFilter flagged(String flag) {
    return filter(
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(flag));
  }

  @Test
  void filtersByMarks() {
    finds(flagged("urgent"), row -> row.work().urgent());
    finds(flagged("confidential"), row -> row.marks().confidential());
    finds(flagged("attachments"), row -> row.marks().attachments() > 0);
    finds(flagged("warnings"), row -> row.marks().warnings() > 0);
    assertThat(rows(ListView.ALL, flagged("coded"), ListSort.DUE)).isEmpty();
    assertThat(rows(ListView.ALL, flagged("replaced"), ListSort.DUE)).hasSize(2000);
  }

  @Test
  void filtersByStateActionAndDays() {
    Optional<LocalDate> none = Optional.empty();
    finds(
        filter(
            Set.of(WorkState.WAITING, WorkState.DONE),
            Optional.empty(),
            Optional.empty(),
            none,
            none,
            none,
            Set.of()),
        row -> Set.of(WorkState.WAITING, WorkState.DONE).contains(row.work().state()));
    finds(
        filter(Set.of(), Optional.of(false), Optional.empty(), none, none, none, Set.of()),
        row -> !row.document().forAction());
    LocalDate day = LocalDate.parse("2026-05-10");
    finds(
        filter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(day),
            Optional.of(day),
            none,
            Set.of()),
        row -> LocalDate.ofInstant(row.receivedAt(), Working.ZONE).equals(day));
    finds(
        filter(
            Set.of(), Optional.empty(), Optional.empty(), none, none, Optional.of(day), Set.of()),
        row -> !LocalDate.ofInstant(row.work().due().orElseThrow(), Working.ZONE).isAfter(day));
  }

  @Test
  void aSenderIsFoundAndNothingThatIsConfidential() {
    finds(
        filter(
            Set.of(),
            Optional.empty(),
            Optional.of("A99902"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of()),
        row -> row.document().senderOds().equals("A99902"));
  }

  @Test
  void whatIsConfidentialHasNeitherTitleNorSender() {
    assertThat(rows(ListView.ALL, flagged("confidential"), ListSort.DUE))
        .allSatisfy(
            row -> {
              assertThat(row.document().title()).isEmpty();
              assertThat(row.document().senderOds()).isEmpty();
              assertThat(row.document().senderName()).isEmpty();
            });
  }

  @Test
  void anotherOrganisationsRowIsNoPlaceToGoOnFrom(Database database) {
    UUID other =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select id from worklist_entry where organisation = 'A99901' limit 1")
                        .mapTo(UUID.class)
                        .one());
    assertThat(
            lists.rows(
                new ListQuery(
                    VIEWER,
                    ListView.ALL,
                    ListFilter.NONE,
                    ListSort.DUE,
                    Slice.after(new Keyset(NOW, other), 10))))
        .isEmpty();
    assertThat(lists.find(VIEWER, other)).isEmpty();
  }

  @Test
  void aMachineHasNoDocumentsOfItsOwn() {
    Map<ListView, Integer> counts = lists.counts(new Viewer(PRACTICE, Optional.empty()));
    assertThat(counts).containsEntry(ListView.MINE, 0).containsEntry(ListView.MY_TEAM, 0);
  }

  @Test
  void whoMayNotOpenWhatIsConfidentialFindsNoneOfItByItsType(Database database) {
    database
        .jdbi()
        .useHandle(handle -> handle.execute("update worklist_entry set type_code = 'T1'"));
    ListFilter typed = typed("T1");
    assertThat(rows(ListView.ALL, typed, ListSort.RECEIVED))
        .isNotEmpty()
        .noneMatch(row -> row.marks().confidential());
    Viewer clinician = new Viewer(PRACTICE, Optional.of(CLERK), true, true);
    assertThat(
            lists.rows(
                new ListQuery(
                    clinician, ListView.ALL, typed, ListSort.RECEIVED, Slice.newest(1001))))
        .anyMatch(row -> row.marks().confidential());
    assertThat(rows(ListView.ALL, typed("T2"), ListSort.RECEIVED)).isEmpty();
  }

  private static ListFilter typed(String code) {
    ListFilter none = ListFilter.NONE;
    return new ListFilter(
        none.states(),
        none.forAction(),
        none.useCase(),
        Optional.of(code),
        none.sender(),
        none.person(),
        none.team(),
        none.receivedFrom(),
        none.receivedTo(),
        none.dueTo(),
        false,
        false,
        false,
        false,
        false,
        false,
        Search.NOTHING);
  }

  @Test
  void eachSenderIsReadInOneStep(Database database) {
    assertThat(lists.choices().senders(new Viewer(PRACTICE, Optional.empty())))
        .extracting(ListChoices.Choice::code)
        .containsExactly("A99900", "A99902");
    assertThat(lists.choices().senders(new Viewer("A99909", Optional.empty()))).isEmpty();
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("analyze worklist_entry");
              for (String sql :
                  List.of(
                      ListChoices.SENDERS,
                      ListChoices.OPEN_SENDERS,
                      ListChoices.TYPES,
                      ListChoices.OPEN_TYPES)) {
                gpcm.node.store.Plan.of(
                        handle,
                        sql,
                        query -> query.bind("organisation", PRACTICE).bind("most", 200))
                    .looksAtNoWholeTable();
              }
            });
  }
}
