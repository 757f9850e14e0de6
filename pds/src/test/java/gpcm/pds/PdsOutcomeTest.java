package gpcm.pds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of deliverability, cell by cell. */
class PdsOutcomeTest {
  private static List<List<String>> rows() throws IOException {
    try (InputStream in = PdsOutcomeTest.class.getResourceAsStream("deliverability.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .toList();
    }
  }

  static List<Arguments> cells() throws IOException {
    List<Arguments> cells = new ArrayList<>();
    for (List<String> row : rows()) {
      PdsOutcome outcome = PdsOutcome.valueOf(row.getFirst());
      int column = 1;
      for (Route route : Route.values()) {
        cells.add(Arguments.of(outcome, route, Treatment.valueOf(row.get(column))));
        column += route == Route.CONSULTATION_TO_PROVIDER ? 2 : 1;
      }
    }
    return cells;
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @MethodSource("cells")
  void eachOutcomeIsTreatedOnEachRouteAsTheTableSays(
      PdsOutcome outcome, Route route, Treatment treatment) {
    assertThat(outcome.on(route)).isEqualTo(treatment);
  }

  static List<Arguments> copies() throws IOException {
    return rows().stream()
        .map(row -> Arguments.of(PdsOutcome.valueOf(row.getFirst()), Copy.valueOf(row.get(4))))
        .toList();
  }

  @ParameterizedTest(name = "{0}: the copy is {1}")
  @MethodSource("copies")
  void theCopyForThePracticeHasItsOwnFate(PdsOutcome outcome, Copy copy) {
    assertThat(outcome.copy()).isEqualTo(copy);
  }

  @Test
  void theTableLeavesNoOutcomeOut() throws IOException {
    Set<PdsOutcome> named = EnumSet.noneOf(PdsOutcome.class);
    rows().forEach(row -> named.add(PdsOutcome.valueOf(row.getFirst())));
    assertThat(named).containsExactlyInAnyOrder(PdsOutcome.values());
  }
}
