package gpcm.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * A table, written by hand, of what each fact makes of a case in each situation. The tests made
 * from it fail for every pair that the table leaves out, names twice or that turns out otherwise.
 */
final class TransitionTable {
  private record Line(List<String> situations, List<String> outcome) {}

  private final Map<String, List<Line>> sections = new LinkedHashMap<>();

  private TransitionTable() {}

  static TransitionTable read(String name) {
    TransitionTable table = new TransitionTable();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(TransitionTable.class.getResourceAsStream(name), UTF_8))) {
      List<Line> section = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("== ")) {
          section = new ArrayList<>();
          assertThat(table.sections.put(line.substring(3).strip(), section)).isNull();
        } else if (!line.isBlank() && !line.startsWith("#")) {
          String[] sides = line.split("\\|", -1);
          assertThat(sides).as(line).hasSize(2);
          section.add(
              new Line(List.of(sides[0].strip().split(" +", -1)), tokens(sides[1].strip())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private static List<String> tokens(String side) {
    return side.equals("-")
        ? List.of()
        : Arrays.stream(side.split(",", -1)).map(String::strip).sorted().toList();
  }

  /**
   * A test for each pair.
   *
   * @param situations the cases to start from, by name
   * @param state a case's state, for the names in capitals
   * @param facts the facts, by the names of the sections
   * @param after what follows
   * @param changes how a case differs from what it was before, in the table's words
   */
  <C, F> Stream<DynamicNode> tests(
      Map<String, C> situations,
      Function<C, Enum<?>> state,
      Map<String, F> facts,
      BiFunction<C, F, Transition<C>> after,
      BiFunction<C, C, List<String>> changes) {
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest(
                "every fact has its section",
                () -> assertThat(sections.keySet()).isEqualTo(facts.keySet()))),
        facts.keySet().stream()
            .flatMap(
                fact ->
                    situations.keySet().stream()
                        .map(
                            situation ->
                                DynamicTest.dynamicTest(
                                    fact + " of one that is " + situation,
                                    () -> {
                                      C before = situations.get(situation);
                                      assertThat(
                                              told(
                                                  before,
                                                  after.apply(before, facts.get(fact)),
                                                  changes))
                                          .isEqualTo(
                                              expected(fact, situation, state.apply(before)));
                                    }))));
  }

  /** Names in the table that are none of these situations. */
  List<String> unknownSituations(Map<String, ?> situations, Enum<?>... states) {
    List<String> known =
        Stream.concat(situations.keySet().stream(), Arrays.stream(states).map(Enum::name)).toList();
    return sections.values().stream()
        .flatMap(List::stream)
        .flatMap(line -> line.situations.stream())
        .filter(name -> !known.contains(name))
        .toList();
  }

  private List<String> expected(String fact, String situation, Enum<?> state) {
    List<Line> section = sections.getOrDefault(fact, List.of());
    List<Line> named =
        section.stream().filter(line -> line.situations.contains(situation)).toList();
    List<Line> found =
        named.isEmpty()
            ? section.stream().filter(line -> line.situations.contains(state.name())).toList()
            : named;
    assertThat(found).as("lines of the section '%s' for '%s'", fact, situation).hasSize(1);
    return found.getFirst().outcome;
  }

  private static <C> List<String> told(
      C before, Transition<C> transition, BiFunction<C, C, List<String>> changes) {
    return Stream.of(
            changes.apply(before, transition.next()).stream(),
            transition.events().stream().map(Event::kind),
            transition.raised().stream().map(alert -> "!" + kind(alert.problem())),
            transition.mended().stream().map(problem -> "~" + kind(problem)),
            transition.orders().stream().map(TransitionTable::order))
        .flatMap(Function.identity())
        .sorted()
        .toList();
  }

  private static String kind(String problem) {
    return problem.replaceFirst("/.*", "");
  }

  private static String order(Order order) {
    return switch (order) {
      case Order.VoidReplaced() -> ">void-replaced";
      case Order.SendAnswer(String code, boolean infrastructure, String diagnostics) -> ">" + code;
    };
  }

  /** {@code @15m} for what is due in a quarter of an hour. */
  static String due(Optional<Instant> due, Instant now) {
    return due.map(
            at -> {
              Duration wait = Duration.between(now, at);
              return wait.isZero()
                  ? "@now"
                  : "@"
                      + Stream.of(
                              wait.toDays() + "d",
                              wait.toHoursPart() + "h",
                              wait.toMinutesPart() + "m",
                              wait.toSecondsPart() + "s")
                          .filter(part -> !part.startsWith("0"))
                          .collect(Collectors.joining());
            })
        .orElse("@none");
  }

  /** {@code BUILT} as {@code built}, as the tables write it. */
  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
