package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Consultation;
import gpcm.consultation.PersonName;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A report of one page, written directly, is the one that the layout library would have made. */
class OnePageTest {
  private static final long SEED = Long.getLong("gpcm.seed", 20_261_128);
  private static final String WORDS =
      "The patient has had a sore throat for three days, with fever (38.5 °C) and no cough; advised"
          + " fluids and rest. Paracetamol 500mg tablets – take one or two 4 times/day. See"
          + " https://www.nhs.uk/conditions/sore-throat/ or call 111! Señora Müller-O'Brien’s naïve"
          + " “façade” costs £5/½ day: well-being, e.g. follow-up on 01/02/2026?";

  private final PdfRenderer renderer = new PdfRenderer();

  /** The page before it is laid out. */
  private ReportPage page(Consultation consultation) {
    ReportPage page =
        new ReportPage(
            HtmlElement.document(renderer.text()),
            "Consultation Report",
            ReportSettings.defaults(),
            consultation.patient(),
            "Version " + consultation.version(),
            "Number of related documents: 1");
    new ConsultationPage(consultation, page, false).write();
    return page;
  }

  private static final PdfMetadata METADATA =
      new PdfMetadata("Consultation Report", "seed", Instant.parse("2026-11-20T19:00:00Z"));

  private byte[] byTheLibrary(Consultation consultation) throws IOException {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    renderer.printByTheLibrary(page(consultation).document(), METADATA, pdf);
    return pdf.toByteArray();
  }

  private Optional<byte[]> directly(Consultation consultation) throws IOException {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    return renderer.printDirectly(page(consultation).document(), METADATA, pdf)
        ? Optional.of(pdf.toByteArray())
        : Optional.empty();
  }

  static List<Consultation> consultations() {
    Random random = new Random(SEED);
    List<Consultation> all =
        new ArrayList<>(List.of(Samples.example(), Samples.confidential(Samples.example())));
    for (int i = 0; i < 60; i++) {
      all.add(any(random));
    }
    return all;
  }

  private static Consultation any(Random random) {
    Consultation example = Samples.example();
    PersonName name =
        new PersonName(
            words(random, 1 + random.nextInt(6)),
            List.of(words(random, 1 + random.nextInt(3))),
            random.nextBoolean() ? Optional.of("Ms") : Optional.empty());
    var patient =
        random.nextInt(3) == 0
            ? Samples.everywhere(name, Samples.tenLines())
            : random.nextInt(3) == 0 ? Samples.bare() : Samples.named(name);
    List<Section> sections =
        IntStream.range(0, 1 + random.nextInt(5))
            .mapToObj(
                i ->
                    new Section(
                        words(random, 1 + random.nextInt(8)),
                        IntStream.range(0, 1 + random.nextInt(3))
                            .mapToObj(item -> item(random))
                            .toList()))
            .toList();
    return Samples.copy(
        example,
        false,
        patient,
        example.practitioner(),
        example.organisation(),
        sections,
        random.nextBoolean() ? List.of(item(random)) : List.of());
  }

  private static SectionItem item(Random random) {
    ClinicalCode code =
        new ClinicalCode(
            ClinicalCode.Terminology.SNOMED,
            "405737000",
            random.nextBoolean() ? "Pharyngitis" : "Another term of the same thing");
    return switch (random.nextInt(6)) {
      case 0 -> new SectionItem.CodedItem(code, false);
      case 1 ->
          new SectionItem.ValueItem(
              "Body temperature",
              random.nextBoolean() ? Optional.of(code) : Optional.empty(),
              new BigDecimal("37.2"),
              Optional.of("degrees Celsius"),
              random.nextInt(8) == 0);
      case 2 ->
          Samples.table(
              IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> "Column " + i).toList(),
              1 + random.nextInt(4),
              false);
      default ->
          Samples.text(
              words(random, 1 + random.nextInt(40))
                  + (random.nextBoolean() ? "\n\n" + words(random, 3) : ""),
              random.nextInt(8) == 0);
    };
  }

  private static String words(Random random, int count) {
    String[] all = WORDS.split(" ", -1);
    int start = random.nextInt(all.length);
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(all[(start + i) % all.length]);
    }
    return words.toString();
  }

  @ParameterizedTest
  @MethodSource("consultations")
  void itLooksAndReadsTheSame(Consultation consultation) throws IOException {
    Optional<byte[]> direct = directly(consultation);
    if (direct.isEmpty()) {
      return;
    }
    byte[] library = byTheLibrary(consultation);
    assertThat(words(direct.get())).isEqualTo(words(library));
    assertThat(types(direct.get())).isEqualTo(types(library));
    assertThat(letters(Tagged.of(direct.get()).text()))
        .as("read in the order in which it was written")
        .isEqualTo(letters(page(consultation).document()));
    try (PDDocument one = Loader.loadPDF(direct.get());
        PDDocument other = Loader.loadPDF(library)) {
      assertThat(other.getNumberOfPages()).isEqualTo(1);
      BufferedImage drawn = new PDFRenderer(one).renderImageWithDPI(0, 50, ImageType.RGB);
      BufferedImage expected = new PDFRenderer(other).renderImageWithDPI(0, 50, ImageType.RGB);
      assertThat(ApprovedPicturesTest.differing(drawn, expected)).isZero();
    }
  }

  /** All lines from the top to the bottom. */
  private static String words(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      return stripper.getText(document);
    }
  }

  private static String letters(String text) {
    return text.replaceAll("[\\s\u00A0]", "");
  }

  private static String letters(Document page) {
    LayoutAssumptions.ofOnePage().count(page);
    Element running = page.getElementById(ReportPage.RUNNING);
    running.getParentNode().removeChild(running);
    return letters(page.getElementsByTagName("body").item(0).getTextContent());
  }

  /** The types of what is read out; the library wraps much in divisions and spans. */
  private static List<String> types(byte[] pdf) {
    return Tagged.of(pdf).elements().stream()
        .filter(element -> !element.type().equals("Span") && !element.type().equals("Div"))
        .filter(element -> !element.type().equals("TFoot"))
        .map(element -> element.type() + " " + element.scope().orElse(""))
        .toList();
  }

  /** Otherwise the test above would prove nothing. */
  @Test
  void mostReportsAreWrittenDirectly() throws IOException {
    int direct = 0;
    for (Consultation consultation : consultations()) {
      direct += directly(consultation).isPresent() ? 1 : 0;
    }
    assertThat(direct).isGreaterThan(40);
  }

  @Test
  void whatIsNotPlainIsLeftToTheLibrary() throws IOException {
    for (String text :
        List.of("سلام", "שלום", "王小明", "x".repeat(500), "line\n".repeat(90), "é".repeat(400))) {
      assertThat(directly(Samples.text(text))).as(text).isEmpty();
    }
  }
}
