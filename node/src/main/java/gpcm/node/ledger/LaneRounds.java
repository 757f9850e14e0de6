package gpcm.node.ledger;

import gpcm.node.people.Extent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What the lanes of a node have done since it started, for whoever watches it. Thread-safe. */
public final class LaneRounds {
  private final Map<String, Count> lanes = new ConcurrentHashMap<>();
  private final Map<String, String> owned = new ConcurrentHashMap<>();
  private final Map<String, Instant> polled = new ConcurrentHashMap<>();
  private final InstantSource clock;

  LaneRounds(InstantSource clock) {
    this.clock = clock;
  }

  /** The rounds of one lane. */
  static final class Count {
    private final LongAdder rounds = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile Optional<Instant> last = Optional.empty();

    void ended(Instant at) {
      rounds.increment();
      last = Optional.of(at);
    }

    void failed() {
      failures.increment();
    }
  }

  /**
   * How one lane stands.
   *
   * @param rounds those that ended well
   * @param failures those that did not
   * @param last when one last ended well; empty when none has
   */
  public record Standing(long rounds, long failures, Optional<Instant> last) {}

  Count of(String lane) {
    return lanes.computeIfAbsent(lane, unused -> new Count());
  }

  /** A lane is about one organisation alone: its name may say of which. */
  void own(String lane, String organisation) {
    owned.put(lane, organisation);
  }

  Instant now() {
    return clock.instant();
  }

  /** A mailbox was looked into, and what waited there was fetched. */
  public void polled(String organisation) {
    polled.put(organisation, now());
  }

  /** The lanes that have run, by name, without those of other organisations. */
  public Map<String, Standing> lanes(Extent extent) {
    Map<String, Standing> standing =
        each(lanes, count -> new Standing(count.rounds.sum(), count.failures.sum(), count.last));
    standing
        .keySet()
        .removeIf(lane -> owned.containsKey(lane) && !extent.includes(owned.get(lane)));
    return standing;
  }

  /** When this node last looked into these organisations' mailboxes, by their ODS codes. */
  public Map<String, Instant> polls(Extent extent) {
    Map<String, Instant> polls = each(polled, Function.identity());
    polls.keySet().removeIf(organisation -> !extent.includes(organisation));
    return polls;
  }

  private static <A, B> Map<String, B> each(Map<String, A> from, Function<A, B> as) {
    Map<String, B> all = new TreeMap<>();
    from.forEach((name, value) -> all.put(name, as.apply(value)));
    return all;
  }
}
