package gpcm.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What should get on by itself and does not is told to a person, once, and by its own time. */
class WatchTest {
  private static final Pace PACE = Given.PACE;

  private static Instant in(Deadline deadline) {
    return Given.NOW.plus(PACE.of(deadline));
  }

  private static Transition<OutgoingDocument> after(
      OutgoingDocument document, DocumentFact fact, Instant now) {
    return document.after(fact, now, PACE);
  }

  private static Transition<OutgoingDocument> late(OutgoingDocument document, Instant now) {
    return after(document, new DocumentFact.NotGoneOn(), now);
  }

  private static OutgoingDocument accepted() {
    OutgoingDocument waiting = OutgoingDocument.waiting(Given.ID, Given.SUBJECT, Given.NOW);
    DocumentFact found =
        new DocumentFact.Checked(new Deliverability.Deliverable("registered", Given.NOW));
    return after(waiting, found, Given.NOW).next();
  }

  private static OutgoingDocument built() {
    return after(accepted(), new DocumentFact.Built("message 1", true), Given.NOW).next();
  }

  private static OutgoingDocument sent() {
    return after(built(), new DocumentFact.Taken("M1"), Given.NOW).next();
  }

  private static OutgoingDocument sentAnd(MeshStanding said) {
    return after(sent(), new DocumentFact.Tracked(said), Given.NOW).next();
  }

  private static OutgoingDocument overdue(OutgoingDocument sent) {
    return after(sent, new DocumentFact.DeadlinePassed(), in(Deadline.INFRASTRUCTURE)).next();
  }

  private static DocumentFact answered(String code) {
    return new DocumentFact.Answered(
        Given.acknowledgement(code), Evidence.FROM_RECIPIENT, "X26OT001", "", Optional.empty());
  }

  @Test
  void what_MESH_has_not_taken_in_time_is_told() {
    Instant end = in(Deadline.NOT_ACCEPTED);
    assertThat(late(built(), end.minusMillis(1)).raised()).isEmpty();
    assertThat(late(built(), end).raised())
        .extracting(AlertText::problem)
        .containsExactly("not-accepted/" + Given.ID);
  }

  @Test
  void the_time_for_MESH_to_take_it_begins_when_it_may_go_and_not_anew_when_it_is_built() {
    Instant later = Given.NOW.plusSeconds(60);
    OutgoingDocument built =
        accepted().after(new DocumentFact.Built("message 1", false), later, PACE).next();
    assertThat(built.watch().tell()).contains(in(Deadline.NOT_ACCEPTED));
  }

  @Test
  void it_is_told_once() {
    OutgoingDocument told = late(built(), in(Deadline.NOT_ACCEPTED)).next();
    assertThat(late(told, in(Deadline.NOT_ACCEPTED).plusSeconds(1)).raised()).isEmpty();
  }

  @Test
  void what_was_told_is_over_once_MESH_has_it() {
    OutgoingDocument told = late(built(), in(Deadline.NOT_ACCEPTED)).next();
    assertThat(after(told, new DocumentFact.Taken("M1"), Given.NOW).mended())
        .contains("not-accepted/" + Given.ID);
  }

  @Test
  void what_its_recipient_has_not_collected_in_time_is_told() {
    OutgoingDocument sent = sentAnd(MeshStanding.NOT_COLLECTED);
    Instant end = in(Deadline.NOT_COLLECTED);
    assertThat(late(sent, end.minusMillis(1)).raised()).isEmpty();
    assertThat(late(sent, end).raised())
        .extracting(AlertText::problem)
        .containsExactly("not-collected/" + Given.ID);
  }

  @Test
  void what_was_collected_is_not_told_as_not_collected() {
    assertThat(late(sentAnd(MeshStanding.COLLECTED), in(Deadline.NOT_COLLECTED)).raised())
        .isEmpty();
  }

  @Test
  void of_what_MESH_has_not_spoken_nobody_says_that_it_was_not_collected() {
    assertThat(late(sent(), in(Deadline.NOT_COLLECTED)).raised()).isEmpty();
  }

  @Test
  void it_is_told_late_when_MESH_could_not_be_asked_before() {
    OutgoingDocument late = late(sent(), in(Deadline.NOT_COLLECTED)).next();
    DocumentFact said = new DocumentFact.Tracked(MeshStanding.NOT_COLLECTED);
    assertThat(after(late, said, in(Deadline.NOT_COLLECTED)).raised())
        .extracting(AlertText::problem)
        .containsExactly("not-collected/" + Given.ID);
  }

  private static OutgoingDocument toldNotCollected() {
    return late(sentAnd(MeshStanding.NOT_COLLECTED), in(Deadline.NOT_COLLECTED)).next();
  }

  private static String told(Transition<OutgoingDocument> transition) {
    AlertText alert = transition.raised().getFirst();
    return alert.title() + ": " + alert.whatHappened() + " " + alert.whatToDo();
  }

  @Test
  void what_could_not_be_delivered_is_not_told_as_still_there_for_its_recipient() {
    assertThat(told(late(sentAnd(MeshStanding.UNDELIVERABLE), in(Deadline.NOT_COLLECTED))))
        .contains("could not be delivered")
        .doesNotContain("still there", "has not collected");
  }

  @Test
  void what_MESH_does_not_know_is_not_told_as_still_there_for_its_recipient() {
    assertThat(told(late(sentAnd(MeshStanding.NOT_FOUND), in(Deadline.NOT_COLLECTED))))
        .contains("MESH does not know of it any more", "whether it has arrived")
        .doesNotContain("still there", "should have collected");
  }

