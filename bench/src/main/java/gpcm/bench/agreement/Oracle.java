package gpcm.bench.agreement;

import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import gpcm.conformance.ValidatorSetup;
import gpcm.message.KnownFalseError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** HAPI's validator with the official profiles, asked for the errors of a text. */
final class Oracle {
  private final FhirValidator validator;

  private Oracle(FhirValidator validator) {
    this.validator = validator;
  }

  static Oracle load(Path folder) throws IOException {
    // Three profiles that the requirements name were never published.
    return new Oracle(
        ValidatorSetup.with(List.of(folder))
            .asking(SnomedUnchecked::new)
            .passingUnknownProfiles()
            .load());
  }

  /** What it calls an error, without places and without the kinds that are known as false. */
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
