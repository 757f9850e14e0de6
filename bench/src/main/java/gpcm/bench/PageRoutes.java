package gpcm.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages that a node has, by its own table of routes, so that none is forgotten when they are
 * measured.
 */
record PageRoutes(List<String> routes) {
  private static final String TABLE = "/gpcm/node/web/routes.txt";

  /** What is no page: files, what machines ask for, and steps of a sign-in that has begun. */
  private static final Pattern NO_PAGE =
      Pattern.compile(
          "/api/.*|/assets/.*|/viewing.*|/[^/]+\\.(css|svg|ico|js)|/health/.*|/metrics|/sign-in/.+|/audit/checkpoint"
              + "|/system/(support|configuration/file)");

  /**
   * Of each there is one of another kind that costs as much: these are shown only after an act
   * whose cost is no page's, or with what the exchange at the beginning does not have.
   */
  static final Set<String> LEFT_OUT =
      Set.of(
          "/worklist/{id}/match",
          "/worklist/{id}/decision",
          "/worklist/{id}/coded/{n}",
          "/providers/{site}",
          "/settings/reviews/{id}",
          "/confirmations/{id}",
          "/confirmations/{id}/message",
          "/confirmations/{id}/message/text");

  /** Of the node on the class path. */
  static PageRoutes read() {
    return new PageRoutes(
        all()
            .filter(route -> !NO_PAGE.matcher(route).matches() && !LEFT_OUT.contains(route))
            .toList());
  }

  /** Whatever the node answers when it is asked for something. */
  static Stream<String> all() {
    try (InputStream table = PageRoutes.class.getResourceAsStream(TABLE)) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("GET "))
          .map(line -> line.substring(4, line.indexOf('|')).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that can be asked for as they stand. */
  List<String> plain() {
    return routes.stream().filter(route -> !route.contains("{")).toList();
  }

  /**
   * That each is among them.
   *
   * @param paths what is measured, without queries
   * @throws IllegalStateException that names those that are not
   */
  void haveAll(List<String> paths) {
    List<String> missing =
        routes.stream()
            .filter(
                route ->
                    paths.stream()
                        .noneMatch(
                            Pattern.compile(route.replaceAll("\\{[^}]+}", "[^/]+"))
                                .asMatchPredicate()))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException("not measured: " + missing);
    }
  }
}
