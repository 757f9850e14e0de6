package gpcm.bench.agreement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Lets every SNOMED code pass: without a terminology server the validator calls each one of a
 * required binding an error. Codes of every other system are checked.
 */
final class SnomedUnchecked implements IValidationSupport {
  private static final String SNOMED = "http://snomed.info/sct";

  private final FhirContext context;

  SnomedUnchecked(FhirContext context) {
    this.context = context;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext validation, String system) {
    return SNOMED.equals(system);
  }

  /**
   * The published value sets are asked about here first, so that their SNOMED codes never reach an
   * expansion.
   */
  @Override
  public boolean isValueSetSupported(ValidationSupportContext validation, String valueSetUrl) {
    return valueSetUrl.startsWith("https://fhir.hl7.org.uk/STU3/ValueSet/CareConnect-");
  }

  @Override
  public CodeValidationResult validateCode(
      ValidationSupportContext validation,
      ConceptValidationOptions options,
      String system,
      String code,
      String display,
      String valueSetUrl) {
    return unchecked(system, code, display);
  }

  @Override
  public CodeValidationResult validateCodeInValueSet(
      ValidationSupportContext validation,
      ConceptValidationOptions options,
      String system,
      String code,
      String display,
      IBaseResource valueSet) {
    return unchecked(system, code, display);
  }

  /** The interface says null where a support has no opinion. */
  private static CodeValidationResult unchecked(String system, String code, String display) {
    return SNOMED.equals(system)
        ? new CodeValidationResult()
            .setCode(code)
            .setDisplay(display)
            .setSeverity(IssueSeverity.WARNING)
            .setMessage("SNOMED CT was not checked: there is no terminology server")
        : null;
  }
}
