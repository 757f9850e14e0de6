package gpcm.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPCM-SD-GE-155 names a code that the profiles lack; no other code is excused with it. */
class KnownFalseErrorTest {
  private static final String NHS = "https://fhir.hl7.org.uk/STU3/";

  @ParameterizedTest
  @CsvSource({"acute-handwritten, true", "sometimes, false"})
  void aHandwrittenPrescriptionIsKnownToBeRight(String code, boolean known) {
    String coding = NHS + "CodeSystem/CareConnect-PrescriptionType-1#" + code;
    assertThat(KnownFalseError.in("Unknown code '" + coding + "'").isPresent()).isEqualTo(known);
    assertThat(
            KnownFalseError.in(
                    "None of the codings provided are in the value set 'Care Connect Prescription"
                        + " Type' ("
                        + NHS
                        + "ValueSet/CareConnect-PrescriptionType-1|1.1.0), and a coding from this"
                        + " value set is required) (codes = "
                        + coding
                        + ")")
                .isPresent())
        .isEqualTo(known);
  }
}
