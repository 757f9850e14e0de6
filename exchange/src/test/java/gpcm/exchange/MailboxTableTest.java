package gpcm.exchange;

import static gpcm.exchange.Given.DUE_LATER;
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

/** Every pair of standing and fact of a mailbox is decided as mailbox.table says. */
class MailboxTableTest {
  private static final TransitionTable TABLE = TransitionTable.read("mailbox.table");
  private final Map<String, MailboxStanding> situations = situations();
  private final Map<String, MailboxFact> facts = facts();

  /** A mailbox has no states; every situation is named in the table. */
  private enum Any {
    ANY
  }

  private static Map<String, MailboxStanding> situations() {
    Map<String, MailboxStanding> all = new LinkedHashMap<>();
    all.put("good", MailboxStanding.good("X26HC001"));
    all.put("poll-failed", standing(1, 0, 0, NEVER));
    all.put("post-failed", standing(0, 1, 0, NEVER));
    all.put("post-failed-often", standing(0, 2, 0, NEVER));
    all.put("held", standing(0, 0, 1, DUE_LATER));
    all.put("held-no-longer", standing(0, 0, 1, LONG_DUE));
    all.put("all-failed", standing(1, 3, 1, LONG_DUE));
    return all;
  }

  private static MailboxStanding standing(
      int polls, int posts, int refusals, Optional<Instant> heldUntil) {
    return new MailboxStanding("X26HC001", polls, posts, refusals, heldUntil);
  }

  private static Map<String, MailboxFact> facts() {
    Map<String, MailboxFact> all = new LinkedHashMap<>();
    all.put("polled", new MailboxFact.Polled());
    all.put("not-polled", new MailboxFact.NotPolled("No answer.", "It waits on MESH."));
    all.put("posted", new MailboxFact.Posted());
    all.put("not-posted", new MailboxFact.NotPosted("No answer."));
    all.put("refused", new MailboxFact.Refused("403."));
    return all;
  }

  @TestFactory
  Stream<DynamicNode> every_pair_is_decided() {
    return TABLE.tests(
        situations,
        standing -> Any.ANY,
        facts,
        (standing, fact) -> standing.after(fact, NOW, PACE),
        MailboxTableTest::changes);
  }

  private static List<String> changes(MailboxStanding before, MailboxStanding after) {
    List<String> all = new ArrayList<>();
    if (after.pollFailures() != before.pollFailures()) {
      all.add("polls " + after.pollFailures());
    }
    if (after.postFailures() != before.postFailures()) {
      all.add("posts " + after.postFailures());
    }
    if (after.refusals() != before.refusals()) {
      all.add("refusals " + after.refusals());
    }
    if (!after.heldUntil().equals(before.heldUntil())) {
      all.add(TransitionTable.due(after.heldUntil(), NOW));
    }
    return all;
  }

  @Test
  void the_table_knows_every_fact() {
    assertThat(facts.values().stream().<Class<?>>map(Object::getClass))
        .contains(MailboxFact.class.getPermittedSubclasses());
    assertThat(TABLE.unknownSituations(situations)).isEmpty();
  }

  @Test
  void a_mailbox_is_held_until_its_time_and_the_pause_grows_up_to_its_limit() {
    MailboxStanding standing = MailboxStanding.good("X26HC001");
    Instant now = NOW;
    List<String> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      standing = standing.after(facts.get("refused"), now, PACE).next();
      assertThat(standing.held(now)).isTrue();
      pauses.add(TransitionTable.due(standing.heldUntil(), now));
      now = standing.heldUntil().orElseThrow();
      assertThat(standing.held(now)).isFalse();
    }
    assertThat(pauses).containsExactly("@15m", "@30m", "@1h", "@2h", "@4h", "@4h");
  }

  @Test
  void the_alert_about_reading_says_of_what_waits_only_what_it_was_told() {
    assertThat(
            MailboxStanding.good("X26HC001")
                .after(new MailboxFact.NotPolled("No answer.", "Two wait here."), NOW, PACE)
                .raised()
                .getFirst()
                .whatHappened())
        .isEqualTo("No answer. Two wait here.");
  }
}
