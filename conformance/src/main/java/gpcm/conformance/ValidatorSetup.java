package gpcm.conformance;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.validation.FhirValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * How HAPI's validator is set up over base FHIR STU3 and profiles, for whoever asks it. No
 * terminology server is asked. Immutable.
 */
public final class ValidatorSetup {
  private final List<Path> profiles;
  private final List<Function<FhirContext, IValidationSupport>> first;
  private final boolean unknownProfilesAreErrors;

  private ValidatorSetup(
      List<Path> profiles,
      List<Function<FhirContext, IValidationSupport>> first,
      boolean unknownProfilesAreErrors) {
    this.profiles = List.copyOf(profiles);
    this.first = List.copyOf(first);
    this.unknownProfilesAreErrors = unknownProfilesAreErrors;
  }

  /**
   * As anybody would set it up.
   *
   * @param profiles folders with profiles as {@code .xml} or {@code .json}, and FHIR packages
   */
  public static ValidatorSetup with(List<Path> profiles) {
    return new ValidatorSetup(profiles, List.of(), true);
  }

  /** The same with a support that is asked before all others. */
  public ValidatorSetup asking(Function<FhirContext, IValidationSupport> support) {
    return new ValidatorSetup(profiles, List.of(support), unknownProfilesAreErrors);
  }

  /** The same, where a claim of a profile that was not given is no error. */
  public ValidatorSetup passingUnknownProfiles() {
    return new ValidatorSetup(profiles, first, false);
  }

  /**
   * Loads base STU3 and the profiles. Takes some seconds: load once and keep it.
   *
   * @throws IOException naming the file that is not there or may not be read
   * @throws IllegalArgumentException naming the profile that cannot be read
   */
  public FhirValidator load() throws IOException {
    FhirContext context = FhirContext.forDstu3();
    PrePopulatedValidationSupport given = new PrePopulatedValidationSupport(context);
    for (Path path : profiles) {
      if (Files.isDirectory(path)) {
        folder(context, path, given);
      } else {
        ProfilePackage.read(path, (name, text) -> add(context, name, text, given));
      }
    }
    List<IValidationSupport> supports = new ArrayList<>();
    first.forEach(support -> supports.add(support.apply(context)));
    supports.add(new DefaultProfileValidationSupport(context));
    supports.add(given);
    supports.add(new InMemoryTerminologyServerValidationSupport(context));
    supports.add(new CommonCodeSystemsTerminologyService(context));
    supports.add(new SnapshotGeneratingValidationSupport(context));
    FhirInstanceValidator module =
        new FhirInstanceValidator(
            new ValidationSupportChain(supports.toArray(IValidationSupport[]::new)));
    module.setAnyExtensionsAllowed(true);
    if (!unknownProfilesAreErrors) {
      module.setErrorForUnknownProfiles(false);
    }
    return context.newValidator().registerValidatorModule(module);
  }

  private static void folder(FhirContext context, Path folder, PrePopulatedValidationSupport given)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> resources =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().matches(".*\\.(xml|json)"))
              .sorted()
              .toList();
      if (resources.isEmpty()) {
        throw new IllegalArgumentException(
            "--profiles " + folder + ": no .xml or .json is in this folder");
      }
      for (Path file : resources) {
        add(context, file.toString(), Files.readString(file), given);
      }
    }
  }

  private static void add(
      FhirContext context, String name, String text, PrePopulatedValidationSupport given) {
    try {
      IBaseResource resource =
          text.stripLeading().startsWith("{")
              ? context.newJsonParser().parseResource(text)
              : context.newXmlParser().parseResource(text);
      given.addResource(resource);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException(
          "--profiles: " + name + " is no FHIR STU3 resource: " + e.getMessage(), e);
    }
  }
}
