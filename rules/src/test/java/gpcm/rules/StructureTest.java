package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.Tolerances;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no numbered requirement asks for, but base FHIR or an official profile does: a valid
 * message, broken in one place, is rejected for exactly that.
 */
class StructureTest {

  /** A line of structure.txt. */
  record Row(
      List<String> under, String code, String where, String what, String path, String value) {
    static Row of(String line) {
      String[] cells = line.split("\\|", 6);
      return new Row(
          List.of(cells[0].strip().split(" +")),
          cells[1].strip(),
          cells[2].strip(),
          cells[3].strip(),
          cells[4].strip(),
          cells[5].strip());
    }
  }

  static Stream<Row> rows() throws IOException {
    try (InputStream in = StructureTest.class.getResourceAsStream("structure.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).map(Row::of).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatAProfileOrFhirForbidsIsFoundOnceUnderItsName(Row row) {
    Fixture broken =
        Fixture.of(UseCaseKey.GE).change(row.where(), row.what(), row.path(), row.value());
    for (Tolerances tolerances : new Tolerances[] {Tolerances.ALL, Tolerances.NONE}) {
      Findings findings = broken.check(tolerances);
      assertThat(findings.rejecting())
          .as(() -> findings.stream().map(f -> f + " found " + f.found()).toList().toString())
          .extracting(finding -> finding.requirement() + " " + finding.code().code())
          .containsExactlyElementsOf(
              row.under().stream().map(name -> name + " " + row.code()).toList());
      assertThat(findings.diagnostics())
          .contains(row.under().getFirst())
          .doesNotContain("ZZTEST", "9990000018", "zz-unknown", "example.org");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void aRightMessageGivesNoFindingInTheStrictReadingEither(UseCaseKey useCase) {
    assertThat(Fixture.of(useCase).check(Tolerances.NONE).all()).isEmpty();
  }

  /**
   * The spelling of the other publisher is known and tolerated as such; the requirement that names
   * the extension still misses its own.
   */
  @Test
  void anExtensionUnderItsOtherPublishedNameIsNotTheOneThatARequirementNames() {
    Findings findings =
        Fixture.of(UseCaseKey.GE)
            .change(
                "problem2",
                "set",
                "extension/1/url",
                "\"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-ProblemSignificance-1\"")
            .check(Tolerances.ALL);
    assertThat(findings.rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-GE-226");
    assertThat(findings.all()).anyMatch(Finding::tolerated);
  }

  /** What nobody here knows may be there: FHIR leaves room for it. */
  @Test
  void anUnknownExtensionIsNoFault() {
    Fixture more =
        Fixture.of(UseCaseKey.GE)
            .change(
                "patient",
                "set",
                "extension",
                "[{\"url\":\"https://example.org/favourite-colour\",\"valueString\":\"green\"}]");
    assertThat(more.check(Tolerances.NONE).all()).isEmpty();
  }

  /**
   * Under a profile's other name its demands hold too, and are tolerated together with the name.
   */
  @Test
  void aProfileUnderItsOtherPublishedNameIsHeldToAndTolerated() {
    Fixture other =
        Fixture.of(UseCaseKey.GE)
            .change(
                "patient",
                "set",
                "meta/profile/0",
                "\"https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Patient-1\"")
            .change("patient", "set", "animal", "{\"species\":{\"text\":\"Cat\"}}");
    assertThat(other.check(Tolerances.ALL).valid()).isTrue();
    assertThat(other.check(Tolerances.ALL).all())
        .filteredOn(Finding::tolerated)
        .extracting(Finding::requirement)
        .contains("CareConnect-Patient-1");
    assertThat(other.check(Tolerances.NONE).rejecting())
        .extracting(Finding::requirement)
        .contains("CareConnect-Patient-1");
  }

  @Test
  void aResourceThatClaimsNoProfileIsHeldToTheOneExpectedThere() {
    Findings findings =
        Fixture.of(UseCaseKey.GE)
            .change("patient", "delete", "meta", "")
            .change("patient", "set", "animal", "{\"species\":{\"text\":\"Cat\"}}")
            .check();
    assertThat(findings.rejecting())
        .extracting(Finding::requirement)
        .contains("GPCM-SD-017", "CareConnect-Patient-1");
  }
}
