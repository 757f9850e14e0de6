package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gpcm validate --metadata}: what travelled beside a message, as a file gives it. */
class ValidateMetadataTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("project.root", ".."), "examples");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADDRESS = "GPPROVIDER_9990000018_19570109_Testpatient";

  @TempDir private Path folder;
  private Path message;

  @BeforeEach
  void build() {
    message = folder.resolve("summary.xml");
    Commands built =
        Commands.run(
            "build",
            "--use-case=consultation-summary",
            "--input=" + EXAMPLES.resolve("consultation-summary.json"),
            "--attach=" + EXAMPLES.resolve("consultation-summary-throat.txt"),
            "--output=" + message);
    assertThat(built.exitCode()).as(built.err()).isZero();
  }

  private String subject() throws IOException {
    String xml = Files.readString(message);
    int at = xml.indexOf("Consultation report for ");
    return xml.substring(at, xml.indexOf('<', at));
  }

  private String source() throws IOException {
    String xml = Files.readString(message);
    int at = xml.indexOf("<endpoint value=\"") + "<endpoint value=\"".length();
    return xml.substring(at, xml.indexOf('"', at));
  }

  private Path headers(String to, String more) throws IOException {
    return Files.writeString(
        folder.resolve("headers.json"),
        """
        {"Mex-From": "%s", "mex-to": "%s", "Mex-WorkflowID": "GPFED_CONSULT_REPORT", "Mex-Subject": "%s",
         "Mex-LocalID": "A99901", "Content-Type": "application/xml"%s}
        """
            .formatted(source(), to, subject(), more));
  }

  private Path controlFile(String to, String more) throws IOException {
    return Files.writeString(
        folder.resolve("message.ctl"),
        """
        <DTSControl><Version>1.0</Version><AddressType>DTS</AddressType><MessageType>Data</MessageType>
        <WorkflowId>GPFED_CONSULT_REPORT</WorkflowId><To_DTS>%s</To_DTS><From_DTS>%s</From_DTS>
        <Subject>%s</Subject><LocalId>A99901</LocalId>%s</DTSControl>
        """
            .formatted(to, source(), subject(), more));
  }

  private JsonNode checked(Path metadata) throws IOException {
    Commands run = Commands.run("validate", "--json", "--metadata=" + metadata, message.toString());
    assertThat(run.err()).isEmpty();
    return JSON.readTree(run.out());
  }

  private static List<String> requirements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(one -> one.path("requirement").asText())
        .distinct()
        .toList();
  }

  @Test
  void metadataThatIsRightLeavesNothingUnchecked() throws IOException {
    for (Path file : List.of(headers(ADDRESS, ""), controlFile(ADDRESS, ""))) {
      JsonNode checked = checked(file);
      assertThat(checked.path("valid").asBoolean()).isTrue();
      assertThat(requirements(checked.path("findings"))).isEmpty();
      assertThat(checked.path("notChecked")).isEmpty();
    }
  }

  @Test
  void aFaultIsFoundUnderTheNumberOfItsChannel() throws IOException {
    String other = "GPPROVIDER_9990000026_19570109_Testpatient";
    JsonNode api = checked(headers(other, ""));
    assertThat(api.path("valid").asBoolean()).isFalse();
    assertThat(requirements(api.path("findings"))).containsExactly("GPCM-SD-CS-042");
    String none = "GPPROVIDER_9990000018_1957_Testpatient";
    assertThat(requirements(checked(headers(none, "")).path("findings")))
        .containsExactly("GPCM-SD-CS-042", "GPCM-SD-CS-067");
    assertThat(requirements(checked(controlFile(none, "")).path("findings")))
        .containsExactly("GPCM-SD-CS-042", "GPCM-SD-CS-064");
  }

  @Test
  void whatHasBeenThroughMeshDoesNotTellHowItWasAddressed() throws IOException {
    JsonNode api = checked(headers("A99902OT001", ", \"Mex-MessageID\": \"20260302101500000_1\""));
    JsonNode file = checked(controlFile("A99902OT001", "<DTSId>20260302101500000_1</DTSId>"));
    for (JsonNode checked : List.of(api, file)) {
      assertThat(checked.path("valid").asBoolean()).isTrue();
      assertThat(requirements(checked.path("findings"))).isEmpty();
      assertThat(requirements(checked.path("notChecked")))
          .contains("GPCM-SD-CS-042", "GPCM-SD-CS-060");
    }
  }

  /** In words of ours: the parser's speak of its own settings. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Mex-To": "A99902OT001"                     | ends before it is whole
          {"Mex-To": "A99902OT001                      | ends before it is whole
          {"Mex-To": "A", "Mex-To": "B"}               | a name is there twice
          {"Mex-To": A99902OT001}                      | JSON has no place for
          {"Mex-To": "A99902OT001",}                   | JSON has no place for
          [{"Mex-To": "A99902OT001"}]                  | it is no JSON object
          """)
  void metadataThatIsNoJsonIsToldInPlainWords(String json, String told) throws IOException {
    Path file = folder.resolve("broken.json");
    Files.writeString(file, json);
    Commands run = Commands.run("validate", "--metadata=" + file, message.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("is no MESH metadata", told)
        .doesNotContain("REDACTED", "Source", "StreamReadFeature", "Exception");
  }

  @Test
  void whatASenderNeedNotGiveIsNotChecked() throws IOException {
    Path file = headers(ADDRESS, "");
    Files.writeString(file, Files.readString(file).replaceFirst("\"Mex-From\": \"[^\"]*\", ", ""));
    JsonNode checked = checked(file);
    assertThat(requirements(checked.path("findings"))).isEmpty();
    assertThat(requirements(checked.path("notChecked"))).containsExactly("GPCM-SD-CS-066");
  }

  @Test
  void withoutMetadataTheReportSaysWhatWasNotChecked() {
    Commands run = Commands.run("validate", message.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Not checked")
        .contains("the MESH metadata of the message is not known")
        .contains("GPCM-SD-CS-060")
        .contains("GPCM-SD-CS-061");
  }

  /** SARIF has notifications of the tool for it: it is no result, neither good nor bad. */
  @Test
  void theSarifLogSaysWhatWasNotChecked() throws IOException {
    Commands run = Commands.run("validate", "--sarif", message.toString());
    assertThat(run.exitCode()).isZero();
    JsonNode log = JSON.readTree(run.out());
    Sarif.assertIsALog(log);
    assertThat(log.at("/runs/0/results")).isEmpty();
    JsonNode invocation = log.at("/runs/0/invocations/0");
    assertThat(invocation.get("executionSuccessful").booleanValue()).isTrue();
    assertThat(invocation.get("toolExecutionNotifications"))
        .allSatisfy(
            one -> {
              assertThat(one.get("level").textValue()).isEqualTo("note");
              assertThat(one.at(Sarif.URI).textValue()).endsWith("summary.xml");
            })
        .extracting(one -> one.at("/message/text").textValue())
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains("the MESH metadata of the message is not known", "GPCM-SD-CS-060"));
    JsonNode whole =
        JSON.readTree(
            Commands.run(
                    "validate", "--sarif", "--metadata=" + headers(ADDRESS, ""), message.toString())
                .out());
    assertThat(whole.at("/runs/0").has("invocations")).as("nothing is left to say").isFalse();
  }

  @Test
  void aFindingBesideTheMessageSaysWhichConditionItBreaks() throws IOException {
    Path file = headers(ADDRESS, "");
    Files.writeString(file, Files.readString(file).replace("ID\": \"A99901", "ID\": \"A99902"));
    assertThat(checked(file).at("/findings/0/condition").textValue())
        .isEqualTo("MESH Mex-LocalID: the ODS code of the sending organisation");
  }

  @Test
  void aResponsesWorkflowIsChecked() throws IOException {
    Path response = folder.resolve("response.xml");
    assertThat(
            Commands.run("respond", message.toString(), "--code=20013", "--output=" + response)
                .exitCode())
        .isZero();
    Path file = headers("MAILBOX1", "");
    Commands run = Commands.run("validate", "--json", "--metadata=" + file, response.toString());
    assertThat(requirements(JSON.readTree(run.out()).path("findings")))
        .containsExactly("GPCM-SD-CS-062");
    Files.writeString(
        file, Files.readString(file).replace("GPFED_CONSULT_REPORT", "GPFED_CONSULT_REPORT_ACK"));
    run =
        Commands.run(
            "validate",
            "--json",
            "--metadata=" + file,
            "--original=" + message,
            response.toString());
    assertThat(JSON.readTree(run.out()).path("findings")).isEmpty();
    assertThat(JSON.readTree(run.out()).path("notChecked")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no metadata",
        "[]",
        "{}",
        "{\"Subject\": \"x\"}",
        "{\"Mex-To\": 1}",
        "{\"Mex-To\": \"A\", \"Mex-To\": \"B\"}",
        "{\"Mex-To\": \"A\", \"mex-to\": \"B\"}",
        "{\"Mex-To\": \"A\"",
        "<DTSControl>",
        "<Other/>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><DTSControl>&e;</DTSControl>"
      })
  void aFileThatIsNoMetadataIsAUsageErrorThatNamesIt(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("metadata"), content);
    Commands run = Commands.run("validate", "--metadata=" + file, message.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(file.toString()).contains("Mex-To");
  }

  @Test
  void metadataBelongsToOneMessage() throws IOException {
    Path file = headers(ADDRESS, "");
    Commands run =
        Commands.run("validate", "--metadata=" + file, message.toString(), message.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--metadata belongs to one message");
    run = Commands.run("validate", "--metadata=" + folder.resolve("none"), message.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("none");
  }
}
