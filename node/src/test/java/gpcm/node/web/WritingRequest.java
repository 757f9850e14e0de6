package gpcm.node.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request that succeeds on a route that writes, as {@code writing-requests.txt} has it.
 *
 * @param route method and pattern of its path
 * @param lines what is there before it and what is sent, in order
 */
record WritingRequest(String route, List<Line> lines) {
  /** A word that says what the rest of its line is. */
  record Line(String word, String text) {
    static Line of(String line) {
      String[] parts = line.strip().split(" ", 2);
      return new Line(parts[0], parts.length == 2 ? parts[1].strip() : "");
    }

    /** The first word of the rest, and what follows it. */
    List<String> pair() {
      String[] parts = text.split(" ", 2);
      return List.of(parts[0], parts.length == 2 ? parts[1].strip() : "");
    }
  }

  static List<WritingRequest> all() {
    List<WritingRequest> all = new ArrayList<>();
    for (String line : text().lines().filter(line -> !line.startsWith("#")).toList()) {
      if (line.startsWith(" ")) {
        all.getLast().lines.add(Line.of(line));
      } else {
        all.add(new WritingRequest(line.strip(), new ArrayList<>()));
      }
    }
    return all;
  }

  private static String text() {
    try (var in = WritingRequest.class.getResourceAsStream("writing-requests.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String method() {
    return route.substring(0, route.indexOf(' '));
  }

  String path() {
    return route.substring(route.indexOf(' ') + 1);
  }

  /** Whether it leaves nothing but its entry. */
  boolean reads() {
    return has("reads");
  }

  /** Whether the table of routes says that it leaves no entry. */
  boolean leavesNone() {
    return has("leaves");
  }

  /** The tables that a later transaction writes to as well, each with its reason. */
  Set<String> besides() {
    return lines.stream()
        .filter(line -> line.word().equals("besides"))
        .map(line -> line.pair().getFirst())
        .collect(Collectors.toSet());
  }

  /** The test that proves it in this one's place. */
  Optional<String> proved() {
    return one("proved");
  }

  private boolean has(String word) {
    return one(word).isPresent();
  }

  /** What a word says, where it is there. */
  Optional<String> one(String word) {
    return lines.stream().filter(line -> line.word().equals(word)).map(Line::text).findFirst();
  }

  @Override
  public String toString() {
    return route;
  }
}
