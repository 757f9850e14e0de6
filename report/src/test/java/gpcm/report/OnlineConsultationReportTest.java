package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.Author;
import gpcm.consultation.OdsCode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.PersonName;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;
import gpcm.consultation.ReportedEncounter;
import gpcm.consultation.json.OnlineConsultationJson;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
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
            example.practitioner(),
            example.organisation(),
            example.recipients(),
            example.sections(),
            example.attachments(),
            example.resources());
    assertThat(Samples.text(pdf(byAnother, Map.of())))
        .contains("Entered on the patient's behalf by FICTIONAL, Delta, not by a clinician.");
  }

  @Test
  void aPartThatAClinicianAnsweredNamesThem() throws IOException {
    OnlineConsultation coded =
        OnlineConsultationJson.read(
            Files.readAllBytes(
                Path.of(
                    System.getProperty("project.root"),
                    "examples",
                    "online-consultation-coded.json")));
    assertThat(Samples.text(pdf(coded, Map.of())))
        .containsSubsequence(
            "Entered by the patient, not by a clinician. Where a clinician answered, the part says"
                + " so.",
            "Your problem",
            "From the clinician",
            "Answered by FICTIONAL, Bravo (Dr), Remote clinician, not by the patient.",
            "Is the rash spreading?");
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

  /** Nothing of what took place: the report of a confidential summary shows no more. */
  @Test
  void aConfidentialOneShowsNeitherQuestionsNorAnswersNorWhoAsked() throws IOException {
    OnlineConsultation confidential = confidential(example);
    byte[] file =
        new DocumentReport(ReportSettings.defaults())
            .render(
                confidential,
                declared -> {
                  throw new AssertionError(declared.file() + " is opened");
                },
                Samples.NOW)
            .orElseThrow();
    assertThat(Samples.text(file).replaceAll("\\s+", " "))
        .contains(
            "ONLINE CONSULTATION REPORT",
            "Patient Name: TESTPATIENT, Charlie (Mr)",
            "Submitted: 20-Nov-2026 07:45",
            "Receiving GP Practice: Testford Surgery",
            "Number of related documents: 1",
            "The details of this consultation have been set as confidential",
            "Documents that are linked to this consultation are withheld")
        .doesNotContain(
            "Organisation:", "Sampleton", "01632", "Source:", "problem", "rash", "Rash", "fever");
    try (PDDocument document = Loader.loadPDF(file)) {
      ApprovedPicturesTest.compare(
          "online-consultation-confidential",
          new PDFRenderer(document).renderImageWithDPI(0, 50, ImageType.RGB));
    }
  }

  @Test
  void twoConfidentialOnesThatDifferOnlyInWhatIsHiddenAreTheSameFile() throws IOException {
    OnlineConsultation other =
        new OnlineConsultation(
            example.encounter(),
            example.patient(),
            Optional.of(
                new Author.ByRelatedPerson(
                    new PersonName("Fictional", List.of("Delta"), Optional.empty()),
                    LocalDate.of(1960, 2, 3),
                    Optional.empty())),
            example.practitioner(),
            new Organisation(
                new OdsCode("A99955"),
                "Secretorganisation",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            example.recipients(),
            List.of(
                new QuestionSection(
                    "Secrettitle",
                    List.of(
                        new Question(
                            "Secretquestion",
                            List.of(new QuestionAnswer.TextAnswer("Secretanswer")))))),
            example.attachments(),
            example.resources());
    assertThat(pdf(confidential(other), Map.of("online-consultation-rash.png", rash)))
        .isEqualTo(pdf(confidential(example), Map.of()));
  }

  private static OnlineConsultation confidential(OnlineConsultation open) {
    ReportedEncounter encounter = open.encounter();
    return open.as(
        new ReportedEncounter(
            encounter.id(),
            encounter.version(),
            true,
            encounter.occurredAt(),
            encounter.replaces()));
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
  void everyPageOfAPictureIsShownWithItsNumber() throws IOException {
    String text = text(tiff(3, 300));
    for (int page = 1; page <= 3; page++) {
      assertThat(text).contains("page " + page + " of 3");
    }
    assertThat(text).doesNotContain("only");
  }

  @Test
  void ofAPictureWithVeryManyPagesTheFirstAreShownAndItIsSaidHowManyThereAre() throws IOException {
    assertThat(text(tiff(23, 50)))
        .contains("page 20 of 23", "Of 23 pages only the first 20 are here")
        .doesNotContain("page 21 of 23");
    assertThat(text(tiff(2, 6_000)))
        .contains("page 1 of 2", "Of 2 pages only page 1 is here")
        .doesNotContain("page 2 of 2");
  }

  @Test
  void aPictureWhosePagesNameEachOtherForEverHasAnEnd() throws IOException {
    byte[] file = tiff(2, 50);
    ByteBuffer bytes =
        ByteBuffer.wrap(file)
            .order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int first = bytes.getInt(4);
    int second = bytes.getInt(first + 2 + bytes.getShort(first) * 12);
    bytes.putInt(second + 2 + bytes.getShort(second) * 12, first);
    assertThat(text(file)).contains("page 2 of 2");
  }

  /** A fax, so to speak: black and white pages. */
  private static byte[] tiff(int pages, int side) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (int page = 0; page < pages; page++) {
        writer.writeToSequence(
            new IIOImage(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY), null, null),
            null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** The report's text when the example's picture is this file. */
  private String text(byte[] picture) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    REPORT.write(
        example,
        file -> new ByteArrayInputStream(picture),
        new ReportContext(Samples.NOW, example.attachments().size()),
        output);
    return Samples.text(output.toByteArray());
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
