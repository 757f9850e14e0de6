package gpcm.exchange;

import static gpcm.exchange.Given.NOW;
import static gpcm.exchange.Given.PACE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers come in any order: the end is the same, and nobody is asked to send a thing twice. */
class AnswerOrderTest {
  private static final List<DocumentFact.Answered> ANSWERS =
      List.of(
          clear("20013"),
          clear("20006"),
          clear("20009"),
          clear("20014"),
          clear("30001"),
          clear("30002"),
          clear("30016"),
          clear("30017"),
          unclear("30099"),
          unclear("20013"),
          unclear("20006"),
          unclear("20009"),
          unclear("30001"),
          unclear("30002"));

  /** What is left when everything has come. */
  private record End(DocumentState state, Set<String> told, Set<Order> orders) {}

  /** What is left, and what people are asked to do. */
  private record Outcome(End end, Map<String, AlertText> alerts) {}

  static List<DocumentSubject> subjects() {
    return List.of(Given.SUBJECT, Given.REPLACEMENT, Given.RESTRICTED);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theOrderOfThreeAnswersChangesNothingOfTheEnd(DocumentSubject subject) {
    forEachThree(
        three -> {
          List<Outcome> outcomes =
              orders(three).stream().map(order -> outcome(subject, order)).toList();
          assertThat(outcomes)
              .as(words(three))
              .allSatisfy(each -> assertThat(each.end).isEqualTo(outcomes.getFirst().end));
        });
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatAReceiverSaysItHasIsNeverToBeSentAgain(DocumentSubject subject) {
    forEachThree(
        three -> {
          boolean taken =
              three.stream()
                  .map(answer -> answer.acknowledgement().verdict())
                  .anyMatch(verdict -> verdict == AnswerVerdict.PATIENT_KNOWN || verdict.outcome());
          if (taken) {
            orders(three)
                .forEach(
                    order ->
                        assertThat(outcome(subject, order).alerts.values())
                            .as(words(order))
                            .allSatisfy(
                                alert ->
                                    assertThat(alert.whatToDo())
                                        .doesNotContainIgnoringCase("submit")));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anAnswerThatIsNotClearIsQuotedWhateverElseComes(DocumentSubject subject) {
    forEachThree(
        three ->
            orders(three)
                .forEach(
                    order -> {
                      Map<String, AlertText> alerts = outcome(subject, order).alerts;
                      for (DocumentFact.Answered each : order) {
                        each.unclear()
                            .ifPresent(
                                quoted ->
                                    assertThat(
                                            alerts
                                                .get(
                                                    "answer-unclear/"
                                                        + Given.ID
                                                        + "/"
                                                        + each.acknowledgement().code())
                                                .whatHappened())
                                        .as(words(order))
                                        .contains(quoted));
                      }
                    }));
  }

  private static Outcome outcome(DocumentSubject subject, List<DocumentFact.Answered> answers) {
    OutgoingDocument document =
        new OutgoingDocument(
            Given.ID,
            DocumentState.SENT,
            Posting.TAKEN,
            1,
            0,
            Acknowledgements.NONE,
            Optional.empty(),
            0,
            Given.DUE_LATER,
            Watch.NONE,
            subject);
    Map<String, AlertText> open = new HashMap<>();
    Set<Order> orders = new HashSet<>();
    for (DocumentFact.Answered answer : answers) {
      Transition<OutgoingDocument> transition = document.after(answer, NOW, PACE);
      transition.mended().forEach(open::remove);
      transition.raised().forEach(alert -> open.put(alert.problem(), alert));
      orders.addAll(transition.orders());
      document = transition.next();
    }
    return new Outcome(new End(document.state(), Set.copyOf(open.keySet()), orders), open);
  }

  private interface Three {
    void accept(List<DocumentFact.Answered> three);
  }

  private static void forEachThree(Three taker) {
    for (int a = 0; a < ANSWERS.size(); a++) {
      for (int b = a; b < ANSWERS.size(); b++) {
        for (int c = b; c < ANSWERS.size(); c++) {
          taker.accept(List.of(ANSWERS.get(a), ANSWERS.get(b), ANSWERS.get(c)));
        }
      }
    }
  }

  private static List<List<DocumentFact.Answered>> orders(List<DocumentFact.Answered> answers) {
    if (answers.isEmpty()) {
      return List.of(List.of());
    }
    List<List<DocumentFact.Answered>> all = new ArrayList<>();
    for (int first = 0; first < answers.size(); first++) {
      List<DocumentFact.Answered> rest = new ArrayList<>(answers);
      DocumentFact.Answered taken = rest.remove(first);
      for (List<DocumentFact.Answered> behind : orders(rest)) {
        List<DocumentFact.Answered> order = new ArrayList<>(List.of(taken));
        order.addAll(behind);
        all.add(order);
      }
    }
    return all;
  }

  private static DocumentFact.Answered clear(String code) {
    return answered(code, Optional.empty());
  }

  private static DocumentFact.Answered unclear(String code) {
    return answered(code, Optional.of("'" + code + "' and something that does not go with it"));
  }

  private static DocumentFact.Answered answered(String code, Optional<String> unclear) {
    return new DocumentFact.Answered(
        Given.acknowledgement(code), Evidence.FROM_RECIPIENT, "X26OT001", "", unclear);
  }

  private static String words(List<DocumentFact.Answered> answers) {
    return answers.stream()
        .map(answer -> answer.acknowledgement().code() + (answer.unclear().isPresent() ? "?" : ""))
        .toList()
        .toString();
  }
}
