package gpcm.exchange;

import static gpcm.exchange.AnswerState.FAILED;
import static gpcm.exchange.AnswerState.SENT;
import static gpcm.exchange.AnswerState.WAITING;
import static gpcm.exchange.Given.LONG_DUE;
import static gpcm.exchange.Given.NEVER;
import static gpcm.exchange.Given.NOW;
import static gpcm.exchange.Given.PACE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every pair of situation and fact of an answer on its way is decided as answer.table says. */
class AnswerTableTest {
  private static final TransitionTable TABLE = TransitionTable.read("answer.table");
  private final Map<String, OutgoingAnswer> situations = situations();
  private final Map<String, AnswerFact> facts = facts();

  private static Map<String, OutgoingAnswer> situations() {
    Map<String, OutgoingAnswer> all = new LinkedHashMap<>();
    all.put("waiting", answer(WAITING, Posting.NONE, 0, LONG_DUE));
    all.put("waiting-failing", answer(WAITING, Posting.NONE, 5, LONG_DUE));
    all.put("waiting-begun", answer(WAITING, Posting.BEGUN, 0, LONG_DUE));
    all.put("sent", answer(SENT, Posting.TAKEN, 0, NEVER));
    all.put("sent-by-file-client", answer(SENT, Posting.HANDED_OVER, 0, NEVER));
    all.put("failed", answer(FAILED, Posting.NONE, 0, NEVER));
    all.put("failed-undelivered", answer(FAILED, Posting.TAKEN, 0, NEVER));
    return all;
  }

  private static OutgoingAnswer answer(
      AnswerState state, Posting posting, int failures, Optional<Instant> due) {
    return new OutgoingAnswer(Given.ID, "20013", "X26OT001", state, posting, failures, due, false);
  }

  private static Map<String, AnswerFact> facts() {
    Map<String, AnswerFact> all = new LinkedHashMap<>();
    all.put("posting-begun", new AnswerFact.PostingBegun());
    all.put("taken", new AnswerFact.Taken("M1"));
    all.put("handed-over", new AnswerFact.HandedOver("pair"));
    all.put("refused", new AnswerFact.Refused("no"));
    all.put("delayed", new AnswerFact.Delayed("disk full"));
    all.put("delayed-in-doubt", new AnswerFact.DelayedInDoubt("disk full"));
    all.put("unreachable", new AnswerFact.Unreachable());
    all.put("doubtful", new AnswerFact.Doubtful());
    all.put("held", new AnswerFact.Held(NOW.plus(PACE.holdFirst())));
    all.put("damaged", new AnswerFact.Damaged("a bit flipped."));
    all.put("undelivered", new AnswerFact.Undelivered("14", "not collected"));
    all.put(
        "earlier-copy-undelivered", new AnswerFact.EarlierCopyUndelivered("14", "not collected"));
    all.put("resent", new AnswerFact.Resent("Bo"));
    return all;
  }

  @TestFactory
  Stream<DynamicNode> every_pair_is_decided() {
    return TABLE.tests(
        situations,
        OutgoingAnswer::state,
        facts,
        (answer, fact) -> answer.after(fact, NOW, PACE),
        AnswerTableTest::changes);
  }

  private static List<String> changes(OutgoingAnswer before, OutgoingAnswer after) {
    List<String> all = new ArrayList<>();
    if (after.state() != before.state()) {
      all.add("=> " + after.state().text());
    }
    if (after.posting() != before.posting()) {
      all.add(after.posting().text());
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
  void the_table_knows_every_state_every_posting_and_every_fact() {
    assertThat(situations.values().stream().map(OutgoingAnswer::state))
        .contains(AnswerState.values());
    assertThat(situations.values().stream().map(OutgoingAnswer::posting))
        .contains(Posting.values());
    assertThat(facts.values().stream().<Class<?>>map(Object::getClass))
        .contains(AnswerFact.class.getPermittedSubclasses());
    assertThat(TABLE.unknownSituations(situations, AnswerState.values())).isEmpty();
  }

  @Test
  void one_that_was_just_made_is_posted_at_once() {
    assertThat(OutgoingAnswer.posted(Given.ID, "20013", "X26OT001", NOW))
        .isEqualTo(answer(WAITING, Posting.BEGUN, 0, Optional.of(NOW)));
  }

  /** GPCM-SD-CS-030: a mailbox is called by the ODS code of its organisation. */
  @Test
  void nothing_that_is_told_of_an_answer_to_a_confidential_document_names_where_it_goes() {
    OutgoingAnswer answer =
        new OutgoingAnswer(
            Given.ID,
            "20013",
            "X26OT001",
            AnswerState.WAITING,
            Posting.BEGUN,
            5,
            Given.LONG_DUE,
            true);
    for (AnswerFact fact :
        List.of(
            new AnswerFact.Taken("M1"),
            new AnswerFact.HandedOver("pair"),
            new AnswerFact.Refused("no"),
            new AnswerFact.Delayed("disk full"),
            new AnswerFact.Undelivered("14", "not collected"))) {
      Transition<OutgoingAnswer> transition = answer.after(fact, NOW, PACE);
      assertThat(transition.events()).noneMatch(event -> event.detail().contains("X26"));
      assertThat(transition.raised())
          .noneMatch(alert -> (alert.title() + alert.whatHappened()).contains("X26"));
    }
  }
}
