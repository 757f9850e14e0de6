package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.message.Tolerances;
import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirements;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every MUST rule: a valid message, broken in one place, is rejected for exactly that requirement
 * with that code.
 */
class BrokenMessageTest {

  record Row(
      String ids,
      String condition,
      String code,
      String where,
      String what,
      String path,
      String value) {
    static Row of(String line) {
      String[] cells = line.split("\\|", 7);
      return new Row(
          cells[0].strip(),
          cells[1].strip(),
          cells[2].strip(),
          cells[3].strip(),
          cells[4].strip(),
          cells[5].strip(),
          cells[6].strip());
    }

    /** A code with a plus: whatever then lacks what was taken away is found as well. */
    boolean amongOthers() {
      return code.endsWith("+");
    }

    /**
     * The cases of this row: one for each use case it speaks of. An id that holds for all is asked
     * of a generic document, or of the use case after its at sign.
     */
    List<Case> cases() {
      List<Case> cases = new ArrayList<>();
      boolean common =
          requirements().stream().allMatch(id -> UseCaseKey.of(id) == UseCaseKey.UNKNOWN);
      int at = ids.indexOf('@');
      UseCaseKey other = at < 0 ? UseCaseKey.GE : UseCaseKey.valueOf(ids.substring(at + 1));
      for (String requirement : requirements()) {
        UseCaseKey useCase = UseCaseKey.of(requirement);
        if (useCase != UseCaseKey.UNKNOWN) {
          cases.add(new Case(this, requirement, useCase));
        } else if (common) {
          cases.add(new Case(this, requirement, other));
        }
      }
      return cases;
    }

    Fixture change(Fixture fixture) {
      return fixture.change(where, what, path, value);
    }

    /** A code in brackets: tolerated unless the reading is strict. */
    boolean tolerable() {
      return code.startsWith("(");
    }

    String digits() {
      return code.replaceAll("[()+]", "");
    }

    List<String> requirements() {
      return Stream.of(ids.replaceAll("@[A-Z]+", "").split(" "))
          .map(id -> id.startsWith("SD-") || id.startsWith("C-") ? "GPCM-" + id : "GPCM-SD-" + id)
          .toList();
    }
  }

  /** One row for one of the use cases it speaks of. */
  record Case(Row row, String requirement, UseCaseKey useCase) {
    @Override
    public String toString() {
      return requirement
          + " "
          + row.code()
          + " "
          + row.condition()
          + ": "
          + row.what()
          + " "
          + row.where()
          + " "
          + row.path()
          + " "
          + row.value();
    }
  }

  static List<Row> rows() throws IOException {
    return rows("broken.txt");
  }

