package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.Commands;
import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.message.UseCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is confidential is nowhere in what leaves: not in the message's XML, not in the unpacked
 * report inside it, not in the subject line (GPCM-SD-CS-008 to -010).
 */
class ConfidentialMessageTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("project.root"), "examples");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DATA = Pattern.compile("<(?:data|content) value=\"([^\"]*)\"");

  /** One entry of every kind, each word of it unmistakable. */
  private static final String ITEMS =
      """
      [ { "text": "Hushtext of the note", "confidential": CONFIDENTIAL },
        { "code": { "system": "snomed", "code": "405737000", "term": "Hushterm" }, "confidential": CONFIDENTIAL },
        { "code": { "system": "dmd", "code": "322236009", "term": "Hushdrug" }, "confidential": CONFIDENTIAL },
        { "value": { "term": "Hushvalue", "code": { "system": "snomed", "code": "386725007", "term": "Hushcoded" },
            "quantity": "77.713", "unit": "hushunits" }, "confidential": CONFIDENTIAL },
        { "table": { "caption": "Hushcaption", "columns": ["Hushcolumn"], "rows": [["Hushcell"]] },
            "confidential": CONFIDENTIAL } ]
      """;

  private static final List<String> NOTES =
      List.of("hush", "405737000", "322236009", "386725007", "77.713");

  @TempDir private Path folder;

  @Test
  void aConfidentialConsultationLeavesNothingOfItselfInTheMessage() throws IOException {
    ObjectNode json = example();
    json.put("confidential", true);
    json.withArray("sections").removeAll().addObject().put("title", "Hushtitle");
    ((ObjectNode) json.get("sections").get(0)).set("items", items(false));
    json.set("followUpActions", items(false));
    ObjectNode clinician = (ObjectNode) json.get("practitioner");
    clinician.put("role", "Hushrole").put("telephone", "01632960977");
    ((ObjectNode) clinician.get("name")).put("family", "Veiledclinician");
    ObjectNode organisation = (ObjectNode) json.get("organisation");
    organisation
        .put("name", "Veiledorganisation")
        .put("telephone", "01632960988")
        .put("email", "hushmail@veiled.example")
        .put("branchLocation", "Hushbranch");
    organisation.putObject("address").putArray("lines").add("Hushstreet");

    Sent sent = send(json);

    assertThat(sent.report()).contains("The details of this consultation have been set as");
    assertThat(NOTES).allSatisfy(word -> assertThat(sent.everything()).doesNotContain(word));
    // A message must tell systems who wrote it, and where (GPCM-SD-CS-032 to -038). What people
    // are shown, report, texts and subject line, names neither.
    String shown = sent.everything().replaceAll("(?s)<(practitioner|organization)\\b.*?</\\1>", "");
    assertThat(List.of("veiled", "01632960977", "01632 960977", "01632960988", "01632 960988"))
        .allSatisfy(word -> assertThat(shown).doesNotContain(word));
  }

  /** The same for what a patient entered online. */
  @Test
  void aConfidentialOnlineConsultationLeavesNothingOfItselfInTheMessage() throws IOException {
    ObjectNode json =
        (ObjectNode) JSON.readTree(EXAMPLES.resolve("online-consultation.json").toFile());
    json.put("confidential", true);
    ObjectNode section = json.withArray("sections").removeAll().addObject();
    ObjectNode question =
        section.put("title", "Hushtitle").putArray("questions").addObject().put("text", "Hushask");
    question
        .putArray("answers")
        .add(JSON.createObjectNode().put("text", "Hushanswer"))
        .add(
            JSON.readTree(
                "{\"picture\": {\"file\": \"online-consultation-rash.png\", \"description\":"
                    + " \"Hushpicture\"}}"));
    ((ObjectNode) json.get("organisation"))
        .put("name", "Veiledorganisation")
        .put("email", "hushmail@veiled.example")
        .putObject("address")
        .putArray("lines")
        .add("Hushstreet");

    Sent sent = send(json, EXAMPLES.resolve("online-consultation-rash.png"));

    assertThat(sent.report()).contains("The details of this consultation have been set as");
    assertThat(sent.everything()).doesNotContain("hush");
    assertThat(sent.everything().replaceAll("(?s)<organization\\b.*?</organization>", ""))
        .doesNotContain("veiled");
  }

  @Test
  void aConfidentialItemLeavesNothingOfItselfInTheMessage() throws IOException {
    ObjectNode json = example();
    json.set("followUpActions", items(true));
    ((ObjectNode) json.get("sections").get(0)).set("items", items(true));
    // The other sections of the example use the same codes openly.
    json.withArray("sections").remove(2);
    json.withArray("sections").remove(1);

    Sent sent = send(json);

    assertThat(sent.report().split("Confidential item", -1)).as("ten of them").hasSize(11);
    assertThat(NOTES).allSatisfy(word -> assertThat(sent.everything()).doesNotContain(word));
  }

  /** The search finds what is there: the same words, not confidential. */
  @Test
  void openItemsAreFoundInTheSamePlaces() throws IOException {
    ObjectNode json = example();
    json.set("followUpActions", items(false));

    Sent sent = send(json);

    assertThat(sent.everything()).contains(NOTES).contains("sampleton evening hub");
  }

  /**
   * A message as it leaves.
   *
   * @param report the text of the report inside
   * @param everything XML, unpacked attachments and subject line, in small letters
   */
  private record Sent(String report, String everything) {}

  private Sent send(ObjectNode json) throws IOException {
    return send(json, EXAMPLES.resolve("consultation-summary-throat.txt"));
  }

  private Sent send(ObjectNode json, Path attachment) throws IOException {
    Path input = Files.write(folder.resolve("consultation.json"), JSON.writeValueAsBytes(json));
    Path output = folder.resolve("message.xml");
    int code =
        Commands.run(
                "build",
                "--input",
                input.toString(),
                "--attach",
                attachment.toString(),
                "--output",
                output.toString())
            .exitCode();
    assertThat(code).isZero();
    String xml = Files.readString(output);
    List<byte[]> attachments =
        DATA.matcher(xml)
            .results()
            .map((MatchResult data) -> Base64.getMimeDecoder().decode(data.group(1)))
            .toList();
    // What is attached to a confidential consultation does not travel.
    assertThat(attachments)
        .as("the report and the attachment")
        .hasSize(json.path("confidential").asBoolean() ? 1 : 2);
    Document document = DocumentJson.read(Files.readAllBytes(input));
    UseCase useCase =
        document instanceof Consultation
            ? new UseCase.ConsultationSummary()
            : new UseCase.OnlineConsultation();
    String subject = useCase.subjectLine(UseCase.Subject.of(document), document.confidential());
    String report;
    StringBuilder everything = new StringBuilder(xml).append(subject);
    try (PDDocument pdf = Loader.loadPDF(attachments.getFirst())) {
      report = new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
      everything.append(report).append(unpacked(pdf));
    }
    attachments.forEach(bytes -> everything.append(new String(bytes, StandardCharsets.ISO_8859_1)));
    return new Sent(report, everything.toString().toLowerCase(Locale.ROOT));
  }

  /** Every stream of the file, and so every object too, with and without the zeros of UTF-16. */
  private static String unpacked(PDDocument pdf) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (var key : pdf.getDocument().getXrefTable().keySet()) {
      if (pdf.getDocument().getObjectFromPool(key).getObject() instanceof COSStream stream) {
        try (InputStream content = stream.createInputStream()) {
          content.transferTo(all);
        }
      }
    }
    String bytes = all.toString(StandardCharsets.ISO_8859_1);
    assertThat(bytes).as("metadata and structure are among them").contains("xmpmeta", "StructElem");
    return bytes + bytes.replace("\0", "");
  }

  private static ObjectNode example() throws IOException {
    return (ObjectNode) JSON.readTree(EXAMPLES.resolve("consultation-summary.json").toFile());
  }

  private static JsonNode items(boolean confidential) throws IOException {
    return JSON.readTree(ITEMS.replace("CONFIDENTIAL", String.valueOf(confidential)));
  }
}
