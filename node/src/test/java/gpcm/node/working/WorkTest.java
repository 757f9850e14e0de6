package gpcm.node.working;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The states of the work on a document, and what leads from one to another. */
class WorkTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
  private static final Doer ANNA = doer("A. Clerk");
  private static final Doer BEN = doer("B. Clinician");
  private static final Doer MACHINE = new Doer(Optional.empty(), "a machine", "A99902");
  private static final Named TEAM = new Named(UUID.randomUUID(), "Letters");
  private static final Work FILED =
      new Work(
          WorkState.NEW,
          Work.Patient.MATCHED,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          false,
          true,
          Optional.empty(),
          Optional.empty(),
          1);

  private static Doer doer(String name) {
    return new Doer(Optional.of(UUID.randomUUID()), name, "A99902");
  }

  private static Work after(Work work, Doer by, WorkFact... facts) {
    Work next = work;
    for (WorkFact fact : facts) {
      next = next.after(fact, by, true, OpenItems.NONE, NOW, TODAY);
    }
    return next;
  }

  private static Work in(WorkState state) {
    return new Work(
        state,
        switch (state) {
          case NEEDS_MATCHING -> Work.Patient.IN_DOUBT;
          case REJECTED -> Work.Patient.NOT_OURS;
          default -> Work.Patient.MATCHED;
        },
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        1);
  }

  private static WorkFact.Completed finished() {
    return new WorkFact.Completed(Outcome.NO_ACTION_NEEDED, "");
  }

  @Test
  void whoTakesItHasItInProgress() {
    Work taken = after(FILED, ANNA, new WorkFact.Taken());
    assertThat(taken.state()).isEqualTo(WorkState.IN_PROGRESS);
    assertThat(taken.person()).contains(ANNA.named());
    assertThat(taken.version()).isEqualTo(2);
  }

  @Test
  void nobodyTakesWhatAnotherHasAndIsToldWho() {
    Work taken = after(FILED, ANNA, new WorkFact.Taken());
    assertThatThrownBy(() -> after(taken, BEN, new WorkFact.Taken()))
        .isInstanceOf(WorkRefused.NotNow.class)
        .hasMessageContaining("A. Clerk has it");
  }

  @Test
  void aMachineTakesNothing() {
    assertThatThrownBy(() -> after(FILED, MACHINE, new WorkFact.Taken()))
        .isInstanceOf(WorkRefused.Wrong.class);
  }

  @Test
  void whatAMemberTookGoesBackToTheTeam() {
    Work back =
        after(
            FILED,
            ANNA,
            new WorkFact.AssignedToTeam(TEAM),
            new WorkFact.Taken(),
            new WorkFact.GivenBack());
    assertThat(back.state()).isEqualTo(WorkState.ASSIGNED);
    assertThat(back.team()).contains(TEAM);
    assertThat(back.person()).isEmpty();
  }

  @Test
  void whatNobodyAssignedGoesBackToNobody() {
    assertThat(after(FILED, ANNA, new WorkFact.Taken(), new WorkFact.GivenBack()).state())
        .isEqualTo(WorkState.NEW);
  }

  @Test
  void onlyItsOwnerGivesItBack() {
    Work taken = after(FILED, ANNA, new WorkFact.Taken());
    assertThatThrownBy(() -> after(taken, BEN, new WorkFact.GivenBack()))
        .isInstanceOf(WorkRefused.NotNow.class)
        .hasMessageContaining("A. Clerk has it");
  }

  @Test
  void whatIsAssignedToAPersonIsNotStarted() {
    Work assigned = after(FILED, ANNA, new WorkFact.AssignedToPerson(BEN.named()));
    assertThat(assigned.state()).isEqualTo(WorkState.ASSIGNED);
    assertThat(after(assigned, BEN, new WorkFact.Taken()).state()).isEqualTo(WorkState.IN_PROGRESS);
  }

  @Test
  void aReviewPutsItInReviewAndItsResultWhereItWas() {
    Work taken = after(FILED, ANNA, new WorkFact.Taken());
    Work asked =
        after(
            taken,
            ANNA,
            new WorkFact.ReviewAsked(UUID.randomUUID(), Optional.empty(), Optional.empty(), "?"));
    assertThat(asked.state()).isEqualTo(WorkState.IN_REVIEW);
    WorkFact given = new WorkFact.ReviewGiven(UUID.randomUUID(), "fine");
    assertThat(asked.after(given, BEN, true, new OpenItems(0, 2, 0), NOW, TODAY).state())
        .isEqualTo(WorkState.IN_REVIEW);
    assertThat(asked.after(given, BEN, true, new OpenItems(0, 1, 0), NOW, TODAY).state())
        .isEqualTo(WorkState.IN_PROGRESS);
  }

  @Test
  void itWaitsUntilADayAndComesBackWhereItWas() {
    Work taken = after(FILED, ANNA, new WorkFact.Taken());
    Work waiting = after(taken, ANNA, new WorkFact.WaitsUntil(TODAY.plusDays(1), "why"));
    assertThat(waiting.state()).isEqualTo(WorkState.WAITING);
    assertThat(waiting.waitingUntil()).contains(TODAY.plusDays(1));
    Work back = waiting.cameBack(OpenItems.NONE);
    assertThat(back.state()).isEqualTo(WorkState.IN_PROGRESS);
    assertThat(back.waitingUntil()).isEmpty();
    assertThat(back.person()).contains(ANNA.named());
  }

  @Test
  void itDoesNotWaitUntilTodayOrForMoreThanAYear() {
    for (LocalDate day : List.of(TODAY, TODAY.plusYears(1).plusDays(1))) {
      assertThatThrownBy(() -> after(FILED, ANNA, new WorkFact.WaitsUntil(day, "why")))
          .isInstanceOf(WorkRefused.Wrong.class);
    }
  }

  @Test
  void anOpenTaskReviewOrCodedEntryKeepsItFromBeingCompleted() {
    for (OpenItems open :
        List.of(new OpenItems(1, 0, 0), new OpenItems(0, 1, 0), new OpenItems(0, 0, 1))) {
      assertThatThrownBy(() -> FILED.after(finished(), ANNA, true, open, NOW, TODAY))
          .isInstanceOf(WorkRefused.StillOpen.class)
          .hasMessageContaining(open.words().getFirst());
    }
  }

  @Test
  void completingEndsTheTaskThatItIsItself() {
    Work done = after(FILED, ANNA, finished());
    assertThat(done.state()).isEqualTo(WorkState.DONE);
    assertThat(done.ownTask()).isFalse();
    assertThat(done.ending().orElseThrow().by()).isEqualTo(ANNA.person());
  }

  @Test
  void whoSaysThatActionWasTakenSaysWhich() {
    assertThatThrownBy(() -> after(FILED, ANNA, new WorkFact.Completed(Outcome.ACTION_TAKEN, "")))
        .isInstanceOf(WorkRefused.Wrong.class);
    assertThat(after(FILED, ANNA, new WorkFact.Completed(Outcome.ACTION_TAKEN, "x")).state())
        .isEqualTo(WorkState.DONE);
  }

  @Test
  void whatNeedsMatchingIsOnlySentBack() {
    Work unmatched = in(WorkState.NEEDS_MATCHING);
    assertThatThrownBy(() -> after(unmatched, ANNA, finished()))
        .isInstanceOf(WorkRefused.NotNow.class)
        .hasMessageContaining("matched");
    assertThat(after(unmatched, ANNA, new WorkFact.Completed(Outcome.SENT_BACK, "")).state())
        .isEqualTo(WorkState.DONE);
    assertThat(after(unmatched, ANNA, new WorkFact.Taken()).state())
        .isEqualTo(WorkState.NEEDS_MATCHING);
  }

  private static Work ofNobodyHere(WorkState state) {
    return new Work(
        state,
        Work.Patient.NOT_OURS,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        1);
  }

  @Test
  void whatWasAnsweredNotToBeOursIsNotReopened() {
    assertThatThrownBy(
            () -> after(ofNobodyHere(WorkState.DONE), ANNA, new WorkFact.Reopened("why")))
        .isInstanceOf(WorkRefused.NotNow.class)
        .hasMessageContaining("nobody can match it any more");
  }

  @Test
  void whatWasAnsweredNotToBeOursIsRejectedWhenItsWaitingEnds() {
    assertThat(ofNobodyHere(WorkState.WAITING).cameBack(OpenItems.NONE).state())
        .isEqualTo(WorkState.REJECTED);
  }

  @Test
  void whatIsInDoubtNeedsMatchingWhenItsWaitingEnds() {
    Work waiting =
        after(
            in(WorkState.NEEDS_MATCHING), ANNA, new WorkFact.WaitsUntil(TODAY.plusDays(1), "why"));
    assertThat(waiting.cameBack(OpenItems.NONE).state()).isEqualTo(WorkState.NEEDS_MATCHING);
  }

  @Test
  void onlyWhatIsDoneIsReopened() {
    WorkFact reopened = new WorkFact.Reopened("why");
    Work again = after(FILED, ANNA, new WorkFact.Taken(), finished(), reopened);
    assertThat(again.state()).isEqualTo(WorkState.IN_PROGRESS);
    assertThat(again.ownTask()).isTrue();
    assertThat(again.ending()).isEmpty();
    assertThatThrownBy(() -> after(FILED, ANNA, reopened)).isInstanceOf(WorkRefused.NotNow.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkState.class,
      names = {"DONE", "REJECTED", "REPLACED", "NULL_AND_VOID"})
  void whatIsClosedTakesNotesAndNothingElse(WorkState state) {
    Work closed = in(state);
    for (WorkFact fact :
        List.of(
            new WorkFact.Taken(),
            new WorkFact.AssignedToTeam(TEAM),
            new WorkFact.WaitsUntil(TODAY.plusDays(1), "why"),
            new WorkFact.Urgent(true),
            new WorkFact.TaskAdded(
                UUID.randomUUID(), "x", Optional.empty(), Optional.empty(), Optional.empty()),
            finished())) {
      assertThatThrownBy(() -> after(closed, ANNA, fact))
          .as(fact.toString())
          .isInstanceOf(WorkRefused.NotNow.class)
          .hasMessageContaining(state.words());
    }
    assertThat(after(closed, ANNA, new WorkFact.Noted(UUID.randomUUID(), "x", Optional.empty())))
        .isEqualTo(closed);
  }
}
