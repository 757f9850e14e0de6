package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ITK3 messages of other kinds, and the spellings of other versions: read and named. */
class InspectKindsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path message;

  @BeforeEach
  void build() {
    Path example =
        Path.of(System.getProperty("project.root", ".."), "examples/consultation-summary.json");
    message = folder.resolve("message.xml");
    assertThat(
            Commands.run("build", "--input", example.toString(), "-o", message.toString())
                .exitCode())
        .isZero();
  }

  private String response(String code) throws IOException {
    Path file = folder.resolve("response-" + code + ".xml");
    Commands done =
        Commands.run("respond", "--code", code, "-o", file.toString(), message.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    return Files.readString(file);
  }

  private static String changed(String xml, String pattern, String replacement) {
    String changed = xml.replaceFirst(pattern, replacement);
    assertThat(changed).as(pattern).isNotEqualTo(xml);
    return changed;
  }

  private JsonNode inspected(String xml) throws IOException {
    Path file = Files.writeString(folder.resolve("other.xml"), xml);
    Commands done = Commands.run("inspect", "--json", file.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(Commands.run("inspect", file.toString()).exitCode()).isZero();
    return JSON.readTree(done.out());
  }

  /** The events of ITK3 2.5.0 and later, and one nobody knows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ITK003D", "ITK004D", "ITK005D", "ITK006D", "ITK009D", "ITK010D", "ITK011M", "ITK012M",
        "ITK013D", "ITK014M", "ITK999X"
      })
  void anotherKindOfMessageIsNamed(String event) throws IOException {
    String xml = changed(Files.readString(message), "ITK007C", event);
    xml = changed(xml, "ITK-GPConnectSendDocument-MessageDefinition-1", "ITK-Other-1");
    xml = changed(xml, "SendDocument-ConsultationReport", "None");
    JsonNode seen = inspected(xml);
    assertThat(seen.get("kind").textValue()).isEqualTo("other");
    assertThat(seen.get("event").textValue()).isEqualTo(event);
    assertThat(seen.at("/handling/localExtension").textValue()).isEqualTo("None");
  }

  /** Nobody is told to relabel what is another message. */
  @Test
  void anotherKindIsRecognisedByEveryCommand() throws IOException {
    String xml = changed(Files.readString(message), "ITK007C", "ITK014M");
    xml = changed(xml, "ITK-GPConnectSendDocument-MessageDefinition-1", "ITK-Other-1");
    Path file = Files.writeString(folder.resolve("update.xml"), xml);
    assertThat(Commands.run("inspect", file.toString()).out())
        .startsWith(
            file + ": another ITK3 message: a message of the kind Update Record (event ITK014M)");
    Commands checked = Commands.run("validate", file.toString());
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.out())
        .contains(
            "INVALID " + file + "  (other, a message of the kind Update Record (event ITK014M))")
        .doesNotContainIgnoringCase("put ITK007C");
  }

  /** Emergency care, discharge and outpatient letters are published like this. */
  @Test
  void aDocumentWithoutAMessageIsRecognised() throws IOException {
    String xml = Files.readString(message);
    int inner = xml.indexOf("<Bundle", xml.indexOf("<Bundle") + 1);
    String document =
        xml.substring(inner, xml.lastIndexOf("</Bundle>", xml.lastIndexOf("</Bundle>") - 1))
                .replaceFirst("<Bundle", "<Bundle xmlns=\"http://hl7.org/fhir\"")
            + "</Bundle>";
    Path file = Files.writeString(folder.resolve("document.xml"), document);
    Commands inspected = Commands.run("inspect", file.toString());
    assertThat(inspected.exitCode()).isEqualTo(2);
    assertThat(inspected.err()).contains("a FHIR document", "without an ITK3 message");
    Commands checked = Commands.run("validate", file.toString());
    assertThat(checked.exitCode()).isEqualTo(2);
    assertThat(checked.out())
        .contains(
            "UNREADABLE " + file + "  (a FHIR document without a message around it)",
            "Ask whoever sends it to send it inside a message");
    assertThat(JSON.readTree(Commands.run("validate", "--json", file.toString()).out()).get("kind"))
        .hasToString("\"document\"");
  }

  /** A response by any code of the list says the same to every reader. */
  @ParameterizedTest
  @CsvSource({
    "10001, infrastructure, false",
    "20013, infrastructure, true",
    "20014, infrastructure, false",
    "20015, infrastructure, false",
    "30001, business, true",
    "30003, business, false",
    "30004, business, true",
    "30007, business, false",
    "30025, business, false",
  })
  void aResponseSaysWhatItIs(String code, String acknowledgement, boolean positive)
      throws IOException {
    // Published samples have "ok" beside a negative code, and the code decides.
    String xml =
        response(code).replaceFirst("<code value=\"(ok|fatal-error)\"/>", "<code value=\"ok\"/>");
    JsonNode seen = inspected(xml);
    assertThat(seen.get("kind").textValue()).isEqualTo("itk-response");
    assertThat(seen.get("code").textValue()).isEqualTo(code);
    assertThat(seen.get("acknowledgement").textValue()).isEqualTo(acknowledgement);
    assertThat(seen.get("positive").booleanValue()).isEqualTo(positive);
  }

  record Spelling(String name, String pattern, String replacement) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Spelling> spellings() {
    return Stream.of(
        new Spelling(
            "the definition of 2.5.0",
            "ITK-Response-MessageDefinition-1",
            "ITK-Response-MessageDefinition-Instance-1"),
        new Spelling(
            "no SenderReference of its own",
            "(<extension url=\"SenderReference\"><valueString value=\")[^\"]+",
            "$1None"),
        new Spelling(
            "acknowledgements asked for, as in the full pattern",
            "<valueBoolean value=\"false\"/>",
            "<valueBoolean value=\"true\"/>"),
        new Spelling(
            "no handling keys",
            "<extension url=\"[^\"]*MessageHandling-2\">.*?</extension></extension>",
            ""),
        new Spelling(
            "a key that was removed in 2.5.0",
            "<extension url=\"RecipientType\">",
            "<extension url=\"Priority\"><valueString value=\"routine\"/></extension>"
                + "<extension url=\"RecipientType\">"),
        new Spelling(
            "another display",
            "display value=\"Patient not known here[^\"]*",
            "display value=\"‘Patient’ not known here"),
        new Spelling(
            "an identifier without a system",
            "<identifier><system value=\"[^\"]*\"/>",
            "<identifier>"),
        new Spelling(
            "two issues, as from 2.6.0",
            "(<issue>.*?</issue>)",
            "$1<issue><severity value=\"information\"/><code value=\"informational\"/></issue>"),
        new Spelling(
            "transient-error",
            "<code value=\"fatal-error\"/>",
            "<code value=\"transient-error\"/>"),
        new Spelling(
            "a profile of another version", "ITK-MessageHeader-2\"", "ITK-MessageHeader-1\""));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("spellings")
  void theSpellingsOfOtherVersionsAreRead(Spelling spelling) throws IOException {
    JsonNode seen = inspected(changed(response("30002"), spelling.pattern, spelling.replacement));
    assertThat(seen.get("kind").textValue()).isEqualTo("itk-response");
    assertThat(seen.get("code").textValue()).isEqualTo("30002");
    assertThat(seen.get("acknowledgement").textValue()).isEqualTo("business");
    assertThat(seen.get("positive").booleanValue()).isFalse();
    assertThat(seen.get("respondsTo").textValue()).isNotBlank();
  }

  @Test
  void aResponseToWhatCouldNotBeReadNamesNothing() throws IOException {
    Path torn = Files.writeString(folder.resolve("torn.xml"), "<Bundle");
    Commands done = Commands.run("respond", "--code", "10009", torn.toString());
    assertThat(inspected(done.out()).get("respondsTo").textValue())
        .isEqualTo("UNREADABLE-IN-ORIGINAL-MESSAGE");
  }

  @Test
  void aCodeThatIsNotInTheListIsShownAsItStands() throws IOException {
    JsonNode seen = inspected(response("30002").replace("30002", "30099"));
    assertThat(seen.get("kind").textValue()).isEqualTo("itk-response");
    assertThat(seen.get("code").textValue()).isEqualTo("30099");
    assertThat(seen.get("positive").booleanValue()).isFalse();
  }

  /** Nothing a message says becomes the name of a file. */
  @ParameterizedTest
  @ValueSource(
      strings = {"../../escape.txt", "/etc/escape", "NUL", "CON.txt", "a:b", "document-1.pdf", "~"})
  void aHostileNameNeverBecomesAFile(String name) throws IOException {
    String xml =
        Files.readString(message)
            .replaceAll("<title value=\"[^\"]*\"/>", "<title value=\"" + name + "\"/>");
    xml =
        changed(
            xml, "<contentType value=\"text/plain\"/>", "<contentType value=\"text/../../x\"/>");
    Path file = Files.writeString(folder.resolve("hostile.xml"), xml);
    Path target = folder.resolve("deep/er/target");
    Commands done =
        Commands.run("inspect", "--extract", target.toString(), "--json", file.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    try (Stream<Path> written = Files.walk(folder.resolve("deep"))) {
      assertThat(
              written.filter(Files::isRegularFile).map(path -> target.relativize(path).toString()))
          .containsExactlyInAnyOrder("document-1.pdf", "document-2.txt");
    }
  }

  /** As a download is named: what the bytes are, and not what the message says that they are. */
  @ParameterizedTest
  @CsvSource({
    "application/pdf, text/plain, document-2.pdf",
    "image/png, application/pdf, document-2.png",
    "image/tiff, application/hta, document-2.tif",
    "application/rtf, text/html, document-2.rtf",
    "text/html, text/html, document-2.txt",
    "image/jpeg, image/jpg, document-2.jpg",
  })
  void aSavedFileEndsAsItsBytesDo(String content, String declared, String name) throws IOException {
    byte[] bytes =
        content.equals("text/html")
            ? "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8)
            : SampleFiles.of(content);
    String xml =
        Files.readString(message)
            .replaceFirst(
                "<contentType value=\"text/plain\"/>(\\s*)<content value=\"[^\"]*\"/>",
                "<contentType value=\""
                    + declared
                    + "\"/>$1<content value=\""
                    + Base64.getEncoder().encodeToString(bytes)
                    + "\"/>");
    assertThat(xml).contains(declared);
    Path file = Files.writeString(folder.resolve("declared.xml"), xml);
    Path target = folder.resolve("saved");
    Commands done =
        Commands.run("inspect", "--extract", target.toString(), "--json", file.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(target.resolve(name)).hasBinaryContent(bytes);
  }
}
