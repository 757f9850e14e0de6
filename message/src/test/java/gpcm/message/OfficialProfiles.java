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
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
   * What cannot be checked, or is asked for by the requirements against the validator's liking. It
   * warns of each, and of nothing else. Reviewed here and nowhere else, with the reason.
   */
  private static final Map<String, String> REVIEWED =
      Map.of(
          SnomedUnchecked.NOT_CHECKED + ".*",
          "whether a SNOMED code is in a value set needs a terminology server",
          "Profile reference"
              + " 'https://fhir\\.hl7\\.org\\.uk/STU3/StructureDefinition/CareConnect-(Task|Specimen|DiagnosticReport)-1'"
              + " has not been checked because it could not be found",
          "the requirements name these three profiles and nobody has published them; base FHIR is"
              + " checked",
          "ValueSet 'https://fhir\\.nhs\\.uk/STU3/ValueSet/DeviceType-1' not found",
          "ITK-Device-1 binds Device.type to a value set that is not published",
          "The URL 'https://tools\\.ietf\\.org/html/rfc4122' should not be used with the UUID.*",
          "ITK3 identifies bundles and documents so",
          "Best Practice Recommendation: In general, all observations should have an effective.*",
          "no requirement asks for it; issued is sent (GPCM-SD-OC-051)",
          "value should not start or finish with whitespace ' Problem List Item'",
          "the profile fixes the display with its leading space",
          "None of the codings provided are in the value set 'Care Connect Condition Category'.*",
          "the profile fixes a code that its own extensible value set does not have",
          "No code provided, and a code should be provided from the value set '(Care Connect"
              + " (Vaccine Code|Allergy Manifestation)|ServiceDeliveryLocationRoleType)'.*",
          "the binding is extensible, and a text is allowed where there is no code");

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
    // Shown as a warning, and only the three of REVIEWED may be missing.
    module.setErrorForUnknownProfiles(false);
    validator = context.newValidator().registerValidatorModule(module);
  }

  /** What the validator calls an error in this message, without its two known false kinds. */
  List<String> errors(byte[] xml) {
    return said(xml, message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .filter(message -> KnownFalseError.in(message.getMessage()).isEmpty())
        .map(OfficialProfiles::text)
        .toList();
  }

  /** What it warns of that nobody has reviewed. */
  List<String> surprises(byte[] xml) {
    return warnings(xml)
        .filter(
            message ->
                REVIEWED.keySet().stream().noneMatch(form -> message.getMessage().matches(form)))
        .map(OfficialProfiles::text)
        .toList();
  }

  /** The reviewed warnings that a message gives. */
  Set<String> reviewed(byte[] xml) {
    return warnings(xml)
        .flatMap(
            message ->
                REVIEWED.keySet().stream().filter(form -> message.getMessage().matches(form)))
        .collect(Collectors.toSet());
  }

  /** Every kind of warning that has been reviewed. */
  static Set<String> reviewed() {
    return REVIEWED.keySet();
  }

  private Stream<SingleValidationMessage> warnings(byte[] xml) {
    return said(xml, message -> message.getSeverity() == ResultSeverityEnum.WARNING);
  }

  private Stream<SingleValidationMessage> said(
      byte[] xml, Predicate<SingleValidationMessage> which) {
    return validator
        .validateWithResult(new String(xml, StandardCharsets.UTF_8))
        .getMessages()
        .stream()
        .filter(which);
  }

  private static String text(SingleValidationMessage message) {
    return message.getLocationString() + ": " + message.getMessage();
  }
}
