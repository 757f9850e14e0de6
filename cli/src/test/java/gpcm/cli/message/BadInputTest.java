package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the commands on messages say about input that is none: what, which file, exit code 2. */
class BadInputTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples/generic.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path message;

  @BeforeEach
  void build() throws IOException {
    message = folder.resolve("message.xml");
    Commands done = Commands.run("build", "--input", EXAMPLE.toString(), "-o", message.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    Files.createDirectory(folder.resolve("empty-folder"));
    Files.writeString(folder.resolve("nothing.xml"), "");
  }

  @ParameterizedTest(name = "gpcm {0} {1}")
  @CsvSource({
    "inspect, nowhere.xml, is not there",
    "inspect, empty-folder, is a folder",
    "inspect, nothing.xml, there is nothing to read",
    "respond --code 20009, nowhere.xml, is not there",
    "respond --code 20009, empty-folder, is a folder",
    "respond --code 10006, message.xml, 'is no response code; there are 10001, 10002'",
    "validate, empty-folder, nothing was checked",
    "validate --json --sarif, message.xml, mutually exclusive",
    "build --input, nowhere.json, is not there",
    "build --input, empty-folder, is a folder",
    "build --input, nothing.xml, must be a JSON object",
    "build --input, message.xml, must be well-formed JSON",
  })
  void badInputIsNamedAndIsTheUsersToMend(String command, String file, String says) {
    Commands done =
        Commands.run(
            Stream.of((command + " " + folder.resolve(file)).split(" ")).toArray(String[]::new));
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(2);
    assertThat(done.err()).contains(says).doesNotContain("Exception", "\tat ");
  }

  /** A finished resource is taken as it is: what is wrong with it, its system has to mend. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "generic-coded.json, '{\"resourceType\": \"Task\", \"status\": \"requested\"}', Task.intent",
    "generic-coded.json, '{\"resourceType\": \"Consent\", \"status\": \"inactive\"}',"
        + " Consent.status",
    "online-consultation-coded.json, '{\"resourceType\": \"Task\", \"status\": \"requested\"}',"
        + " Task.intent",
  })
  void aResourceThatAReceiverWouldSendBackIsTheUsersToMend(
      String example, String resource, String named) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(EXAMPLE.resolveSibling(example).toFile());
    for (JsonNode file : json.path("attachments")) {
      String name = file.path("file").textValue();
      Files.copy(EXAMPLE.resolveSibling(name), folder.resolve(name));
    }
    json.withArray("resources").add(JSON.readTree(resource));
    Path input = folder.resolve("input.json");
    JSON.writeValue(input.toFile(), json);
    Path output = folder.resolve("output.xml");
    Commands done = Commands.run("build", "--input", input.toString(), "-o", output.toString());
    assertThat(done.exitCode()).as(done.err()).isEqualTo(2);
    assertThat(done.err())
        .contains("input.json: a receiver would send its message back", named)
        .doesNotContain("fault of this program", "Exception", "\tat ");
    assertThat(output).doesNotExist();
  }

  @Test
  void aReportThatIsNoPdfIsRefused() {
    Path summary = EXAMPLE.resolveSibling("consultation-summary.json");
    Commands done =
        Commands.run("build", "--input", summary.toString(), "--report", message.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("--report " + message + ": is no PDF");
  }

  @Test
  void anOutputThatIsThereIsLeftAlone() throws IOException {
    byte[] before = Files.readAllBytes(message);
    Commands done = Commands.run("build", "--input", EXAMPLE.toString(), "-o", message.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("message.xml is there already");
    assertThat(message).hasBinaryContent(before);
  }

  enum Disguise {
    UTF_16("the encoding is UTF-16"),
    LATIN_1("no UTF-8"),
    DECLARED_LATIN_1("the encoding is ISO-8859-1"),
    TORN("ends"),
    BLANK("there is no element"),
    BINARY("not readable as XML"),
    JSON_ARRAY("not readable as JSON at line 1, column 1: the root is an array"),
    TORN_JSON("not readable as JSON"),
    JSON_WITHOUT_TYPE("the root object has no \"resourceType\""),
    JSON_OF_ANOTHER_TYPE("the root object is of another resourceType"),
    JSON_ENTRY_WITHOUT_TYPE("a resource has no resourceType"),
    DOUBLED_JSON_KEY("an object at Bundle.entry[0].resource has the same key twice"),
    HALF_A_JSON_CHARACTER("half of a surrogate pair"),
    UTF_32("the encoding is UTF-16 or UTF-32"),
    GZIP("it is compressed with gzip; unpack it first"),
    ZIP("it is a ZIP archive or an Office document"),
    PDF("it is a PDF; give the message that carries it"),
    RTF("it is an RTF document"),
    PICTURE("it is a picture"),
    HL7_V2("it is an HL7 version 2 message"),
    HL7_V2_FRAMED("it is an HL7 version 2 message"),
    EDIFACT("it is an EDIFACT message"),
    EDIFACT_WITHOUT_UNA("it is an EDIFACT message"),
    HTML("it is an HTML page"),
    HTML_WITHOUT_TYPE("it is an HTML page"),
    FORM("the parts of a form"),
    BASE64("it is base64 text; decode it first"),
    PEM("it is a certificate or a key"),
    CDA("which is an HL7 CDA document"),
    SOAP("which is a SOAP message around something else"),
    MESH_CONTROL("its data file is the message"),
    PLAIN_TEXT("it begins with text and not with '<', so it is no XML");

    private final String says;

    Disguise(String says) {
      this.says = says;
    }

    /** Nobody who sends JSON is to be asked for XML before it can be read. */
    String form() {
      return name().contains("JSON") ? "in JSON" : "in XML";
    }

    byte[] bytes(String xml) {
      String accented = xml.replace("Testpatient", "Testpätient");
      return switch (this) {
        case UTF_16 -> xml.getBytes(StandardCharsets.UTF_16);
        case LATIN_1 -> accented.getBytes(StandardCharsets.ISO_8859_1);
        case DECLARED_LATIN_1 ->
            accented.replace("UTF-8", "ISO-8859-1").getBytes(Charset.forName("ISO-8859-1"));
        case TORN -> xml.substring(0, xml.length() / 2).getBytes(StandardCharsets.UTF_8);
        case BLANK -> "  \n".getBytes(StandardCharsets.UTF_8);
        case BINARY -> {
          byte[] noise = new byte[5_000];
          new Random(1).nextBytes(noise);
          yield noise;
        }
        case JSON_ARRAY -> "[]".getBytes(StandardCharsets.UTF_8);
        case TORN_JSON -> "{".getBytes(StandardCharsets.UTF_8);
        case JSON_WITHOUT_TYPE -> text("{\"type\": \"message\"}");
        case JSON_OF_ANOTHER_TYPE -> text("{\"id\": \"a\", \"resourceType\": \"Patient\"}");
        case JSON_ENTRY_WITHOUT_TYPE ->
            text("{\"resourceType\": \"Bundle\", \"entry\": [{\"resource\": {\"id\": \"a\"}}]}");
        case DOUBLED_JSON_KEY ->
            text(
                "{\"resourceType\": \"Bundle\", \"entry\": [{\"resource\":"
                    + " {\"resourceType\": \"Patient\", \"id\": \"a\", \"id\": \"b\"}}]}");
        case HALF_A_JSON_CHARACTER -> text("{\"resourceType\": \"Bundle\", \"id\": \"\\ud83d\"}");
        case UTF_32 -> xml.getBytes(Charset.forName("UTF-32BE"));
        case GZIP -> gzip(xml);
        case ZIP -> text("PK\u0003\u0004");
        case PDF -> text("%PDF-1.7");
        case RTF -> text("{\\rtf1 hello}");
        case PICTURE -> new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};
        case HL7_V2 -> text("MSH|^~\\&|LAB|XX|||||ORU^R01|1|P|2.5\r");
        case HL7_V2_FRAMED -> text("\u000BMSH|^~\\&|LAB|XX|||||ORU^R01|1|P|2.5\r");
        case EDIFACT -> text("UNA:+.? 'UNB+UNOA:2+1:1+2:1'");
        case EDIFACT_WITHOUT_UNA -> text("UNB+UNOA:2+1:1+2:1'");
        case HTML -> text("\n<!DOCTYPE html><html><body>502 Bad Gateway</body></html>");
        case HTML_WITHOUT_TYPE -> text("<HTML><body>502 Bad Gateway</body></HTML>");
        case FORM -> text("--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + xml);
        case BASE64 -> Base64.getEncoder().encode(xml.getBytes(StandardCharsets.UTF_8));
        case PEM -> text("-----BEGIN CERTIFICATE-----");
        case CDA -> text("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>");
        case SOAP -> text("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>");
        case MESH_CONTROL -> text("<DTSControl><Version>1.0</Version></DTSControl>");
        case PLAIN_TEXT -> text("Dear colleague");
      };
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsNoMessageIsUnreadableAndSaysWhy(Disguise disguise) throws IOException {
    Path file = folder.resolve("disguised.xml");
    Files.write(file, disguise.bytes(Files.readString(message)));
    Commands checked = Commands.run("validate", "--json", file.toString());
    assertThat(checked.exitCode()).isEqualTo(2);
    assertThat(checked.out()).contains("\"code\":\"10009\"");
    JsonNode finding = JSON.readTree(checked.out()).at("/findings/0");
    assertThat(finding.path("found").textValue()).contains(disguise.says);
    assertThat(finding.path("expected").textValue()).endsWith(disguise.form());
    Commands inspected = Commands.run("inspect", file.toString());
    assertThat(inspected.exitCode()).isEqualTo(2);
    assertThat(inspected.err()).contains("disguised.xml", disguise.says);
  }

  /** A byte order mark is allowed in UTF-8. */
  @Test
  void aByteOrderMarkIsNoFault() throws IOException {
    Path file = folder.resolve("bom.xml");
    Files.writeString(file, "\uFEFF" + Files.readString(message));
    assertThat(Commands.run("validate", "--json", file.toString()).exitCode()).isZero();
    Path json = folder.resolve("bom.json");
    Commands.run("build", "--json", "--input", EXAMPLE.toString(), "-o", json.toString());
    Files.writeString(json, "\uFEFF" + Files.readString(json));
    Commands checked = Commands.run("validate", "--json", json.toString());
    assertThat(checked.out())
        .as("the network carries no JSON, and that is all")
        .containsOnlyOnce("\"strength\":\"MUST\",\"code\"")
        .contains("\"code\":\"10009\"", "a message in FHIR JSON");
  }

  /** More than the limit, without any of it being kept. */
  @Test
  void aHugeFileIsTooLargeAndNotUnreadable() throws IOException {
    Path file = folder.resolve("huge.xml");
    try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(
          "<Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"a\"/>"
              .getBytes(StandardCharsets.UTF_8));
      byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 165; i++) {
        out.write(spaces);
      }
    }
    Commands done = Commands.run("validate", "--json", file.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out()).contains("\"code\":\"20015\"");
  }
}
