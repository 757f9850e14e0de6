package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.node.TestNetwork;
import gpcm.node.stories.ForeignSystem.Answered;
import gpcm.node.viewing.HostileFiles;
import gpcm.node.web.HttpCaller.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that are not what they say, or do harm where they are opened: what the receiver's policy
 * refuses is answered with its code and shown to nobody, and what it takes is shown without harm,
 * or not shown and said so.
 */
@Tag("slow")
@ExtendWith(Stories.class)
class HostileFilesTest {
  private final ThreeNodes nodes;
  private Guard guard;

  HostileFilesTest(ThreeNodes nodes) {
    this.nodes = nodes;
  }

  @BeforeEach
  void watch() throws Exception {
    guard = new Guard(nodes.desk().browser());
  }

  @AfterEach
  void stop() throws Exception {
    guard.close();
    assertThat(nodes.practice().healthy()).isTrue();
  }

  private byte[] html() {
    return ("<!DOCTYPE html><html><body>" + guard.script() + "</body></html>")
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] gifThatIsAScript() throws IOException {
    byte[] gif = HostileFiles.pictures("gif", 1, 40, 30);
    return Papers.joined(
        "GIF89a/*".getBytes(StandardCharsets.US_ASCII),
        gif,
        "*/=1;window.evil=1;".getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] pdfThatBeginsAsHtml() throws IOException {
    return Papers.joined(
        ("<html><body>" + guard.script() + "<!--").getBytes(StandardCharsets.UTF_8),
        HostileFiles.letter(1));
  }

  private byte[] pdfThatEndsAsZip() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("run.js"));
      out.write("window.evil=1".getBytes(StandardCharsets.US_ASCII));
      out.closeEntry();
    }
    return Papers.joined(HostileFiles.letter(1), zip.toByteArray());
  }

  /** As the system of another organisation sends it, whatever its file is. */
  private static Document document(String title, String type) throws IOException {
    return Papers.changed(
        TestNetwork.document("consultation-summary.json", ForeignSystem.ODS),
        json -> {
          ((ObjectNode) json.at("/attachments/0")).put("title", title);
          ((ObjectNode) json.at("/attachments/0")).put("contentType", type);
        });
  }

  /** What is refused, the code of the answer, and what our own node says before it sends it. */
  enum Refused {
    HTML_SAID_TO_BE_PDF("scan.pdf", "application/pdf", "20005", "20005"),
    PDF_THAT_BEGINS_AS_HTML("letter.html", "application/pdf", "20005", "20005"),
    SCRIPT_SAID_TO_BE_PNG("photo.png", "image/png", "20005", "20005"),
    ZIP_BOMB_SAID_TO_BE_PDF("scan.pdf", "application/pdf", "20005", "20005"),
    ZIP_BOMB_SAID_TO_BE_WORD(
        "letter.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "20004",
        "20005"),
    GZIP_BOMB("letter.pdf.gz", "application/gzip", "20004", "20004"),
    PROGRAM_SAID_TO_BE_TEXT("letter.txt", "text/plain", "20005", "20005");

    private final String title;
    private final String type;
    private final String code;
    private final String before;

    Refused(String title, String type, String code, String before) {
      this.title = title;
      this.type = type;
      this.code = code;
      this.before = before;
    }
  }

  private byte[] bytes(Refused file) throws IOException {
    return switch (file) {
      case HTML_SAID_TO_BE_PDF -> html();
      case PDF_THAT_BEGINS_AS_HTML -> pdfThatBeginsAsHtml();
      case SCRIPT_SAID_TO_BE_PNG -> gifThatIsAScript();
      case ZIP_BOMB_SAID_TO_BE_PDF, ZIP_BOMB_SAID_TO_BE_WORD -> HostileFiles.zipBomb();
      case GZIP_BOMB -> HostileFiles.gzipBomb();
      case PROGRAM_SAID_TO_BE_TEXT ->
          Papers.joined("MZ\0\1\2\0".getBytes(StandardCharsets.US_ASCII), new byte[200]);
    };
  }

  @ParameterizedTest
  @EnumSource
  void whatThePolicyRefusesIsAnsweredWithItsCodeAndShownToNobody(Refused file) throws Exception {
    byte[] bytes = bytes(file);
    ForeignMessage message = ForeignMessage.of(document(file.title, file.type), bytes);
    nodes.supplier().sends(message, nodes.practice());
    assertThat(nodes.supplier().answers(message, 1))
        .extracting(Answered::code)
        .containsExactly(file.code);
    assertThat(nodes.practice().entries(message.documentId())).isEmpty();
    nodes.desk().signIn(nodes.practice(), "clerk");
    for (String page : new String[] {"/worklist?view=all&limit=100", "/alerts"}) {
      nodes.desk().open(page);
      guard.findsNothing(page);
    }

    Document own =
        Papers.changed(
            document(file.title, file.type),
            json -> ((ObjectNode) json.path("organisation")).put("odsCode", TestNetwork.HUB));
    Answer refused = nodes.hub().answerTo(own, Map.of(own.attachments().getFirst().file(), bytes));
    assertThat(refused.status()).as("our own node sends no such thing").isEqualTo(422);
    assertThat(refused.text()).contains("a receiver answers " + file.before);
  }

  /** What is taken, shown or not. */
  private UUID taken(String title, String type, byte[] bytes) throws Exception {
    ForeignMessage message = ForeignMessage.of(document(title, type), bytes);
    nodes.supplier().sends(message, nodes.practice());
    assertThat(nodes.supplier().answers(message, 2))
        .extracting(Answered::code)
        .containsExactlyInAnyOrder("20013", "30001");
    UUID entry = nodes.practice().entryOf(message.documentId());
    Desk clinician = nodes.desk().signIn(nodes.practice(), "clinician").openDocument(entry);
    guard.findsNothing("the document");
    clinician.open("/worklist/" + entry + "/files/1");
    guard.findsNothing("the page of the file");
    return entry;
  }

  /**
   * Takes the open file out, which must be the same bytes under a name that tells what they are.
   */
  private void takesOut(byte[] bytes, String ending) throws IOException {
    Path file = nodes.desk().download("/files/1/download");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(file.getFileName().toString()).endsWith(ending);
    guard.findsNothing("the page that the file was taken from");
  }

  private void seesLetterAlone(UUID entry) {
    nodes.desk().openFrame();
    assertThat(nodes.desk().browser().evaluate("document.body.textContent").asText())
        .contains("A fictional letter, page 1");
    guard.findsNothing("the frame of " + entry);
    nodes.desk().open("/worklist/" + entry + "/files/1");
  }

  @Test
  void htmlThatIsCalledPdfIsNotShownAndIsTakenOutAsText() throws Exception {
    taken("letter.pdf", "text/html", html());
    assertThat(nodes.desk().page()).contains("A file of this type is not shown here.");
    takesOut(html(), ".txt");
  }

  @Test
  void htmlThatIsCalledTextIsShownLetterByLetter() throws Exception {
    UUID entry = taken("letter.txt", "text/plain", html());
    nodes.desk().openFrame();
    assertThat(
            nodes.desk().browser().evaluate("document.querySelector('pre').textContent").asText())
        .contains(guard.script());
    guard.findsNothing("the frame of the text");
    nodes.desk().open("/worklist/" + entry + "/files/1");
    takesOut(html(), ".txt");
  }

  @Test
  void aPdfThatRunsScriptsAndHoldsFilesIsAPictureThatSaysSo() throws Exception {
    UUID entry = taken("letter.pdf", "application/pdf", HostileFiles.withScriptAndFile());
    assertThat(nodes.desk().page())
        .contains("This file holds other files, which are not shown here.");
    nodes.desk().openFrame();
    guard.findsNothing("the frame of the PDF");
    nodes.desk().open("/worklist/" + entry + "/files/1");
    takesOut(HostileFiles.withScriptAndFile(), ".pdf");
  }

  @Test
  void aPdfThatLaunchesAndFetchesDoesNeither() throws Exception {
    String pdf =
        """
        %%PDF-1.7
        1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(run.exe)/Next<</S/URI/URI(%1$s)>>>>/AA<</WC<</S/SubmitForm/F(%1$s)>>>>>> endobj
        2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/AA<</O<</S/GoToR/F(%1$s)>>>>/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R>> endobj
        4 0 obj <</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/F<</FS/URL/F(%1$s)>>/Length 1>> stream
        a
        endstream endobj
        5 0 obj <</Length 5>> stream
        /X Do
        endstream endobj
        trailer <</Root 1 0 R/Size 6>>
        %%%%EOF
        """
            .formatted(guard.elsewhere());
    taken("letter.pdf", "application/pdf", pdf.getBytes(StandardCharsets.US_ASCII));
    assertThat(nodes.desk().page()).contains("Page 1 of 1");
    nodes.desk().openFrame();
    guard.findsNothing("the frame of the PDF");
  }

  @Test
  void aPdfThatEndsAsZipIsAPdfAndNothingElse() throws Exception {
    byte[] both = pdfThatEndsAsZip();
    seesLetterAlone(taken("letter.zip", "application/pdf", both));
    takesOut(both, ".pdf");
  }

  @Test
  void aPdfThatUnpacksToAGigabyteIsNotShownAndTheNodeLives() throws Exception {
    taken("letter.pdf", "application/pdf", HostileFiles.unpacking());
    assertThat(nodes.desk().page())
        .containsPattern("Not shown here\\s+Showing this page t(akes more memory|ook too long)");

    seesLetterAlone(taken("letter.pdf", "application/pdf", HostileFiles.letter(1)));
  }

  @Test
  void aPdfThatIsDrawnForEverIsNotShownAndTheNodeLives() throws Exception {
    taken("letter.pdf", "application/pdf", HostileFiles.endless());
    assertThat(nodes.desk().page()).contains("Not shown here", "took too long and was stopped");

    seesLetterAlone(taken("letter.pdf", "application/pdf", HostileFiles.letter(1)));
  }

  @Test
  void aNameThatIsTurnedRoundHidesNoEnding() throws Exception {
    byte[] picture = HostileFiles.pictures("png", 1, 40, 30);
    taken("holiday\u202Eexe.\u2067\u2066gnp.exe", "image/png", picture);
    assertThat(nodes.desk().words("h1")).isEqualTo("holidayexe.gnp.exe");
    takesOut(picture, "holidayexe.gnp.exe.png");
  }
}
