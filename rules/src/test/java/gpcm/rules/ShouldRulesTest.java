package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SHOULD rules warn and never reject; and leaving out any one element of a message is never the end
 * of the checking.
 */
class ShouldRulesTest {
  private static Map<UseCaseKey, List<Finding>> deletions;
  private static Map<UseCaseKey, List<CrashedRule>> crashes;

  /** Leaves out every element of a message of each use case in turn. */
  @BeforeAll
  static void deleteEachElement() {
    deletions = new EnumMap<>(UseCaseKey.class);
    crashes = new EnumMap<>(UseCaseKey.class);
    for (UseCaseKey useCase : List.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)) {
      List<Finding> findings = new ArrayList<>();
      List<CrashedRule> crashed = new ArrayList<>();
      paths(Fixture.of(useCase).tree())
          .forEach(
              path -> {
                Findings found = without(useCase, path);
                found.forEach(findings::add);
                crashed.addAll(found.crashedRules());
              });
      deletions.put(useCase, findings);
      crashes.put(useCase, crashed);
    }
  }

  static List<BrokenMessageTest.Row> rows() throws IOException {
    return BrokenMessageTest.rows("weak.txt");
  }

  static Stream<BrokenMessageTest.Case> cases() throws IOException {
    return rows().stream().flatMap(row -> row.cases().stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChangeThatOnlyAShouldRuleMindsWarns(BrokenMessageTest.Case one) {
    BrokenMessageTest.Row row = one.row();
    Findings findings = row.change(Fixture.of(one.useCase())).check();
    assertThat(findings.crashedRules()).isEmpty();
    assertThat(findings.all())
        .as(() -> findings.stream().map(f -> f + " found " + f.found()).toList().toString())
        .filteredOn(finding -> !finding.tolerated() && BrokenMessageTest.isNumbered(finding))
        .filteredOn(finding -> !row.amongOthers() || BrokenMessageTest.shows(finding, one))
        .extracting(Finding::requirement, Finding::strength)
        .containsExactly(tuple(one.requirement(), Strength.SHOULD));
    assertThat(findings.all()).anyMatch(finding -> BrokenMessageTest.shows(finding, one));
  }

  /**
   * What the SHOULD rules say about any deletion is a warning, and each of them has something to
   * say.
   */
  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void leavingItOutOrGettingItWrongIsAWarning(UseCaseKey useCase) throws IOException {
    Set<String> warned = new HashSet<>();
    List<Finding> findings = new ArrayList<>(deletions.get(useCase));
    cases()
        .filter(one -> one.useCase() == useCase)
        .forEach(one -> one.row().change(Fixture.of(useCase)).check().forEach(findings::add));
    for (Finding finding : findings) {
      if (finding.strength() == Strength.SHOULD) {
        assertThat(finding.rejects()).isFalse();
        warned.add(finding.requirement() + " " + finding.condition());
      }
    }
    Set<String> should = new TreeSet<>();
    for (Rule rule : RuleCatalogue.documents().rules()) {
      if (rule.strength() == Strength.SHOULD) {
        rule.idFor(useCase)
            .filter(id -> useCase == UseCaseKey.GE || UseCaseKey.of(id) == useCase)
            .ifPresent(
                id -> rule.conditions().forEach(one -> should.add(id + " " + rule.named(one))));
      }
    }
    should.removeAll(warned);
    assertThat(should)
        .as("conditions of SHOULD rules that no deletion and no row of weak.txt breaks")
        .isEmpty();
  }

  /** An element that a MUST rule asks for is missed wherever it is left out. */
  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void leavingOutAMandatoryElementIsFound(UseCaseKey useCase) throws IOException {
    Set<String> mandatory = new HashSet<>();
    for (BrokenMessageTest.Row row : BrokenMessageTest.rows()) {
      row.requirements().stream()
          .filter(id -> row.what().equals("delete") && UseCaseKey.of(id) == useCase)
          .forEach(mandatory::add);
    }
    assertThat(mandatory).hasSizeGreaterThan(15);
    assertThat(deletions.get(useCase))
        .filteredOn(Finding::rejects)
        .extracting(Finding::requirement)
        .containsAll(mandatory);
  }

  /** No rule gives up on a message that lacks something. */
  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void noRuleIsAtALoss(UseCaseKey useCase) {
    assertThat(crashes.get(useCase)).isEmpty();
  }

  private static Findings without(UseCaseKey useCase, List<Object> path) {
    Fixture fixture = Fixture.of(useCase);
    JsonNode parent = fixture.tree();
    for (Object step : path.subList(0, path.size() - 1)) {
      parent = step instanceof Integer index ? parent.get(index) : parent.get((String) step);
    }
    Object last = path.getLast();
    if (last instanceof Integer index) {
      ((ArrayNode) parent).remove((int) index);
    } else {
      ((ObjectNode) parent).remove((String) last);
    }
    try {
      return fixture.check(Tolerances.ALL);
    } catch (UnreadableMessageException e) {
      return Findings.none()
          .plus(
              Finding.must(
                  "GPCM-C-02", e.code(), "Bundle", "unreadable", "a message", "Send a message"));
    }
  }

  private static List<List<Object>> paths(JsonNode root) {
    List<List<Object>> paths = new ArrayList<>();
    collect(root, List.of(), paths);
    return paths;
  }

  private static void collect(JsonNode node, List<Object> path, List<List<Object>> paths) {
    if (!path.isEmpty() && !path.getLast().equals("resourceType")) {
      paths.add(path);
    }
    if (node instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(name -> collect(object.get(name), plus(path, name), paths));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), plus(path, i), paths);
      }
    }
  }

  private static List<Object> plus(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }
}
