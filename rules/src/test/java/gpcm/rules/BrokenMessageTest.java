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

  record Row(String ids, String code, String where, String what, String path, String value) {
    static Row of(String line) {
      String[] cells = line.split("\\|", 6);
      return new Row(
          cells[0].strip(),
          cells[1].strip(),
          cells[2].strip(),
          cells[3].strip(),
          cells[4].strip(),
          cells[5].strip());
    }

    /** A code in brackets: tolerated unless the reading is strict. */
    boolean tolerable() {
      return code.startsWith("(");
    }

    String digits() {
      return tolerable() ? code.substring(1, code.length() - 1) : code;
    }

    List<String> requirements() {
      return Stream.of(ids.split(" "))
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
    try (InputStream in = BrokenMessageTest.class.getResourceAsStream("broken.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Row row : rows()) {
      boolean common =
          row.requirements().stream().allMatch(id -> UseCaseKey.of(id) == UseCaseKey.UNKNOWN);
      for (String requirement : row.requirements()) {
        UseCaseKey useCase = UseCaseKey.of(requirement);
        if (useCase != UseCaseKey.UNKNOWN) {
          cases.add(new Case(row, requirement, useCase));
        } else if (common) {
          cases.add(new Case(row, requirement, UseCaseKey.GE));
        }
      }
    }
    return cases.stream();
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
    Fixture broken =
        Fixture.of(one.useCase()).change(row.where(), row.what(), row.path(), row.value());
    if (row.tolerable()) {
      Findings lenient = broken.check(Tolerances.ALL);
      assertThat(lenient.valid()).as("tolerated on receipt").isTrue();
      assertThat(lenient.warnings())
          .filteredOn(Finding::tolerated)
          .extracting(Finding::requirement, Finding::strength)
          .containsExactly(tuple(one.requirement(), Strength.MUST));
    }
    Findings findings = broken.check(row.tolerable() ? Tolerances.NONE : Tolerances.ALL);
    assertThat(findings.rejecting())
        .as(() -> findings.stream().map(f -> f + " found " + f.found()).toList().toString())
        .extracting(Finding::requirement, f -> f.code().code())
        .containsExactly(tuple(one.requirement(), row.digits()));
    assertThat(findings.diagnostics())
        .contains(one.requirement())
        .doesNotContain("ZZTEST", "9990000018", "1970-01", "Fictional");
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

  private static Set<String> shown() throws IOException {
    Set<String> shown = new HashSet<>(MeshRulesTest.shown());
    rows().forEach(row -> shown.addAll(row.requirements()));
    // aDocumentWithoutItsOrganizationIsFound
    shown.addAll(Set.of("GPCM-SD-CS-032", "GPCM-SD-OC-021", "GPCM-SD-GE-021"));
    return shown;
  }

  /** One row for each use case that the rule speaks of, not only for one of them. */
  @Test
  void everyMustRuleHasARow() throws IOException {
    Set<String> shown = shown();
    List<String> missing = new ArrayList<>();
    for (Rule rule : RuleCatalogue.documents().rules()) {
      if (rule.strength() == Strength.MUST) {
        Stream.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)
            .flatMap(useCase -> rule.idFor(useCase).stream())
            .filter(id -> !shown.contains(id))
            .forEach(id -> missing.add(id + " " + rule.element()));
      }
    }
    assertThat(missing).isEmpty();
  }

  /** The table names this test as the proof of no requirement that it does not break. */
  @Test
  void everyRequirementThatNamesThisProofHasARow() throws IOException {
    Set<String> shown = shown();
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
