package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message that is of another age altogether; looked at on 4 March 2026. */
class FarDatesTest {
  private static final Rules RULES =
      RuleCatalogue.rules(Tolerances.NONE)
          .by(InstantSource.fixed(Instant.parse("2026-03-04T09:00:00Z")));

  @ParameterizedTest
  @CsvSource({
    "CS, 2099-03-02, GPCM-SD-CS-052, GPCM-SD-CS-020, in the future",
    "OC, 2026-04-05, GPCM-SD-OC-151, GPCM-SD-OC-004, in the future",
    "GE, 1999-03-02, GPCM-SD-GE-278, GPCM-SD-GE-004, before there were"
  })
  void isAWarning(UseCaseKey useCase, String day, String sent, String written, String found) {
    Findings findings = check(useCase, day);
    assertThat(findings.warnings())
        .filteredOn(finding -> finding.found().contains(found))
        .extracting(Finding::requirement, Finding::strength)
        .containsExactly(tuple(sent, Strength.SHOULD), tuple(written, Strength.SHOULD));
    assertThat(findings.warnings())
        .extracting(Finding::path)
        .anyMatch(path -> path.endsWith("timestamp"))
        .anyMatch(path -> path.endsWith("date"));
  }

  @ParameterizedTest
  @CsvSource({"2018-07-12", "2026-03-05", "2026-04-03"})
  void whatIsOldOrAFewWeeksAheadIsNone(String day) {
    assertThat(check(UseCaseKey.CS, day).warnings()).isEmpty();
  }

  private static Findings check(UseCaseKey useCase, String day) {
    return RULES.check(
        Fixture.of(useCase)
            .change("message", "made-at", "", day + "T10:16:00+00:00")
            .read(Tolerances.NONE));
  }
}
