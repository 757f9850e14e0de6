package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import gpcm.message.MessageReader;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleBook;
import gpcm.rules.Rules;
import gpcm.rules.Strength;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.dstu3.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** A rule that crashes is shown as a fault of this program, in every form of the report. */
class CrashedRuleReportTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples/generic.json");

  @TempDir private Path folder;
  private CheckedFile checked;

  @BeforeEach
  void check() throws IOException {
    Path message = folder.resolve("message.xml");
    assertThat(
            Commands.run("build", "--input", EXAMPLE.toString(), "-o", message.toString())
                .exitCode())
        .isZero();
    Rule crashing =
        new Rule(
            List.of("GPCM-SD-004"),
            Strength.MUST,
            ResponseCode.PAYLOAD_INVALID,
            MessagePart.each("Patient"),
            "Patient",
            "a patient",
            "Send one",
            (context, patient, report) ->
                Integer.parseInt(((Patient) patient.value()).getNameFirstRep().getFamily()));
    RuleBook book = RuleBook.of(List.of(crashing));
    checked =
        CheckedFile.check(
            MessageFile.of(message),
            new MessageReader(),
            Rules.of(book, book, Tolerances.ALL),
            FhirCheck.NONE);
  }

  @Test
  void itHasAnExitCodeOfItsOwn() {
    assertThat(checked.valid()).isFalse();
    assertThat(checked.exitCode()).isEqualTo(3);
  }

  @Test
  void peopleReadThatTheProgramIsAtFault() throws IOException {
    String text = written(out -> new FindingsText(Ansi.OFF, out, out, true));
    assertThat(text)
        .contains("UNDECIDED")
        .contains("a fault of this program")
        .contains("GPCM-SD-004", "NumberFormatException")
        .contains("1 message: 0 valid, 0 invalid, 0 unreadable, 1 undecided");
  }

  @Test
  void theJsonHasNoCodeAndNamesTheRule() throws IOException {
    JsonNode json = new ObjectMapper().readTree(written(FindingsJson::new));
    assertThat(json.get("valid").booleanValue()).isFalse();
    assertThat(json.get("code").isNull()).isTrue();
    assertThat(json.get("findings")).isEmpty();
    assertThat(json.at("/crashedRules/0/requirement").textValue()).isEqualTo("GPCM-SD-004");
  }

  @Test
  void theSarifLogSaysItOfTheTool() throws IOException {
    JsonNode sarif = new ObjectMapper().readTree(written(FindingsSarif::new));
    assertThat(sarif.at("/runs/0/results")).isEmpty();
    assertThat(sarif.at("/runs/0/invocations/0/executionSuccessful").booleanValue()).isFalse();
    assertThat(
            sarif.at("/runs/0/invocations/0/toolExecutionNotifications/0/message/text").textValue())
        .contains("GPCM-SD-004");
  }

  private interface Form {
    FindingsReport on(PrintWriter out) throws IOException;
  }

  private String written(Form form) throws IOException {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      FindingsReport report = form.on(out);
      report.file(checked);
      report.end();
    }
    return text.toString();
  }
}
