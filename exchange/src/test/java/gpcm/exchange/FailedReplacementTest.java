package gpcm.exchange;

import static gpcm.exchange.Given.NOW;
import static gpcm.exchange.Given.PACE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GPCM-SD-024, GPCM-SD-025: "A replacement that fails", a line for each code. */
class FailedReplacementTest {

  /** What a receiver answers for a fault of a document that replaces another. */
  @ParameterizedTest
  @CsvSource({
    "20015, 20015",
    "10009, 10009",
    "20006, 20006",
    "10001, 10001",
    "10002, 10002",
    "10003, 10003",
    "10004, 10004",
    "10005, 10005",
    "10007, 10007",
    "10008, 10008",
    "10010, 10010",
    "20007, 20007",
    "20001, 20001",
    "20002, 20002",
    "20003, 20003",
    "20012, 20012",
    "20008, 20008",
    "20004, 20014",
    "20005, 20014",
    "20009, 20014",
    "20010, 20014",
    "20011, 20014",
    "20014, 20014",
    "20013, 20013",
  })
  void aReceiverAnswers(String fault, String answer) {
    assertThat(FailedReplacement.answerFor(fault)).isEqualTo(answer);
  }

  /** What a sender makes of the answer to a document that replaces another. */
  @ParameterizedTest
  @CsvSource({
    "20015, rejected",
    "10009, rejected",
    "20006, rejected",
    "10001, rejected",
    "10004, rejected",
    "10008, rejected",
    "20002, rejected",
    "20003, rejected",
    "20012, rejected",
    "30002, rejected",
    "30003, rejected",
    "20007, sent",
    "20008, sent",
    "20004, void",
    "20005, void",
    "20009, void",
    "20010, void",
    "20011, void",
    "20014, void",
  })
  void itsSenderMakesOfIt(String code, String state) {
    Transition<OutgoingDocument> transition = answered(Given.REPLACEMENT, code);
    assertThat(transition.next().state().text()).isEqualTo(state);
    if (state.equals("void")) {
      assertThat(transition.orders()).containsExactly(new Order.VoidReplaced());
    } else {
      assertThat(transition.orders()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"20006", "20012", "20015", "30002"})
  void aRefusalThatLeavesTheEarlierVersionSaysThatItsReceiverStillHoldsIt(String code) {
    assertThat(only(answered(Given.REPLACEMENT, code)).whatHappened())
        .contains("The earlier version, document earlier-id, is not affected")
        .contains("The Practice (A12345) still holds it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20004", "20005", "20009", "20010", "20011"})
  void aPayloadFaultOfAnotherSuppliersSaysThatTheEarlierVersionMayStillBeShown(String code) {
    assertNamesBoth(only(answered(Given.REPLACEMENT, code)));
    assertThat(only(answered(Given.REPLACEMENT, code)).whatHappened())
        .contains("may still show the earlier version");
  }

  @Test
  void a20014SaysThatBothAreVoidAtTheReceiverToo() {
    assertNamesBoth(only(answered(Given.REPLACEMENT, "20014")));
    assertThat(only(answered(Given.REPLACEMENT, "20014")).whatHappened())
        .doesNotContain("may still show");
  }

  private static void assertNamesBoth(AlertText alert) {
    assertThat(alert.title())
        .contains(Given.SUBJECT.who())
        .contains("the one that it was to replace");
    assertThat(alert.whatHappened()).contains("earlier-id").contains("are void");
    assertThat(alert.whatToDo()).contains("as a new document that replaces none");
  }

  /** Section 9 of the digest: later releases refuse whatever is restricted. */
  @Test
  void a20009ToAConfidentialDocumentNamesTheLaterPolicyAsACause() {
    assertThat(only(answered(Given.RESTRICTED, "20009")).whatHappened())
        .contains("the later policy by which nothing restricted is taken");
    assertThat(only(answered(Given.SUBJECT, "20009")).whatHappened()).doesNotContain("policy");
    assertThat(only(answered(Given.RESTRICTED, "20006")).whatHappened()).doesNotContain("policy");
  }

  @Test
  void whatIsVoidAsksForNothingButTheOneAlert() {
    Transition<OutgoingDocument> transition =
        answered(Given.SUBJECT, "20009")
            .next()
            .after(new DocumentFact.ReplacementFailed("2"), NOW, PACE);
    assertThat(transition.next().state()).isEqualTo(DocumentState.VOID);
    assertThat(transition.mended()).contains("rejected/" + Given.ID);
    assertThat(transition.raised()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "30007, escalates it back",
    "30012, could not reach the patient",
    "30014, the patient does not accept the service",
    "30015, duplicate of another referral",
    "30017, rejected the referral",
    "30018, did not attend",
  })
  void aBadOutcomeSaysWhatHappenedAtTheProvider(String code, String words) {
    AlertText alert = only(answered(Given.SUBJECT, code));
    assertThat(alert.problem()).isEqualTo("outcome/" + Given.ID + "/" + code);
    assertThat(alert.whatHappened()).contains("has the document").contains(words).contains(code);
    assertThat(alert.whatToDo()).doesNotContainIgnoringCase("submit");
  }

  private static AlertText only(Transition<OutgoingDocument> transition) {
    assertThat(transition.raised()).hasSize(1);
    return transition.raised().getFirst();
  }

  private static Transition<OutgoingDocument> answered(DocumentSubject subject, String code) {
    OutgoingDocument sent =
        new OutgoingDocument(
            Given.ID,
            DocumentState.SENT,
            Posting.TAKEN,
            2,
            0,
            Acknowledgements.NONE,
            Optional.empty(),
            0,
            Given.DUE_LATER,
            Watch.NONE,
            subject);
    return sent.after(
        new DocumentFact.Answered(
            Given.acknowledgement(code), Evidence.FROM_RECIPIENT, "X26OT001", "", Optional.empty()),
        NOW,
        PACE);
  }
}
