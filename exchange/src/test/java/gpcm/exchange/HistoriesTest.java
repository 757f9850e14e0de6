package gpcm.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import gpcm.exchange.ModelledNode.BrokenPromise;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many random histories of documents between two sides that consist of nothing but the machines, a
 * store that survives crashes and a network that cannot be relied on. What must always hold is
 * checked at each step and at the end of each history, when everything that can still happen has
 * happened.
 *
 * <p>The seed is printed; {@code -Dgpcm.seed=N} runs the same histories again and {@code
 * -Dgpcm.histories=N} another number of them.
 */
class HistoriesTest {
  private static final long BETWEEN_SEEDS = 0x9E3779B97F4A7C15L;

  @Test
  void whatever_happens_no_document_is_lost_shown_twice_or_left_untold() {
    long seed = Long.getLong("gpcm.seed", System.nanoTime());
    int histories = Integer.getInteger("gpcm.histories", 50_000);
    System.out.println(histories + " histories with -Dgpcm.seed=" + seed);
    Set<Object> reached = new HashSet<>();
    for (int i = 0; i < histories; i++) {
      long own = seed + i * BETWEEN_SEEDS;
      try {
        new History(new Chance(own, false), reached).run();
      } catch (BrokenPromise e) {
        fail(
            "History %d of -Dgpcm.seed=%d broke a promise: %s\n%s",
            i, seed, e.getMessage(), told(own));
      }
    }
    assertThat(reached)
        .as("states that were reached and facts that happened")
        .containsAll(
            Stream.of(
                    DocumentState.values(),
                    IncomingState.values(),
                    AnswerState.values(),
                    DocumentFact.class.getPermittedSubclasses(),
                    IncomingFact.class.getPermittedSubclasses(),
                    AnswerFact.class.getPermittedSubclasses(),
                    MailboxFact.class.getPermittedSubclasses())
                .flatMap(Arrays::stream)
                .filter(each -> each != DocumentState.ACCEPTED && each != AnswerState.WAITING)
                .toList())
        .contains("stuck", "failed", "overdue", "rejected", "answer-in-doubt", "contradicted")
        .contains("damaged", "processing", "sent-back", "not-known-here", "unexpected", "response")
        .contains("response-stuck")
        .contains(MailboxStanding.POLLING, MailboxStanding.POSTING, MailboxStanding.REFUSED);
  }

  private static String told(long seed) {
    Chance chance = new Chance(seed, true);
    try {
      new History(chance, new HashSet<>()).run();
    } catch (BrokenPromise e) {
      return String.join("\n", chance.lines());
    }
    return "It holds when it is told again: something else than the seed decides.";
  }
}
