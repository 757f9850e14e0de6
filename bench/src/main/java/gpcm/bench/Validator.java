package gpcm.bench;

import ca.uhn.fhir.validation.FhirValidator;
import gpcm.conformance.ValidatorSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** HAPI's validator as anybody would set it up, to compare with. */
final class Validator {
  private final FhirValidator validator;

  private Validator(FhirValidator validator) {
    this.validator = validator;
  }

  static Validator load(Path folder) throws IOException {
    return new Validator(ValidatorSetup.with(List.of(folder)).load());
  }

  int errors(String message) {
    return validator.validateWithResult(message).getMessages().size();
  }
}
