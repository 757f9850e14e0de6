package gpcm.bench.agreement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import gpcm.message.KnownFalseError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** HAPI's validator with the official profiles, asked for the errors of a text. */
final class Oracle {
  private final FhirValidator validator;

  private Oracle(FhirValidator validator) {
    this.validator = validator;
  }

  static Oracle load(Path folder) throws IOException {
    FhirContext context = FhirContext.forDstu3Cached();
    PrePopulatedValidationSupport profiles = new PrePopulatedValidationSupport(context);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
        profiles.addResource(context.newXmlParser().parseResource(Files.readString(file)));
      }
    }
    FhirInstanceValidator module =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new SnomedUnchecked(context),
                new DefaultProfileValidationSupport(context),
                profiles,
                new InMemoryTerminologyServerValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new SnapshotGeneratingValidationSupport(context)));
    module.setAnyExtensionsAllowed(true);
    // Three profiles that the requirements name were never published.
    module.setErrorForUnknownProfiles(false);
    return new Oracle(context.newValidator().registerValidatorModule(module));
  }

  /** What it calls an error, without places and without the two kinds that are known as false. */
  List<String> errors(String text) {
    List<String> errors = new ArrayList<>();
    try {
      for (SingleValidationMessage said : validator.validateWithResult(text).getMessages()) {
        if (said.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0
            && KnownFalseError.in(said.getMessage()).isEmpty()) {
          errors.add(
              String.valueOf(said.getLocationString()).replaceAll("\\[\\d+\\]|/\\*[^*]*\\*/", "")
                  + ": "
                  + said.getMessage().replaceAll("@[0-9a-f]{4,8}", ""));
        }
      }
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // What it cannot cope with is an error to it; it throws plain Errors too.
      errors.add("not readable: " + e.getMessage());
    }
    return errors;
  }
}
