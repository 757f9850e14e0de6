package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.requirements.RequirementsCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands that work on messages in files. */
class MessageCommandsTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("project.root", ".."), "examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path message;
  private String out = "";
  private String err = "";

  private int run(Object command, String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .execute(arguments);
    out = output.toString();
    err = errors.toString();
    return code;
  }

  @BeforeEach
  void build() throws IOException {
    Path report = Files.write(folder.resolve("report.pdf"), SampleFiles.of("application/pdf"));
    message = folder.resolve("messages/summary.xml");
    Files.createDirectories(message.getParent());
    int code =
        run(
            new BuildCommand(),
            "--use-case",
            "consultation-summary",
            "--input",
            EXAMPLES.resolve("consultation-summary.json").toString(),
            "--attach",
            EXAMPLES.resolve("consultation-summary-throat.txt").toString(),
            "--report",
            report.toString(),
            "--output",
            message.toString());
    assertThat(code).as(err).isZero();
  }

  private Path broken() throws IOException {
    String xml = Files.readString(message).replace("<birthDate value=\"1957-01-09\"/>", "");
    return Files.writeString(message.resolveSibling("without-birth-date.xml"), xml);
  }

  @Test
  void buildingNeverOverwrites() {
    int code =
        run(
            new BuildCommand(),
            "--input",
            EXAMPLES.resolve("consultation-summary.json").toString(),
            "--report",
            folder.resolve("report.pdf").toString(),
            "--output",
            message.toString());
    assertThat(code).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "online-consultation-pharmacy",
        "online-consultation-escalated",
        "online-consultation-coded",
        "generic",
        "generic-coded",
        "generic-walk-in"
      })
  void everyExampleBecomesAMessageThatBreaksNoMust(String name) throws IOException {
    Path file = folder.resolve(name + ".xml");
    int code =
        run(
            new BuildCommand(),
            "--input",
            EXAMPLES.resolve(name + ".json").toString(),
            "--output",
            file.toString());
    assertThat(code).as(err).isZero();
    assertThat(run(new ValidateCommand(), "--strict", "--json", file.toString())).isZero();
    JsonNode report = JSON.readTree(out);
    assertThat(name).startsWith(report.get("useCase").textValue());
    // The vaccination says less than it SHOULD: no location, no manufacturer.
    assertThat(report.get("findings"))
        .allSatisfy(finding -> assertThat(finding.get("strength").textValue()).isEqualTo("SHOULD"));
  }

  @Test
  void anotherUseCaseThanTheInputsIsRefused() {
    int code =
        run(
            new BuildCommand(),
            "--use-case",
            "generic",
            "--input",
            EXAMPLES.resolve("consultation-summary.json").toString());
    assertThat(code).isEqualTo(2);
    assertThat(err).contains("the input says \"useCase\": \"consultation-summary\"");
  }

  @Test
  void anOnlineConsultationIsBuiltWithItsReportAndItsAnswers() throws IOException {
    Path online = folder.resolve("online.xml");
    int code =
        run(
            new BuildCommand(),
            "--use-case",
            "online-consultation",
            "--input",
            EXAMPLES.resolve("online-consultation.json").toString(),
            "--output",
            online.toString());
    assertThat(code).as(err).isZero();
    assertThat(run(new ValidateCommand(), "--strict", "--json", online.toString())).isZero();
    JsonNode report = JSON.readTree(out);
    assertThat(report.get("useCase").textValue()).isEqualTo("online-consultation");
    assertThat(report.get("findings")).isEmpty();
    assertThat(run(new InspectCommand(), "--json", online.toString())).isZero();
    assertThat(JSON.readTree(out).at("/attachments/0/contentType").textValue())
        .isEqualTo("application/pdf");
    assertThat(JSON.readTree(out).get("attachments")).hasSize(2);
    assertThat(Files.readString(online))
        .contains("QuestionnaireResponse", "For how many days have you had it?");
  }

  @Test
  void aBuiltMessageIsValid() throws IOException {
    assertThat(run(new ValidateCommand(), "--strict", "--json", message.toString())).isZero();
    JsonNode report = JSON.readTree(out);
    assertThat(report.get("valid").booleanValue()).isTrue();
    assertThat(report.get("useCase").textValue()).isEqualTo("consultation-summary");
    assertThat(report.get("code").textValue()).isEqualTo("20013");
    assertThat(report.get("findings")).isEmpty();
  }

  @Test
  void anInvalidOneSaysWhatWhereAndHowToMendIt() throws IOException {
    assertThat(run(new ValidateCommand(), "--json", broken().toString())).isEqualTo(1);
    JsonNode finding = JSON.readTree(out).at("/findings/0");
    assertThat(finding.get("requirement").textValue()).isEqualTo("GPCM-SD-CS-041");
    assertThat(finding.get("strength").textValue()).isEqualTo("MUST");
    assertThat(finding.get("code").textValue()).isEqualTo("20009");
    assertThat(finding.get("path").textValue()).endsWith(".ofType(Patient).birthDate");
    assertThat(finding.get("line").intValue()).isPositive();
    assertThat(finding.get("found").textValue()).isEqualTo("nothing");
    assertThat(finding.get("expected").textValue()).contains("YYYY-MM-DD");
    assertThat(finding.get("fix").textValue()).isNotBlank();
    assertThat(finding.get("condition").textValue()).isEqualTo("Patient.birthDate present");

    assertThat(run(new ValidateCommand(), broken().toString())).isEqualTo(1);
    assertThat(out)
        .contains(
            "INVALID",
            "GPCM-SD-CS-041",
            "20009",
            "YYYY-MM-DD",
            "breaks    Patient.birthDate present",
            "1 message: 0 valid, 1 invalid, 0 unreadable");
  }

  @Test
  void aFolderGivesOneLineAFileAndTheWorstOutcome() throws IOException {
    broken();
    assertThat(run(new ValidateCommand(), "--json", message.getParent().toString())).isEqualTo(1);
    assertThat(out.lines()).hasSize(2);
    Files.writeString(
        message.resolveSibling("torn.xml"), "<Bundle xmlns=\"http://hl7.org/fhir\"><type");
    assertThat(run(new ValidateCommand(), "--json", message.getParent().toString())).isEqualTo(2);
    List<String> codes = new java.util.ArrayList<>();
    for (String line : out.lines().toList()) {
      codes.add(JSON.readTree(line).get("code").textValue());
    }
    assertThat(codes).containsExactly("20013", "10009", "20009");
  }

  /** Elements in another order than the schema's, which is tolerated on receipt. */
  @Test
  void whatIsValidOnlyByToleranceIsSaidInTheHeadline() throws IOException {
    String xml = Files.readString(message);
    String swapped =
        xml.replaceFirst("(<gender value=\"[^\"]*\"/>)\\s*(<birthDate value=\"[^\"]*\"/>)", "$2$1");
    assertThat(swapped).isNotEqualTo(xml);
    Path file = Files.writeString(message.resolveSibling("tolerated.xml"), swapped);
    assertThat(run(new ValidateCommand(), file.toString())).isZero();
    assertThat(out).startsWith("VALID only by tolerance " + file);
    assertThat(out).contains("1 message: 1 valid (1 only by tolerance), 0 invalid");
    assertThat(run(new ValidateCommand(), "--json", file.toString())).isZero();
    assertThat(JSON.readTree(out).get("byTolerance").booleanValue()).isTrue();
    assertThat(run(new ValidateCommand(), "--strict", file.toString())).isEqualTo(1);
    assertThat(run(new ValidateCommand(), "--json", message.toString())).isZero();
    assertThat(JSON.readTree(out).get("byTolerance").booleanValue()).isFalse();
  }

  @Test
  void sarifIsOneLogWithTheSourceRegion() throws IOException {
    assertThat(run(new ValidateCommand(), "--sarif", broken().toString())).isEqualTo(1);
    JsonNode run = JSON.readTree(out).at("/runs/0");
    assertThat(run.at("/tool/driver/rules/0/id").textValue()).isEqualTo("GPCM-SD-CS-041");
    assertThat(run.at("/results/0/level").textValue()).isEqualTo("error");
    assertThat(run.at("/results/0/properties/condition").textValue())
        .isEqualTo("Patient.birthDate present");
    assertThat(run.at("/results/0/message/text").textValue())
        .contains("breaks \"Patient.birthDate present\"");
    assertThat(run.at("/results/0/locations/0/physicalLocation/region/startLine").intValue())
        .isPositive();
  }

  @Test
  void aFileThatIsNotThereIsOneLine() throws IOException {
    assertThat(run(new ValidateCommand(), "--json", folder.resolve("nowhere.xml").toString()))
        .isEqualTo(2);
    JsonNode report = JSON.readTree(out);
    assertThat(report.get("error").textValue()).contains("nowhere.xml is not there");
    assertThat(report.get("valid").booleanValue()).isFalse();
    assertThat(report.get("code").isNull()).as("nobody answers a file that is not there").isTrue();

    assertThat(run(new ValidateCommand(), folder.resolve("nowhere.xml").toString())).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err.lines())
        .containsExactly("gpcm validate: " + folder.resolve("nowhere.xml") + " is not there");
  }

  @Test
  void inspectingNamesHeaderDocumentsSizesAndHashes() throws IOException {
    assertThat(run(new InspectCommand(), "--json", message.toString())).isZero();
    JsonNode seen = JSON.readTree(out);
    assertThat(seen.get("kind").textValue()).isEqualTo("send-document");
    assertThat(seen.get("useCase").textValue()).isEqualTo("consultation-summary");
    assertThat(seen.at("/handling/recipientType").textValue()).isEqualTo("FA");
    assertThat(seen.at("/attachments")).hasSize(2);
    assertThat(seen.at("/attachments/0/sha256").textValue()).hasSize(64);
    assertThat(run(new InspectCommand(), message.toString())).isZero();
    assertThat(out)
        .contains("attachment 1: Consultation report", "sha256", "NHS number: 9990000018");
  }

  @Test
  void extractedFilesGetNamesOfOurOwnAndAreNeverOverwritten() throws IOException {
    Path target = folder.resolve("extracted");
    assertThat(run(new InspectCommand(), "--extract", target.toString(), message.toString()))
        .isZero();
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("document-1.pdf", "document-2.txt");
    }
    assertThat(target.resolve("document-2.txt"))
        .hasSameBinaryContentAs(EXAMPLES.resolve("consultation-summary-throat.txt"));
    assertThat(run(new InspectCommand(), "--extract", target.toString(), message.toString()))
        .isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10001", "20009", "20013", "30001", "30002", "30018"})
  void aResponseCarriesTheChosenCodeAndNamesItsOriginal(String code) throws IOException {
    Path response = folder.resolve("response.xml");
    assertThat(
            run(
                new RespondCommand(),
                "--code",
                code,
                "--diagnostics",
                "for a test",
                "-o",
                response.toString(),
                message.toString()))
        .isZero();
    run(new InspectCommand(), "--json", message.toString());
    String original = JSON.readTree(out).get("messageId").textValue();
    assertThat(run(new InspectCommand(), "--json", response.toString())).isZero();
    JsonNode seen = JSON.readTree(out);
    assertThat(seen.get("kind").textValue()).isEqualTo("itk-response");
    assertThat(seen.get("code").textValue()).isEqualTo(code);
    assertThat(seen.get("respondsTo").textValue()).isEqualTo(original);
    assertThat(seen.get("acknowledgement").textValue())
        .isEqualTo(code.startsWith("3") ? "business" : "infrastructure");
    assertThat(run(new ValidateCommand(), "--strict", "--json", response.toString())).isZero();
  }

  @Test
  void whatCannotBeReadIsAnsweredAsUnreadable() throws IOException {
    Path torn = Files.writeString(folder.resolve("torn.xml"), "<Bundle");
    assertThat(run(new RespondCommand(), "--code", "10009", torn.toString())).isZero();
    assertThat(out).contains("UNREADABLE-IN-ORIGINAL-MESSAGE");
  }

  @Test
  void anUnknownCodeIsRefused() {
    assertThat(run(new RespondCommand(), "--code", "99999", message.toString())).isEqualTo(2);
    assertThat(err).contains("99999");
  }

  @Test
  void requirementsAreListedAsATableAndAsJson() throws IOException {
    assertThat(run(new RequirementsCommand(), "--json")).isZero();
    JsonNode all = JSON.readTree(out);
    assertThat(all).hasSize(588);
    assertThat(all.get(0).properties())
        .extracting(java.util.Map.Entry::getKey)
        .contains("id", "useCase", "strength", "kind", "proof");
    assertThat(run(new RequirementsCommand(), "--json", "--use-case", "consultation-summary"))
        .isZero();
    assertThat(JSON.readTree(out)).hasSize(79);
    assertThat(run(new RequirementsCommand())).isZero();
    assertThat(out).contains("GPCM-SD-CS-048");
    assertThat(run(new RequirementsCommand(), "--use-case", "other")).isEqualTo(2);
  }
}
