package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages from the field that were once called valid. */
class FieldSamplesTest {
  private static Path sample(String name) {
    Path file = Path.of(System.getProperty("project.root", ".."), "..", "shared", "field", name);
    assumeTrue(Files.isRegularFile(file), () -> "skipped: no sample at ../shared/field/" + name);
    return file;
  }

  private static ReadMessage read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return file.toString().endsWith(".json")
          ? new MessageReader().readJson(in, AttachmentSink.inMemory(1_000_000))
          : new MessageReader().readXml(in, AttachmentSink.inMemory(1_000_000));
    }
  }

  private static Findings check(String name) throws IOException {
    return RuleCatalogue.rules(Tolerances.ALL).check(read(sample(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "validator-agreement/0028-delete.xml, cpt-2",
    "validator-agreement/0041-delete.xml, cpt-2",
    "validator-agreement/0187-system-trailing-space.xml, type uri",
    "validator-agreement/0188-system-trailing-space.xml, type uri",
    "validator-agreement/0466-modifier-extension-unknown.xml, modifierExtension",
    "validator-agreement/0518-entry-copied.xml, bdl-7",
    "validator-agreement/0540-entry-request-added.xml, bdl-2",
    "validator-agreement/0612-narrative.xml, txt-1",
    "validator-agreement/0697-invariant.xml, txt-2",
    "validator-agreement/0710-invariant.xml, con-4",
    "validator-agreement/0759-invariant.xml, implicitRules",
    "narrative-active-content/narrative-script.xml, txt-1"
  })
  void a_message_that_was_called_valid_is_refused_for_what_is_wrong(String name, String why)
      throws IOException {
    Findings findings = check(name);
    assertThat(findings.code()).isIn(ResponseCode.HEADER_INVALID, ResponseCode.PAYLOAD_INVALID);
    assertThat(findings.rejecting()).anyMatch(finding -> finding.expected().contains(why));
  }

  @Test
  void half_a_surrogate_pair_cannot_be_read() {
    Path file = sample("text-lone-surrogate/lone-surrogate.json");
    UnreadableMessageException refusal =
        catchThrowableOfType(UnreadableMessageException.class, () -> read(file));
    assertThat(refusal.code()).isEqualTo(ResponseCode.UNREADABLE);
    assertThat(refusal).hasMessageContaining("surrogate");
  }

  @Test
  void a_birth_date_that_is_not_known_is_called_so() throws IOException {
    assertThat(check("element-without-value/birthdate-absent-reason.xml").rejecting())
        .anyMatch(finding -> finding.found().equals("nothing (unknown)"));
  }
}
