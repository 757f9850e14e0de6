package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages with a single change that the official profiles or base FHIR forbid. */
class StructureSamplesTest {
  private static final Path SAMPLES =
      Path.of(
          System.getProperty("project.root", ".."), "..", "shared", "field", "validator-agreement");

  @ParameterizedTest
  @CsvSource({
    "0029-delete, ProcedureRequest).code.coding.display",
    "0078-duplicate-list, Condition).extension",
    "0081-duplicate-list, Organization).identifier",
    "0114-code-unknown, FamilyMemberHistory).condition",
    "0115-code-unknown, Observation).category",
    "0180-system-wrong, Patient).identifier",
    "0271-ref-dangling, Task).requester.agent",
    "0284-ref-dangling, Composition).encounter",
    "0331-profile-foreign, Observation).meta.profile",
    "0333-profile-foreign, MedicationRequest)",
    "0437-extension-url-wrong, Immunization).extension",
    "0438-extension-url-wrong, MessageHeader).extension",
    "0518-entry-copied, entry",
    "0634-profile-max0, Condition).severity",
    "0635-profile-max0, Condition).bodySite"
  })
  void isInvalidWhereItWasChanged(String name, String element) throws IOException {
    Path file = SAMPLES.resolve(name + ".xml");
    assumeTrue(
        Files.isRegularFile(file),
        () -> "skipped: no sample at ../shared/field/validator-agreement/" + name + ".xml");
    try (InputStream in = Files.newInputStream(file)) {
      ReadMessage message =
          new MessageReader(ReadLimits.STANDARD, Tolerances.ALL)
              .readXml(in, AttachmentSink.inMemory(1_000_000));
      Findings findings = RuleCatalogue.rules(Tolerances.ALL).check(message);
      assertThat(findings.rejecting()).extracting(Finding::path).anyMatch(p -> p.contains(element));
    }
  }
}
