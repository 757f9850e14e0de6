package gpcm.message;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * There is no terminology server in a build: whether a SNOMED code is in a value set is taken on
 * trust.
 */
final class SnomedUnchecked implements IValidationSupport {
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
    return Fhir.SNOMED.equals(system);
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
    return trusted(system, code, display);
  }

  @Override
  public CodeValidationResult validateCodeInValueSet(
      ValidationSupportContext validation,
      ConceptValidationOptions options,
      String system,
      String code,
      String display,
      IBaseResource valueSet) {
    return trusted(system, code, display);
  }

  /** The interface says null where a support has no opinion. */
  private static CodeValidationResult trusted(String system, String code, String display) {
    return Fhir.SNOMED.equals(system)
        ? new CodeValidationResult().setCode(code).setDisplay(display)
        : null;
  }
}
