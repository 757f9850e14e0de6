package gpcm.node.checking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks that were made together.
 *
 * @param organisation ODS code of who asked for them
 * @param askedBy their name
 * @param node the name of the node that made them
 * @param startedAt when
 * @param endedAt when the last of them ended; empty while one runs
 * @param results what came of each, in their order
 */
public record CheckRun(
    String organisation,
    String askedBy,
    String node,
    Instant startedAt,
    Optional<Instant> endedAt,
    List<Result> results) {

  /** Takes them over. */
  public CheckRun {
    results = List.copyOf(results);
  }

  /**
   * What came of a check.
   *
   * @param name what was looked at
   * @param outcome how it is
   * @param words in sentences; empty while it runs
   * @param took how long it took; empty while it runs, and where the node stopped
   */
  public record Result(String name, Outcome outcome, String words, Optional<Duration> took) {}

  /** How many of them came to this. */
  public long count(Outcome outcome) {
    return results.stream().filter(each -> each.outcome() == outcome).count();
  }
}
