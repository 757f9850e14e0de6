package gpcm.message;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** HAPI's validator with the official profiles; absent profiles skip the test that asks. */
final class OfficialProfiles {
  /**
   * The two false errors of that validator: it reads STU3 through R4, where a document has a
   * timestamp and a nested bundle no other profile. The official sample responses give them as
   * well.
   */
  private static final List<String> KNOWN_FALSE =
      List.of(
          "This element is not allowed by the profile"
              + " https://fhir.nhs.uk/STU3/StructureDefinition/ITK-Message-Bundle-1",
          "This element is not allowed by the profile"
              + " https://fhir.nhs.uk/STU3/StructureDefinition/ITK-Document-Bundle-1",
          "A document must have a date");

  private final FhirValidator validator;

  OfficialProfiles() {
    Path folder = Examples.root().resolve("../shared/profiles");
    assumeTrue(Files.isDirectory(folder), "skipped: no official profiles at ../shared/profiles");
    FhirContext context = FhirContext.forDstu3Cached();
    PrePopulatedValidationSupport profiles = new PrePopulatedValidationSupport(context);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
        profiles.addResource(context.newXmlParser().parseResource(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    // Task, DiagnosticReport and Specimen have no CareConnect profile among the published ones:
    // base FHIR is checked.
    module.setErrorForUnknownProfiles(false);
    validator = context.newValidator().registerValidatorModule(module);
  }

  /** What the validator calls an error in this message, without its two known false kinds. */
  List<String> errors(byte[] xml) {
    return validator
        .validateWithResult(new String(xml, StandardCharsets.UTF_8))
        .getMessages()
        .stream()
        .filter(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .filter(m -> KNOWN_FALSE.stream().noneMatch(known -> m.getMessage().contains(known)))
        .map(OfficialProfiles::text)
        .toList();
  }

  private static String text(SingleValidationMessage message) {
    return message.getLocationString() + ": " + message.getMessage();
  }
}
