package gpcm.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** HAPI's validator as anybody would set it up, to compare with. */
final class Validator {
  private final FhirValidator validator;

  private Validator(FhirValidator validator) {
    this.validator = validator;
  }

  static Validator load(Path folder) throws IOException {
    FhirContext context = FhirContext.forDstu3();
    PrePopulatedValidationSupport profiles = new PrePopulatedValidationSupport(context);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
        profiles.addResource(context.newXmlParser().parseResource(Files.readString(file)));
      }
    }
    FhirInstanceValidator module =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                profiles,
                new InMemoryTerminologyServerValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new SnapshotGeneratingValidationSupport(context)));
    module.setAnyExtensionsAllowed(true);
    return new Validator(context.newValidator().registerValidatorModule(module));
  }

  int errors(String message) {
    return validator.validateWithResult(message).getMessages().size();
  }
}
