package gpcm.node.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.RegisteredPatient.Registration;
import gpcm.node.register.SoughtPatient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody in the register means for a document. */
class PatientMatchTest {
  private static final SoughtPatient SOUGHT =
      new SoughtPatient("9990000034", "Testpatient", "Alpha", "1984-05-06", "female");

  private static RegisteredPatient registered(
      String family, String given, String birthDate, String sex, Registration registration) {
    return new RegisteredPatient("9990000034", family, given, birthDate, sex, "", "", registration);
  }

  @ParameterizedTest
  @CsvSource({
    "Zoë-Testpatient, Zoe-Testpatient, true",
    "Zoë-Testpatient, ZOE TESTPATIENT, true",
    "Łukasz, LUKASZ, true",
    "Łukasz, ukasz, false",
    "Zoë-Testpatient, Zo-Testpatient, false",
  })
  void accents_and_case_make_no_other_name(String registered, String stated, boolean same) {
    PatientMatch match =
        PatientMatch.of(
            new SoughtPatient("9990000034", stated, "", "1984-05-06", ""),
            List.of(registered(registered, "", "1984-05-06", "", Registration.KNOWN)));
    assertThat(match.standing()).isEqualTo(PatientStanding.KNOWN);
    assertThat(match.warning().isEmpty()).isEqualTo(same);
    assertThat(match.doubts().isEmpty()).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "KNOWN, KNOWN",
    "NO_LONGER_HERE, NO_LONGER_HERE",
    "RECENTLY_DECEASED, RECENTLY_DECEASED",
  })
  void whoIsPlainlyTheSameStandsAsTheRegisterSays(
      Registration registration, PatientStanding standing) {
    PatientMatch match =
        PatientMatch.of(
            SOUGHT,
            List.of(registered("Testpatient", "Alpha", "1984-05-06", "female", registration)));
    assertThat(match.standing()).isEqualTo(standing);
    assertThat(match.doubts()).isEmpty();
  }

  @Test
  void whoIsNotThereIsUnknownAndNotDoubtful() {
    PatientMatch match = PatientMatch.of(SOUGHT, List.of());
    assertThat(match.standing()).isEqualTo(PatientStanding.UNKNOWN);
    assertThat(match.doubts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Otherpatient, Alpha, 1984-05-06, female, KNOWN, the surname differs",
    "Testpatient, Beta, 1984-05-06, female, KNOWN, the first name differs",
    "Testpatient, Alpha, 1984-06-05, female, UNKNOWN, the date of birth differs",
    "Testpatient, Alpha, 1984-05-06, male, KNOWN, the sex differs",
  })
  void eachDetailThatDiffersIsADoubt(
      String family,
      String given,
      String birthDate,
      String sex,
      PatientStanding standing,
      String doubt) {
    PatientMatch match =
        PatientMatch.of(
            SOUGHT, List.of(registered(family, given, birthDate, sex, Registration.KNOWN)));
    assertThat(match.standing()).isEqualTo(standing);
    assertThat(match.doubts()).containsExactly(doubt);
  }

  @Test
  void aRegistrationUnderWayIsADoubt() {
    PatientMatch match =
        PatientMatch.of(
            SOUGHT,
            List.of(
                registered("Testpatient", "Alpha", "1984-05-06", "f", Registration.REGISTERING)));
    assertThat(match.standing()).isEqualTo(PatientStanding.UNKNOWN);
    assertThat(match.doubts()).containsExactly("their registration is under way");
  }

  @Test
  void aNumberOfTwoIsADoubt() {
    RegisteredPatient one =
        registered("Testpatient", "Alpha", "1984-05-06", "female", Registration.KNOWN);
    PatientMatch match = PatientMatch.of(SOUGHT, List.of(one, one));
    assertThat(match.standing()).isEqualTo(PatientStanding.UNKNOWN);
    assertThat(match.doubts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "alpha example, Female", "Álpha, unknown"})
  void whatTheRegisterDoesNotSayOrSpellsOtherwiseIsNoDoubt(String given, String sex) {
    PatientMatch match =
        PatientMatch.of(
            SOUGHT,
            List.of(registered("TESTPATIENT", given, "1984-05-06", sex, Registration.KNOWN)));
    assertThat(match.doubts()).isEmpty();
  }
}
