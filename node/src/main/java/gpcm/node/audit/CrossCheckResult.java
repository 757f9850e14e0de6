package gpcm.node.audit;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a day's comparison of the log with the node's other tables gave.
 *
 * @param day by UTC
 * @param lines one for each organisation and kind of which anything happened
 */
public record CrossCheckResult(LocalDate day, List<Line> lines) {
  /**
   * A kind of thing.
   *
   * @param organisation the ODS code of whose it is; empty when that is not known
   * @param kind what, such as {@code sent} or {@code session begun}
   * @param happened how often, by the other tables
   * @param missing how many of them have no entry
   * @param examples ids of the first few without one
   */
  public record Line(
      String organisation, String kind, long happened, long missing, List<String> examples) {
    /** Takes them over. */
    public Line {
      examples = List.copyOf(examples);
    }

    private boolean isOf(String ods) {
      return organisation.isEmpty() || organisation.equals(ods);
    }

    private String counts() {
      return "%s %d of %d".formatted(kind, happened - missing, happened);
    }

    private String gap() {
      return "%d of %d '%s' (%s)"
          .formatted(
              missing,
              happened,
              kind,
              String.join(", ", examples) + (missing > examples.size() ? ", ..." : ""));
    }
  }

  /** Takes them over. */
  public CrossCheckResult {
    lines = List.copyOf(lines);
  }

  /** How many things happened. */
  public long happened() {
    return lines.stream().mapToLong(Line::happened).sum();
  }

  /** How many of them have no entry. */
  public long missing() {
    return lines.stream().mapToLong(Line::missing).sum();
  }

  /** The same of what concerns an organisation, or nobody knows whom. */
  public CrossCheckResult of(String ods) {
    return new CrossCheckResult(day, lines.stream().filter(line -> line.isOf(ods)).toList());
  }

  /** ODS codes of these organisations and of all of which anything happened. */
  public List<String> organisations(List<String> known) {
    return List.copyOf(
        new TreeSet<>(
            Stream.concat(known.stream(), lines.stream().map(Line::organisation))
                .filter(ods -> !ods.isEmpty())
                .toList()));
  }

  /** For how many of which things there are entries, in words. */
  public String words() {
    return lines.isEmpty()
        ? "nothing happened on " + day
        : "entries for what happened on %s: %s"
            .formatted(day, lines.stream().map(Line::counts).collect(Collectors.joining(", ")));
  }

  /** What has no entry, in words. */
  public String gaps() {
    return lines.stream()
        .filter(line -> line.missing > 0)
        .map(Line::gap)
        .collect(Collectors.joining("; "));
  }
}