  @Test
  void what_was_told_of_it_says_what_MESH_says_by_now() {
    DocumentFact said = new DocumentFact.Tracked(MeshStanding.UNDELIVERABLE);
    assertThat(after(toldNotCollected(), said, in(Deadline.NOT_COLLECTED)).raised())
        .extracting(AlertText::problem)
        .containsExactly("not-collected/" + Given.ID);
  }

  @Test
  void what_is_collected_late_is_not_told_as_not_collected_any_more() {
    DocumentFact said = new DocumentFact.Tracked(MeshStanding.COLLECTED);
    assertThat(after(toldNotCollected(), said, in(Deadline.NOT_COLLECTED)).mended())
        .containsExactly("not-collected/" + Given.ID);
  }

  private static OutgoingDocument resent(OutgoingDocument overdue) {
    return after(overdue, new DocumentFact.Resent("Bo", true), Given.NOW).next();
  }

  @Test
  void what_MESH_said_of_it_counts_until_another_copy_has_left() {
    OutgoingDocument again = resent(overdue(sentAnd(MeshStanding.COLLECTED)));
    assertThat(again.watch().standing()).isEqualTo(MeshStanding.COLLECTED);
    assertThat(after(again, new DocumentFact.Damaged("gone"), Given.NOW).next().watch().standing())
        .isEqualTo(MeshStanding.COLLECTED);
    assertThat(after(again, new DocumentFact.Taken("M2"), Given.NOW).next().watch().standing())
        .isEqualTo(MeshStanding.NOT_ASKED);
  }

  @Test
  void what_MESH_says_of_a_failed_document_is_kept() {
    OutgoingDocument failed =
        after(sent(), new DocumentFact.Undelivered("14", "not collected"), Given.NOW).next();
    DocumentFact said = new DocumentFact.Tracked(MeshStanding.COLLECTED);
    assertThat(after(failed, said, Given.NOW).next().watch().standing())
        .isEqualTo(MeshStanding.COLLECTED);
  }

  @Test
  void MESH_is_asked_first_after_a_time_and_again_after_another() {
    assertThat(sent().watch().ask()).contains(in(Deadline.TRACKING));
    assertThat(sentAnd(MeshStanding.NOT_COLLECTED).watch().ask())
        .contains(in(Deadline.TRACKING_AGAIN));
  }

  @Test
  void MESH_is_not_asked_of_what_was_collected() {
    assertThat(sentAnd(MeshStanding.COLLECTED).watch().ask()).isEmpty();
  }

  @Test
  void MESH_is_not_asked_of_what_was_answered() {
    assertThat(after(sent(), answered("20013"), Given.NOW).next().watch()).isEqualTo(Watch.NONE);
  }

  @Test
  void MESH_is_not_asked_of_what_a_file_client_has() {
    OutgoingDocument handed = after(built(), new DocumentFact.HandedOver("pair"), Given.NOW).next();
    assertThat(handed.watch()).isEqualTo(Watch.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void what_MESH_says_closes_nothing(MeshStanding said) {
    assertThat(sentAnd(said).state()).isEqualTo(DocumentState.SENT);
    assertThat(sentAnd(said).acknowledgements()).isEqualTo(Acknowledgements.NONE);
    assertThat(sentAnd(said).due()).isEqualTo(sent().due());
  }

  @Test
  void what_was_collected_and_not_answered_is_overdue_all_the_same() {
    assertThat(overdue(sentAnd(MeshStanding.COLLECTED)).state()).isEqualTo(DocumentState.OVERDUE);
  }

  @Test
  void of_what_no_sign_has_come_it_is_told_that_it_is_to_be_taken_as_undelivered() {
    OutgoingDocument overdue = overdue(sent());
    Instant end = in(Deadline.UNDELIVERED);
    assertThat(late(overdue, end.minusMillis(1)).raised()).isEmpty();
    assertThat(late(overdue, end).raised())
        .extracting(AlertText::problem)
        .containsExactly("undelivered/" + Given.ID);
  }

  @Test
  void what_was_collected_is_not_taken_as_undelivered() {
    assertThat(late(overdue(sentAnd(MeshStanding.COLLECTED)), in(Deadline.UNDELIVERED)).raised())
        .isEmpty();
  }

  @Test
  void what_the_recipient_has_is_not_taken_as_undelivered() {
    OutgoingDocument acknowledged = after(sent(), answered("20013"), Given.NOW).next();
    Instant end = Given.NOW.plus(PACE.of(Deadline.BUSINESS));
    OutgoingDocument overdue = after(acknowledged, new DocumentFact.DeadlinePassed(), end).next();
    assertThat(overdue.state()).isEqualTo(DocumentState.OVERDUE);
    assertThat(overdue.watch()).isEqualTo(Watch.NONE);
  }

  @Test
  void a_late_answer_ends_what_was_told() {
    OutgoingDocument told = late(overdue(sent()), in(Deadline.UNDELIVERED)).next();
    assertThat(after(told, answered("20013"), in(Deadline.UNDELIVERED)).mended())
        .contains("undelivered/" + Given.ID);
  }

  @Test
  void an_undelivered_time_shorter_than_the_time_for_an_answer_is_over_with_it() {
    Pace brief = PACE.but(java.util.Map.of(Deadline.UNDELIVERED, Duration.ofMinutes(1)));
    Instant end = in(Deadline.INFRASTRUCTURE);
    OutgoingDocument overdue = sent().after(new DocumentFact.DeadlinePassed(), end, brief).next();
    assertThat(overdue.after(new DocumentFact.NotGoneOn(), end, brief).raised()).hasSize(1);
  }
}
