package gpcm.exchange;

import static gpcm.exchange.Given.NOW;
import static gpcm.exchange.Given.PACE;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.IncomingFact.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every pair of situation and fact of a received message is decided as incoming.table says. */
class IncomingTableTest {
  private static final TransitionTable TABLE = TransitionTable.read("incoming.table");
  private static final WantedAnswers BOTH = wanted(true, true);
  private static final WantedAnswers NOTHING = wanted(false, false);
  private final Map<String, IncomingMessage> situations = situations();
  private final Map<String, IncomingFact> facts = facts();

  private static WantedAnswers wanted(boolean infrastructure, boolean business) {
    return new WantedAnswers(Optional.of(infrastructure), Optional.of(business));
  }

  private static Map<String, IncomingMessage> situations() {
    Map<String, IncomingMessage> all = new LinkedHashMap<>();
    all.put("stored", message(IncomingState.STORED, "GPFED_CONSULT_REPORT", 0));
    all.put("stored-stuck", message(IncomingState.STORED, "GPFED_CONSULT_REPORT", 5));
    all.put("stored-as-answer", message(IncomingState.STORED, "GPFED_CONSULT_REPORT_ACK", 0));
    for (IncomingState state : IncomingState.values()) {
      if (state != IncomingState.STORED) {
        all.put(state.text(), message(state, "GPFED_CONSULT_REPORT", 0));
      }
    }
    return all;
  }

  private static IncomingMessage message(IncomingState state, String workflow, int failures) {
    return new IncomingMessage(
        Given.ID,
        "M1",
        workflow,
        "X26OT001",
        state,
        failures,
        NOW.minus(Duration.ofMinutes(5)),
        state == IncomingState.STORED ? Given.LONG_DUE : Given.NEVER,
        false);
  }

  private static Map<String, IncomingFact> facts() {
    Map<String, IncomingFact> all = new LinkedHashMap<>();
    all.put("delayed", new IncomingFact.Delayed("disk full"));
    all.put("not-its-turn", new IncomingFact.NotItsTurn());
    all.put("damaged", new IncomingFact.Damaged("a bit flipped."));
    all.put("filed", filed("30001", BOTH));
    all.put("filed-not-known-here", filed("30002", BOTH));
    all.put("filed-not-known-here-business-not-asked", filed("30002", wanted(true, false)));
    all.put("filed-business-not-asked", filed("30001", wanted(true, false)));
    all.put("filed-not-asked", filed("30001", NOTHING));
    all.put("sent-back", new IncomingFact.SentBack("20009", "payload", "no title", BOTH));
    all.put(
        "sent-back-not-asked", new IncomingFact.SentBack("20009", "payload", "no title", NOTHING));
    all.put(
        "replacement-failed",
        new IncomingFact.ReplacementFailed("20014", "replacement", "no title", BOTH, "entry 1"));
    all.put(
        "replacement-failed-not-asked",
        new IncomingFact.ReplacementFailed("20014", "replacement", "no title", NOTHING, "entry 1"));
    all.put("copy", new IncomingFact.Copy("20007", "duplicate", "seen", BOTH));
    all.put("copy-not-asked", new IncomingFact.Copy("20007", "duplicate", "seen", NOTHING));
    all.put("not-readable", new IncomingFact.NotReadable("10009", "unreadable", "line 1"));
    all.put("answers-document", new IncomingFact.AnswersDocument("20013", "1"));
    all.put("reports-on", new IncomingFact.ReportsOn("14", "M0"));
    all.put("not-for-us", new IncomingFact.NotForUs("Nobody knows it."));
    all.put(
        "held-for-matching",
        new IncomingFact.Held("entry 1", Question.MATCHING, "the sex differs", BOTH));
    all.put(
        "held-for-decision", new IncomingFact.Held("entry 1", Question.DECISION, "decide", BOTH));
    all.put(
        "matched",
        new IncomingFact.Decided(Question.MATCHING, "30001", true, "this patient", "AB", BOTH));
    all.put(
        "decided",
        new IncomingFact.Decided(Question.DECISION, "30017", false, "declined", "AB", BOTH));
    all.put(
        "decided-not-asked",
        new IncomingFact.Decided(Question.DECISION, "30016", true, "accepted", "AB", NOTHING));
    all.put("put-off", new IncomingFact.PutOff(Question.MATCHING, "1 Jul 2026", "AB"));
    all.put("undecided-matching", new IncomingFact.Undecided(Question.MATCHING, "1 Jul 2026"));
    all.put("undecided-decision", new IncomingFact.Undecided(Question.DECISION, "1 Jul 2026"));
    return all;
  }

  private static IncomingFact filed(String code, WantedAnswers wanted) {
    return new IncomingFact.Filed("entry 1", code, code.equals("30001"), Optional.empty(), wanted);
  }

  @TestFactory
  Stream<DynamicNode> every_pair_is_decided() {
    return TABLE.tests(
        situations,
        IncomingMessage::state,
        facts,
        (message, fact) -> message.after(fact, NOW, PACE),
        IncomingTableTest::changes);
  }

