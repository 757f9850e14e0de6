package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.ResponseCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fixture's message was made on 2 March 2026 at 10:16. */
class FutureDatesTest {
  @ParameterizedTest
  @CsvSource({
    "CS, patient, birthDate, 2026-03-05, GPCM-SD-CS-041",
    "OC, patient, birthDate, 2027-01-01, GPCM-SD-OC-019",
    "GE, patient, birthDate, 2026-03-04, GPCM-SD-GE-019",
    "OC, encounter, period/start, 2026-03-02T10:27:00+00:00, GPCM-SD-OC-033",
    "GE, encounter, period/start, 2026-03-03T10:00:00+00:00, GPCM-SD-GE-033"
  })
  void whatLiesAfterTheMessageWasMadeIsRefused(
      UseCaseKey useCase, String where, String path, String value, String requirement) {
    assertThat(check(useCase, where, path, value).rejecting())
        .anySatisfy(
            finding -> {
              assertThat(finding.requirement()).isEqualTo(requirement);
              assertThat(finding.code()).isEqualTo(ResponseCode.PAYLOAD_INVALID);
              assertThat(finding.path()).endsWith(path.replace('/', '.'));
              assertThat(finding.found()).contains("after the message was made");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "CS, patient, birthDate, 2026-03-03",
    "GE, patient, birthDate, 2026-03-02",
    "OC, encounter, period/start, 2026-03-02T10:25:00+00:00"
  })
  void aBirthOnTheDayAndAClockThatIsMinutesAheadAreNoFault(
      UseCaseKey useCase, String where, String path, String value) {
    assertThat(check(useCase, where, path, value).all())
        .noneMatch(finding -> finding.found().contains("after the message was made"));
  }

  private static Findings check(UseCaseKey useCase, String where, String path, String value) {
    return Fixture.of(useCase).change(where, "set", path, "\"" + value + "\"").check();
  }
}