  static List<Row> rows(String table) throws IOException {
    try (InputStream in = BrokenMessageTest.class.getResourceAsStream(table)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  static Stream<Case> cases() throws IOException {
    return rows().stream().flatMap(row -> row.cases().stream());
  }

  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void aCompleteMessageGivesNoFinding(UseCaseKey useCase) {
    assertThat(Fixture.of(useCase).check().all()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSmallestBreakIsFoundUnderItsRequirementAndCode(Case one) {
    Row row = one.row();
    Fixture broken = row.change(Fixture.of(one.useCase()));
    if (row.tolerable()) {
      Findings lenient = broken.check(Tolerances.ALL);
      assertThat(lenient.valid()).as("tolerated on receipt").isTrue();
      assertThat(lenient.warnings())
          .filteredOn(Finding::tolerated)
          .extracting(Finding::requirement, Finding::strength)
          .containsExactly(tuple(one.requirement(), Strength.MUST));
    }
    Findings findings = broken.check(row.tolerable() ? Tolerances.NONE : Tolerances.ALL);
    assertThat(findings.crashedRules()).isEmpty();
    assertThat(findings.rejecting())
        .as(() -> findings.stream().map(f -> f + " found " + f.found()).toList().toString())
        .filteredOn(BrokenMessageTest::isNumbered)
        .filteredOn(finding -> !row.amongOthers() || shows(finding, one))
        .extracting(Finding::requirement, f -> f.code().code())
        .containsExactly(tuple(one.requirement(), row.digits()));
    assertThat(findings.rejecting()).anyMatch(finding -> shows(finding, one));
    assertThat(findings.diagnostics())
        .doesNotContain("ZZTEST", "9990000018", "1970-01", "Fictional");
    if (findings.rejecting().size() == 1) {
      assertThat(findings.diagnostics()).contains(one.requirement());
    }
  }

  /** Of a requirement of the specification; what base FHIR says of the same change is beside it. */
  static boolean isNumbered(Finding finding) {
    return finding.requirement().startsWith("GPCM-");
  }

  /** Breaks the condition that the row names. */
  static boolean shows(Finding finding, Case one) {
    return finding.requirement().equals(one.requirement())
        && finding.condition().endsWith(" " + one.row().condition());
  }

  /** Whatever else then refers to nothing is found as well. */
  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void aDocumentWithoutItsOrganizationIsFound(UseCaseKey useCase) {
    Findings findings =
        Fixture.of(useCase).change("document", "without", "organization", "").check();
    String requirement =
        useCase == UseCaseKey.CS ? "GPCM-SD-CS-032" : "GPCM-SD-" + useCase + "-021";
    assertThat(findings.rejecting())
        .extracting(Finding::requirement, f -> f.code().code())
        .contains(tuple(requirement, "20009"));
  }

  /** Requirements and conditions that a row breaks, as the rules themselves say. */
  private static Set<String> shown() throws IOException {
    Set<String> shown = new HashSet<>();
    for (Case one : cases().toList()) {
      Findings findings = one.row().change(Fixture.of(one.useCase())).check(Tolerances.NONE);
      findings.rejecting().stream()
          .filter(finding -> shows(finding, one))
          .forEach(finding -> shown.add(finding.requirement() + " " + finding.condition()));
    }
    return shown;
  }

  /** One row for each condition, in each use case that the rule speaks of. */
  @Test
  void everyConditionOfEveryMustRuleHasARow() throws IOException {
    Set<String> shown = shown();
    List<String> missing = new ArrayList<>();
    for (Rule rule : RuleCatalogue.documents().rules()) {
      if (rule.strength() == Strength.MUST && !rule.about().equals(MessagePart.MESH)) {
        Stream.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)
            .flatMap(useCase -> rule.idFor(useCase).stream())
            .flatMap(
                id -> rule.conditions().stream().map(condition -> id + " " + rule.named(condition)))
            .filter(condition -> !shown.contains(condition))
            .forEach(missing::add);
      }
    }
    assertThat(missing).isEmpty();
  }

  /** Two conditions of one name would stand in for each other. */
  @Test
  void noTwoConditionsOfARequirementHaveOneName() {
    List<String> names = new ArrayList<>();
    for (Rule rule : RuleCatalogue.documents().rules()) {
      if (!rule.about().equals(MessagePart.MESH)) {
        rule.ids()
            .forEach(
                id ->
                    rule.conditions()
                        .forEach(
                            condition ->
                                names.add(
                                    rule.strength() + " " + id + " " + rule.named(condition))));
      }
    }
    assertThat(names).doesNotHaveDuplicates();
  }

  /** The table names this test as the proof of no requirement that it does not break. */
  @Test
  void everyRequirementThatNamesThisProofHasARow() throws IOException {
    Set<String> shown = new HashSet<>(MeshRulesTest.shown());
    rows().forEach(row -> shown.addAll(row.requirements()));
    assertThat(Requirements.all().list())
        .filteredOn(
            requirement ->
                requirement.proof().endsWith("#theSmallestBreakIsFoundUnderItsRequirementAndCode"))
        .filteredOn(requirement -> requirement.kind() == Requirement.Kind.RULE)
        .extracting(Requirement::id)
        .filteredOn(id -> !shown.contains(id))
        .isEmpty();
  }
}
