package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Consultation;
import gpcm.consultation.PersonName;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/**
 * The file is fit for the archive and for screen readers: PDF/A-2a and PDF/UA-1, and what no
 * validator can see.
 */
class ConformanceTest {
  @BeforeAll
  static void start() {
    VeraGreenfieldFoundryProvider.initialise();
  }

  static Stream<Consultation> consultations() {
    return Stream.of(
        Samples.example(),
        Samples.confidential(Samples.example()),
        Samples.patient(
            Samples.everywhere(
                new PersonName("王", List.of("小明"), Optional.of("Ms")), Samples.tenLines())),
        Samples.text(
            "Welsh Ŵŷ, Arabic السلام عليكم 123, Hebrew שלום, Chinese 王小明, emoji 😀\n"
                + "Another line of notes.\n".repeat(120)),
        Samples.notes(
            new Section(
                "Values",
                List.of(
                    Samples.table(List.of("Alpha", "Beta"), 90, false),
                    Samples.table(List.of("Gamma"), 1, false))),
            new Section(
                "Wide",
                List.of(
                    new SectionItem.TableItem(
                        "Wide",
                        List.of("A", "B"),
                        List.of(List.of("x".repeat(500), "")),
                        false)))));
  }

  @ParameterizedTest
  @MethodSource("consultations")
  void veraPdfFindsNothing(Consultation consultation) throws Exception {
    byte[] pdf = Samples.pdf(consultation);
    for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1)) {
      try (PDFAParser parser =
              Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
        assertThat(
                validator.validate(parser).getTestAssertions().stream()
                    .filter(assertion -> assertion.getStatus() != TestAssertion.Status.PASSED)
                    .map(assertion -> assertion.getRuleId() + " " + assertion.getMessage()))
            .as(flavour.toString())
            .isEmpty();
      }
    }
  }

  @Test
  void theReadingOrderIsTheOrderOfThePageAndNothingIsReadTwice() {
    Tagged tagged = Tagged.of(Samples.pdf(Samples.text("Paragraph.\n".repeat(200))));

    assertThat(tagged.text())
        .containsSubsequence(
            "CONSULTATION REPORT",
            "Version 1",
            "Patient Name: TESTPATIENT",
            "DOB: 09-Jan-1957",
            "NHS No: 999 000 0018",
            "Home/Registered Address: 1 Example",
            "Tel No: 01632 960001",
            "Consulting Organisation",
            "Clinician: FICTIONAL",
            "Tel No: 01632 960100",
            "Email:",
            "Branch Location:",
            "Organisation:",
            "Consultation Date: 20-Nov-2026",
            "Receiving GP Practice: Testford",
            "CLINICAL NOTES",
            "Summary Reason:",
            "A patient recently",
            "Notes:",
            "Paragraph.");
    assertThat(tagged.text()).containsOnlyOnce("TESTPATIENT").containsOnlyOnce("999 000 0018");
    assertThat(tagged.text().split("Paragraph\\.", -1)).hasSize(201);
  }

  @Test
  void headingsTablesAndTheirHeadingsAreTagged() {
    Tagged tagged = Tagged.of(Samples.pdf(Samples.example()));

    assertThat(tagged.textsOf("H1")).containsExactly("CONSULTATION REPORT", "CLINICAL NOTES");
    assertThat(tagged.textsOf("H2"))
        .containsExactly(
            "Consulting Organisation",
            "Summary Reason:",
            "History:",
            "Examination:",
            "Treatment:",
            "Follow-up Actions:");
    assertThat(tagged.textsOf("TH")).containsExactly("Time", "Pulse", "Oxygen saturation");
    assertThat(tagged.elements())
        .filteredOn(element -> element.type().equals("TH"))
        .allSatisfy(heading -> assertThat(heading.scope()).contains("Column"));
    assertThat(tagged.textsOf("TD"))
        .containsExactly("18:35", "72 /min", "98 %", "18:45", "70 /min", "98 %");
  }

  @Test
  void theOperatorsLogoHasAnAlternativeText() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(60, 30, BufferedImage.TYPE_INT_ARGB), "png", png);
    ReportSettings settings =
        new ReportSettings(
            new Wordmark.Logo(Picture.of(png.toByteArray()), "Sampleton Health"),
            new Wordmark.Words(""));

    byte[] pdf = Samples.pdf(new ConsultationReport(settings), Samples.example());

    assertThat(Tagged.of(pdf).textsOf("Figure")).containsExactly("Sampleton Health");
  }

  @Test
  void theLanguageIsBritishEnglishTheTitleIsShownAndEveryFontIsEmbedded() throws IOException {
    try (PDDocument document =
        Loader.loadPDF(Samples.pdf(Samples.text("Latin, Ελληνικά, Русский, سلام, 王")))) {
      assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en-GB");
      assertThat(document.getDocumentCatalog().getViewerPreferences().displayDocTitle()).isTrue();
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Consultation Report");
      for (PDPage page : document.getPages()) {
        PDResources resources = page.getResources();
        for (COSName name : resources.getFontNames()) {
          PDFont font = resources.getFont(name);
          assertThat(font.isEmbedded()).isTrue();
          assertThat(font.getName()).containsAnyOf("DejaVuSansCondensed", "NotoSansSC");
        }
      }
    }
  }
}
