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
import org.junit.jupiter.api.Test;

/**
 * The published examples contradict the requirements in known places; receiving tolerates those,
 * and assurance names them all.
 */
class OfficialExamplesTest {
  private static Findings check(String name, Tolerances tolerances) throws IOException {
    Path file = Path.of(System.getProperty("project.root", ".."), "..", "shared", "examples", name);
    assumeTrue(
        Files.isRegularFile(file),
        () -> "skipped: no official example at ../shared/examples/" + name);
    try (InputStream in = Files.newInputStream(file)) {
      ReadMessage message =
          new MessageReader(ReadLimits.STANDARD, tolerances)
              .readXml(in, AttachmentSink.inMemory(1_000_000));
      return RuleCatalogue.rules(tolerances).check(message);
    }
  }

  @Test
  void theConsultationSummaryIsAcceptedWithItsFaultsNamed() throws IOException {
    Findings findings = check("consultation-summary.xml", Tolerances.ALL);
    assertThat(findings.valid()).as(findings::diagnostics).isTrue();
    assertThat(findings.warnings())
        .filteredOn(finding -> finding.strength() == Strength.MUST)
        .extracting(Finding::requirement)
        .contains("GPCM-SD-CS-048", "GPCM-SD-CS-023", "GPCM-SD-CS-039");
  }

  @Test
  void theOnlineConsultationIsAcceptedWithItsFaultsNamed() throws IOException {
    Findings findings = check("online-consultation.xml", Tolerances.ALL);
    assertThat(findings.valid()).as(findings::diagnostics).isTrue();
    assertThat(findings.warnings())
        .filteredOn(finding -> finding.strength() == Strength.MUST)
        .extracting(Finding::requirement)
        .contains(
            "GPCM-SD-OC-147",
            "GPCM-SD-OC-006",
            "GPCM-SD-022",
            "GPCM-SD-OC-010",
            "GPCM-SD-OC-017",
            "GPCM-C-02");
  }

  @Test
  void aStrictReadingRejectsBoth() throws IOException {
    assertThat(check("consultation-summary.xml", Tolerances.NONE).valid()).isFalse();
    assertThat(check("online-consultation.xml", Tolerances.NONE).valid()).isFalse();
  }
}
