package gpcm.mesh.server;

import java.util.function.Predicate;

/**
 * The inbox filter: {@code W}, {@code W*} begins, {@code *W*} contains, each with {@code !} in
 * front for not.
 */
final class WorkflowFilter {
  private WorkflowFilter() {}

  /**
   * Reads a filter. Compatible mode keeps the sandbox's oddity that a leading star always drops the
   * last character, so that {@code *ACK} means contains "AC"; strict mode takes {@code *ACK} as
   * ends with.
   */
  static Predicate<String> of(String text, Mode mode) {
    String filter = text.strip();
    boolean not = filter.startsWith("!");
    String rest = not ? filter.substring(1) : filter;
    Predicate<String> matches = positive(rest, mode);
    return filter.isEmpty() ? id -> true : not ? matches.negate() : matches;
  }

  private static Predicate<String> positive(String filter, Mode mode) {
    if (filter.startsWith("*")) {
      if (mode == Mode.STRICT && !filter.endsWith("*")) {
        return id -> id.endsWith(filter.substring(1));
      }
      String part = filter.length() < 2 ? "" : filter.substring(1, filter.length() - 1);
      return part.endsWith("*")
          ? id -> id.startsWith(part.substring(0, part.length() - 1))
          : id -> id.contains(part);
    }
    return filter.endsWith("*")
        ? id -> id.startsWith(filter.substring(0, filter.length() - 1))
        : filter::equals;
  }
}