  private static List<String> changes(IncomingMessage before, IncomingMessage after) {
    List<String> all = new ArrayList<>();
    if (after.state() != before.state()) {
      all.add("=> " + after.state().text());
    }
    if (after.failures() != before.failures()) {
      all.add("failures " + after.failures());
    }
    if (!after.due().equals(before.due())) {
      all.add(TransitionTable.due(after.due(), NOW));
    }
    return all;
  }

  @Test
  void the_table_knows_every_state_and_every_fact() {
    assertThat(situations.values().stream().map(IncomingMessage::state))
        .contains(IncomingState.values());
    assertThat(facts.values().stream().<Class<?>>map(Object::getClass))
        .contains(IncomingFact.class.getPermittedSubclasses());
    assertThat(TABLE.unknownSituations(situations, IncomingState.values())).isEmpty();
  }

  @Test
  void a_replacement_has_waited_long_enough_once_its_patience_is_over() {
    IncomingMessage message = situations.get("stored");
    assertThat(message.patienceIsOver(message.receivedAt(), PACE)).isFalse();
    assertThat(message.patienceIsOver(message.receivedAt().plus(PACE.replacementPatience()), PACE))
        .isTrue();
  }

  @Test
  void an_alert_says_truly_whether_the_sender_is_told() {
    assertThat(whatToDo("sent-back")).contains("Its sender has been told.");
    assertThat(whatToDo("sent-back-not-asked")).contains("has not been told");
    assertThat(whatToDo("filed-not-known-here")).contains("is told that the patient is not");
    assertThat(
            situations
                .get("stored")
                .after(filed("30002", NOTHING), NOW, PACE)
                .raised()
                .getFirst()
                .whatToDo())
        .contains("is not told");
  }

  /** It is closed, so that nobody who finds the patient after all can do anything with it. */
  @Test
  void a_patient_who_is_known_after_all_needs_another_document() {
    assertThat(whatToDo("filed-not-known-here"))
        .contains("Check whether the patient is yours")
        .endsWith(
            "If the patient is yours, mend the register and ask the sender to send it again as a"
                + " new document: this one cannot be matched any more.");
  }

  /** GPCM-SD-024: one alert names both, and what is to be done. */
  @Test
  void a_failed_replacement_is_told_with_the_entry_that_it_was_to_replace() {
    AlertText alert =
        situations
            .get("stored")
            .after(facts.get("replacement-failed"), NOW, PACE)
            .raised()
            .getFirst();
    assertThat(alert.title()).contains("Void, do not rely on them").contains("X26OT001");
    assertThat(alert.whatHappened()).contains("M1").contains("entry 1").contains("no title");
    assertThat(alert.whatToDo())
        .contains("entry 1")
        .contains("ask its sender for the current consultation");
  }

  /** GPCM-SD-CS-030: a mailbox is called by the ODS code of its organisation. */
  @Test
  void nothing_that_is_told_of_a_confidential_document_names_the_mailbox_it_came_from() {
    for (String fact :
        List.of("sent-back", "sent-back-not-asked", "replacement-failed", "filed-not-known-here")) {
      Transition<IncomingMessage> transition =
          situations.get("stored").asRestricted().after(facts.get(fact), NOW, PACE);
      assertThat(transition.raised())
          .isNotEmpty()
          .allSatisfy(
              alert ->
                  assertThat(
                          alert.problem() + alert.title() + alert.whatHappened() + alert.whatToDo())
                      .doesNotContain("X26"));
      assertThat(transition.events()).noneMatch(event -> event.toString().contains("X26"));
    }
    assertThat(
            situations
                .get("accepted")
                .asRestricted()
                .after(facts.get("damaged"), NOW, PACE)
                .raised()
                .getFirst()
                .whatHappened())
        .doesNotContain("X26");
  }

  private String whatToDo(String fact) {
    return situations
        .get("stored")
        .after(facts.get(fact), NOW, PACE)
        .raised()
        .getFirst()
        .whatToDo();
  }

  @Test
  void an_answer_carries_what_the_sender_is_to_mend() {
    assertThat(situations.get("stored").after(facts.get("sent-back"), NOW, PACE).orders())
        .containsExactly(new Order.SendAnswer("20009", true, "no title"));
    assertThat(situations.get("stored").after(facts.get("filed"), NOW, PACE).orders())
        .containsExactly(
            new Order.SendAnswer("20013", true, ""), new Order.SendAnswer("30001", false, ""));
  }

  // GPCM-SD-031; flags that cannot be read are answered.
  @Test
  void flags_that_cannot_be_read_are_answered_and_both_false_never_is() {
    assertThat(WantedAnswers.UNKNOWN.wants(true, true)).isTrue();
    assertThat(WantedAnswers.UNKNOWN.wants(false, false)).isTrue();
    assertThat(NOTHING.wants(true, false)).isFalse();
    assertThat(wanted(false, true).wants(true, true)).isFalse();
    assertThat(wanted(false, true).wants(true, false)).isTrue();
  }
}
