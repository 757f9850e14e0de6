package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.Author;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.PersonName;
import gpcm.consultation.json.OnlineConsultationJson;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineConsultationReportTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("project.root"), "examples");
  private static final OnlineConsultationReport REPORT =
      new OnlineConsultationReport(ReportSettings.defaults());

  private final OnlineConsultation example;
  private final Picture rash;

  OnlineConsultationReportTest() throws IOException {
    example =
        OnlineConsultationJson.read(
            Files.readAllBytes(EXAMPLES.resolve("online-consultation.json")));
    rash = Picture.of(Files.readAllBytes(EXAMPLES.resolve("online-consultation-rash.png")));
  }

  @Test
  void questionsAndAnswersAreShownInOrderAndMarkedAsEnteredByThePatient() throws IOException {
    Tagged tagged = Tagged.of(pdf(example, Map.of("online-consultation-rash.png", rash)));

    assertThat(tagged.text())
        .containsSubsequence(
            "ONLINE CONSULTATION REPORT",
            "Patient Name: TESTPATIENT, Charlie (Mr)",
            "DOB: 06-May-1984",
            "Organisation: Sampleton Online Triage",
            "Submitted: 20-Nov-2026 07:45",
            "QUESTIONS AND ANSWERS",
            "Entered by the patient, not by a clinician.",
            "Your problem:",
            "What would you like help with?",
            "A rash on my left forearm that itches.",
            "Rash (SNOMED CT 271807003)",
            "4 days",
            "Red spots on the inside of the left forearm",
            "Your health:",
            "Do you have a fever?",
            "No",
            "Is there anything else we should know?",
            "Not answered");
    assertThat(tagged.textsOf("Figure"))
        .containsExactly("Red spots on the inside of the left forearm");
  }

  @Test
  void somebodyElseWhoEnteredItIsNamed() throws IOException {
    OnlineConsultation byAnother =
        new OnlineConsultation(
            example.encounter(),
            example.patient(),
            Optional.of(
                new Author.ByRelatedPerson(
                    new PersonName("Fictional", List.of("Delta"), Optional.empty()),
                    LocalDate.of(1960, 2, 3),
                    Optional.empty())),
            example.organisation(),
            example.recipients(),
            example.sections(),
            example.attachments(),
            example.resources());
    assertThat(Samples.text(pdf(byAnother, Map.of())))
        .contains("Entered on the patient's behalf by FICTIONAL, Delta, not by a clinician.");
  }

  @Test
  void aPictureThatIsNotAtHandIsNamedAndNotDropped() throws IOException {
    assertThat(Samples.text(pdf(example, Map.of())))
        .contains(
            "Picture not shown here: Red spots on the inside of the left forearm. See the"
                + " attachment online-consultation-rash.png.");
  }

  @Test
  void thePageLooksAsApproved() throws IOException {
    try (PDDocument document =
        Loader.loadPDF(pdf(example, Map.of("online-consultation-rash.png", rash)))) {
      ApprovedPicturesTest.compare(
          "online-consultation",
          new PDFRenderer(document).renderImageWithDPI(0, 50, ImageType.RGB));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tiff"})
  void picturesOfEveryKindAreTaken(String format) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(
            ImageIO.write(
                new BufferedImage(3_000, 1_500, BufferedImage.TYPE_INT_RGB), format, file))
        .isTrue();
    Picture picture = Picture.of(file.toByteArray());
    assertThat(picture.width()).isEqualTo(1_600);
    assertThat(picture.height()).isEqualTo(800);
  }

  @Test
  void nothingHiddenInAPictureReachesTheReport() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "jpg", file);
    file.write("GPS 51.5 N 0.1 W".getBytes(StandardCharsets.UTF_8));
    assertThat(Picture.of(file.toByteArray()).dataUri())
        .isEqualTo(Picture.of(Arrays.copyOf(file.toByteArray(), file.size() - 16)).dataUri());
  }

  @Test
  void whatIsNoPictureIsRefused() {
    assertThatThrownBy(() -> Picture.of("GIF? no".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("not a JPEG, PNG or TIFF");
    assertThatThrownBy(() -> Picture.of(new byte[0]))
        .isInstanceOf(UnreadablePictureException.class);
  }

  @Test
  void aPictureThatWouldUnpackToTooMuchIsRefusedByItsHeader() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB), "png", file);
    byte[] bomb = file.toByteArray();
    // Width and height stand at bytes 16 to 23 of a PNG file, most significant byte first.
    bomb[17] = 1;
    bomb[21] = 1;
    assertThatThrownBy(() -> Picture.of(bomb))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("pixels");
  }

  private static byte[] pdf(OnlineConsultation consultation, Map<String, Picture> pictures)
      throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    REPORT.write(
        consultation,
        pictures,
        new ReportContext(Samples.NOW, consultation.attachments().size()),
        output);
    return output.toByteArray();
  }
}
