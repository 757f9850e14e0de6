package gpcm.conformance;

import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import gpcm.message.KnownFalseError;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.Strength;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HAPI's validator: base FHIR STU3 and, when given, profiles. No terminology server is asked, so
 * only bindings that the loaded value sets can answer are checked. Safe for several threads.
 */
public final class FhirConformance {
  private static final String REQUIREMENT = "FHIR-STU3";

  private final FhirValidator validator;

  private FhirConformance(FhirValidator validator) {
    this.validator = validator;
  }

  /**
   * Loads base STU3 and these profiles. Takes some seconds: load once and keep it.
   *
   * @param profiles folders with profiles as {@code .xml} or {@code .json}, and FHIR packages
   * @throws IOException naming the file that is not there or may not be read
   * @throws IllegalArgumentException naming the profile that cannot be read
   */
  public static FhirConformance load(List<Path> profiles) throws IOException {
    return new FhirConformance(ValidatorSetup.with(profiles).load());
  }

  /**
   * What the validator says of this message, each as a finding under the id {@code FHIR-STU3}; what
   * is known as a false error of the validator is tolerated.
   */
  public Findings check(ReadMessage message) {
    List<Finding> findings = new ArrayList<>();
    for (SingleValidationMessage said :
        validator.validateWithResult(message.bundle()).getMessages()) {
      if (said.getSeverity() != ResultSeverityEnum.INFORMATION) {
        findings.add(finding(said));
      }
    }
    return Findings.of(findings);
  }

  private static Finding finding(SingleValidationMessage said) {
    String text = String.valueOf(said.getMessage());
    String path = String.valueOf(said.getLocationString()).replaceAll("/\\*[^*]*\\*/", "");
    Optional<KnownFalseError> known = KnownFalseError.in(text);
    // A profile nobody gave says nothing about the message; what was not checked is still shown.
    boolean notGiven =
        text.contains("has not been checked because it could not be found")
            || text.startsWith("Invalid profile. Failed to retrieve profile");
    boolean error = !notGiven && said.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0;
    return new Finding(
        REQUIREMENT,
        error ? Strength.MUST : Strength.SHOULD,
        path.indexOf(".entry[") == path.lastIndexOf(".entry[")
            ? ResponseCode.HEADER_INVALID
            : ResponseCode.PAYLOAD_INVALID,
        path,
        Optional.empty(),
        text,
        "FHIR STU3" + " and the profiles given",
        known
            .map(why -> "Nothing to mend; known as false: " + why.reason())
            .orElse(
                notGiven
                    ? "Give the profile with --profiles to have it checked"
                    : "See the profile of this element"),
        known.isPresent());
  }
}
