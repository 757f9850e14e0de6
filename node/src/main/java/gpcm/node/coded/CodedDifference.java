package gpcm.node.coded;

import gpcm.message.coded.CodedConcept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * What is different in a document's coded entries from those of the version in whose place it came.
 *
 * @param now the entries of this version by their place, in its order
 * @param gone entries of the version before that this one has no more
 */
public record CodedDifference(Map<Integer, Line> now, List<CodedItem> gone) {
  /** Copies both. */
  public CodedDifference {
    now = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(now));
    gone = List.copyOf(gone);
  }

  /** How an entry differs. */
  public enum Kind {
    SAME,
    CHANGED,
    NEW;

    /** As the API has it. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * An entry beside what it was.
   *
   * @param before the same entry in the version before; empty when it is new
   */
  public record Line(Kind kind, CodedItem item, Optional<CodedItem> before) {}

  /** Compares the entries of two versions of a document. */
  public static CodedDifference between(List<CodedItem> before, List<CodedItem> now) {
    List<CodedItem> left = new ArrayList<>(before);
    Map<Integer, Line> lines = new LinkedHashMap<>();
    now.forEach(item -> lines.put(item.ordinal(), new Line(Kind.NEW, item, Optional.empty())));
    match(lines, left, Kind.SAME, CodedDifference::sameContent);
    match(lines, left, Kind.CHANGED, CodedDifference::sameResource);
    match(lines, left, Kind.CHANGED, CodedDifference::sameCode);
    return new CodedDifference(lines, left);
  }

  private static void match(
      Map<Integer, Line> lines,
      List<CodedItem> left,
      Kind kind,
      BiPredicate<CodedItem, CodedItem> alike) {
    lines.replaceAll(
        (ordinal, line) -> {
          if (line.kind() != Kind.NEW) {
            return line;
          }
          Optional<CodedItem> found =
              left.stream().filter(each -> alike.test(each, line.item())).findFirst();
          found.ifPresent(left::remove);
          return found.isPresent() ? new Line(kind, line.item(), found) : line;
        });
  }

  private static boolean sameContent(CodedItem one, CodedItem other) {
    return one.content().fingerprint().equals(other.content().fingerprint());
  }

  private static boolean sameResource(CodedItem one, CodedItem other) {
    return one.kind() == other.kind()
        && !one.content().resourceId().isEmpty()
        && one.content().resourceId().equals(other.content().resourceId());
  }

  private static boolean sameCode(CodedItem one, CodedItem other) {
    CodedConcept first = one.content().concept();
    CodedConcept second = other.content().concept();
    return one.kind() == other.kind()
        && (first.code().isEmpty()
            ? first.display().equals(second.display())
            : first.system().equals(second.system()) && first.code().equals(second.code()));
  }
}
