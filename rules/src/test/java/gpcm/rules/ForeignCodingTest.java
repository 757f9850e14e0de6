package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.Tolerances;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What another code system says beside the coding that a requirement asks for neither stands for it
 * nor hides it.
 */
class ForeignCodingTest {
  private static final String FOREIGN = "https://example.test/local";

  /** A code of any system will do where one is asked for without naming its system. */
  private static final String ANY_SYSTEM = "code or text";

  /** Their profiles allow one coding, or fix what every coding says. */
  private static final Set<String> ONE_CODING =
      Set.of("CareConnect-Encounter-1", "CareConnect-ProblemHeader-Condition-1");

  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void aLocalCodingBesideEachIsNoFaultOfANumberedRequirement(UseCaseKey useCase) {
    Fixture before = Fixture.of(useCase);
    inFront(before.tree());
    Fixture behind = Fixture.of(useCase);
    behind(behind.tree());
    for (Fixture fixture : List.of(before, behind)) {
      assertThat(fixture.check(Tolerances.NONE).all())
          .filteredOn(finding -> !ONE_CODING.contains(finding.requirement()))
          .isEmpty();
    }
  }

  @Test
  void aLocalCodingInFrontOfEachHidesNoFault() throws IOException {
    List<String> hidden = new ArrayList<>();
    for (BrokenMessageTest.Case one : cases()) {
      Fixture fixture = one.row().change(Fixture.of(one.useCase()));
      inFront(fixture.tree());
      if (!found(fixture, one)) {
        hidden.add(one.toString());
      }
    }
    assertThat(hidden).isEmpty();
  }

  /** As a system has it that gave its own codes the values of another. */
  @Test
  void theRightCodeOfAnotherSystemBehindEachHidesNoFault() throws IOException {
    List<String> hidden = new ArrayList<>();
    for (BrokenMessageTest.Case one : cases()) {
      Fixture fixture = Fixture.of(one.useCase());
      behind(fixture.tree());
      one.row().change(fixture);
      if (!found(fixture, one)) {
        hidden.add(one.toString());
      }
    }
    assertThat(hidden).isEmpty();
  }

  private static List<BrokenMessageTest.Case> cases() throws IOException {
    return Stream.concat(
            BrokenMessageTest.rows("broken.txt").stream(),
            BrokenMessageTest.rows("weak.txt").stream())
        .filter(row -> !row.condition().equals(ANY_SYSTEM))
        .flatMap(row -> row.cases().stream())
        .toList();
  }

  private static boolean found(Fixture fixture, BrokenMessageTest.Case one) {
    Tolerances reading = one.row().tolerable() ? Tolerances.NONE : Tolerances.ALL;
    return fixture.check(reading).stream()
        .anyMatch(finding -> BrokenMessageTest.shows(finding, one));
  }

  private static void inFront(JsonNode node) {
    if (node.get("coding") instanceof ArrayNode codings) {
      codings.insertObject(0).put("system", FOREIGN).put("code", "LOCAL").put("display", "Here");
    }
    node.forEach(ForeignCodingTest::inFront);
  }

  private static void behind(JsonNode node) {
    if (node.get("coding") instanceof ArrayNode codings) {
      ObjectNode copy = codings.get(0).deepCopy();
      codings.add(copy.put("system", FOREIGN));
    }
    node.forEach(ForeignCodingTest::behind);
  }
}
