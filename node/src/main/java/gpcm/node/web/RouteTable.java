package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table {@code routes.txt}: which route asks for what, and leaves what. Immutable. */
final class RouteTable {
  private final Map<String, RouteRule> rules;
  private final Map<String, List<Action>> actions;

  private RouteTable(Map<String, RouteRule> rules, Map<String, List<Action>> actions) {
    this.rules = rules;
    this.actions = actions;
  }

  /** The table that comes with this program. */
  static RouteTable shipped() {
    return read(new String(Resources.read("routes.txt"), StandardCharsets.UTF_8));
  }

  static RouteTable read(String text) {
    Map<String, RouteRule> rules = new LinkedHashMap<>();
    Map<String, List<Action>> actions = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              String[] cells = line.split("\\|", -1);
              String route = cells[0].strip().replaceAll(" +", " ");
              if (cells.length != 3 || rules.put(route, rule(cells[1].strip())) != null) {
                throw new IllegalStateException("routes.txt: cannot be read: " + line);
              }
              actions.put(route, actions(cells[2].strip()));
            });
    return new RouteTable(rules, actions);
  }

  private static RouteRule rule(String words) {
    return switch (words) {
      case "public" -> new RouteRule.Open();
      case "signed-in" -> new RouteRule.SignedIn(false, false);
      case "watching" -> new RouteRule.SignedIn(true, false);
      case "lately" -> new RouteRule.SignedIn(false, true);
      default ->
          words.startsWith("?")
              ? new RouteRule.Asking(permission(words.substring(1)))
              : new RouteRule.Permitted(
                  permissions(words, word -> !word.startsWith("+")),
                  permissions(words, word -> word.startsWith("+")));
    };
  }

  private static Set<Permission> permissions(String words, Predicate<String> which) {
    return Stream.of(words.split(" +"))
        .filter(which)
        .map(word -> permission(word.replaceFirst("^\\+", "")))
        .collect(Collectors.toSet());
  }

  private static Permission permission(String word) {
    return Permission.of(word)
        .orElseThrow(() -> new IllegalStateException("routes.txt: no permission " + word));
  }

  private static List<Action> actions(String words) {
    return words.equals("-")
        ? List.of()
        : Stream.of(words.split(" +"))
            .map(
                word ->
                    Action.ofCode(word)
                        .orElseThrow(
                            () -> new IllegalStateException("routes.txt: no action " + word)))
            .toList();
  }

  /** Method and path of every line. */
  Set<String> routes() {
    return Set.copyOf(rules.keySet());
  }

  /**
   * What a route asks for.
   *
   * @throws IllegalStateException when the table has no line for it
   */
  RouteRule rule(String method, String path) {
    RouteRule rule = rules.get(route(method, path));
    if (rule == null) {
      throw new IllegalStateException("routes.txt has no line for " + method + " " + path);
    }
    return rule;
  }

  /** Which entries it leaves in the audit log, one for each request; the usual one first. */
  List<Action> actions(String method, String path) {
    return actions.getOrDefault(route(method, path), List.of());
  }

  private static String route(String method, String path) {
    return (method.equals("HEAD") ? "GET" : method) + " " + path;
  }

  /**
   * @throws IllegalStateException when a route has no line or a line has no route
   */
  void requireExactly(Collection<String> routes) {
    Set<String> unlisted = new TreeSet<>(routes);
    unlisted.removeAll(rules.keySet());
    Set<String> idle = new TreeSet<>(rules.keySet());
    idle.removeAll(routes);
    if (!unlisted.isEmpty() || !idle.isEmpty()) {
      throw new IllegalStateException(
          "routes.txt does not say who may call %s, and names %s, which is not served"
              .formatted(unlisted, idle));
    }
  }
}
