package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpcm.consultation.Section;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

/** The template of the specification, measured: GPCM-SD-CS-005 and -011 to -015. */
class TemplateTest {
  /** A word as it stands on the page, in points from the upper left corner. */
  private record Run(String text, float x, float y, float size, String font) {
    boolean bold() {
      return font.contains("Bold");
    }
  }

  private final byte[] pdf =
      Samples.pdf(
          Samples.notes(
              new Section("First", List.of(Samples.text("Alphanote one.\nAlphanote two.", false))),
              new Section(
                  "Second title that is so long that it must wrap in its column",
                  List.of(Samples.text("Betanote.", false))),
              new Section("Third", List.of(Samples.text("Gammanote.", false)))));

  private final List<Run> runs = runs(pdf);

  @Test
  void eachSectionHasItsTitleInBold() {
    assertThat(List.of("First:", "Second", "Third:"))
        .allSatisfy(title -> assertThat(run(title).bold()).isTrue());
    assertThat(List.of("Alphanote", "Betanote", "Gammanote"))
        .allSatisfy(note -> assertThat(run(note).bold()).isFalse());
  }

  @Test
  void aBlankLinePartsTheSections() {
    float line =
        runs.stream().filter(run -> run.text().startsWith("two")).findFirst().orElseThrow().y()
            - run("Alphanote").y();
    assertThat(line).isPositive();
    assertThat(
            run("Second").y()
                - runs.stream()
                    .filter(run -> run.text().startsWith("two"))
                    .findFirst()
                    .orElseThrow()
                    .y())
        .isGreaterThanOrEqualTo(2 * line);
    float endOfSecond = Math.max(run("Betanote").y(), run("column:").y());
    assertThat(run("Third:").y() - endOfSecond).isGreaterThanOrEqualTo(2 * line);
  }

  @Test
  void titlesAndNotesStandInTwoAlignedColumnsAndALongTitleWrapsInItsOwn() {
    assertThat(List.of(run("First:"), run("Second"), run("Third:")))
        .extracting(Run::x)
        .containsOnly(run("Summary").x());
    assertThat(List.of(run("Alphanote"), run("Betanote"), run("Gammanote")))
        .extracting(Run::x)
        .containsOnly(run("Alphanote").x());
    assertThat(run("Betanote").y()).isEqualTo(run("Second").y());
    assertThat(run("column:").y()).isGreaterThan(run("Second").y());
    assertThat(run("column:").x()).isLessThan(run("Betanote").x());
  }

  @Test
  void theFieldsStandUnderEachOtherAsInTheTemplate() {
    assertThat(run("01632").x())
        .as("the patient's telephone under the NHS number")
        .isCloseTo(run("999").x(), within(0.5f));
    float birthDate = run("09-Jan-1957").x();
    assertThat(run("hub@").x())
        .as("the organisation's e-mail under the date of birth")
        .isCloseTo(birthDate, within(0.5f));
    assertThat(runs)
        .as("the receiving practice as well")
        .filteredOn(run -> run.text().equals("Testford"))
        .anySatisfy(run -> assertThat(run.x()).isCloseTo(birthDate, within(0.5f)));
  }

  @Test
  void thePatientsNameIsLargerThanTheOtherFields() {
    float name = run("TESTPATIENT,").size();
    assertThat(
            List.of(
                "09-Jan-1957", "999", "Street,", "01632", "FICTIONAL,", "Testford", "20-Nov-2026"))
        .allSatisfy(field -> assertThat(name).isGreaterThan(run(field).size()));
  }

  @Test
  void theTwoNhsBluesAreTheBackgrounds() throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 72, ImageType.RGB);
      assertThat(beside(page, run("CONSULTATION")))
          .as("NHS Blue under the title")
          .isEqualTo(0x005EB8);
      assertThat(beside(page, run("Version")))
          .as("NHS Light Blue under the version")
          .isEqualTo(0x41B6E6);
      assertThat(beside(page, run("CLINICAL"))).as("NHS Blue over the notes").isEqualTo(0x005EB8);
      assertThat(beside(page, run("Alphanote"))).as("white under the notes").isEqualTo(0xFFFFFF);
    }
  }

  /** The colour a little to the left of a run: its background. */
  private static int beside(BufferedImage page, Run run) {
    return page.getRGB((int) run.x() - 4, (int) run.y() - 3) & 0xFFFFFF;
  }

  private Run run(String start) {
    return runs.stream()
        .filter(run -> run.text().startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError(start + " is not on the page: " + runs));
  }

  private static Run word(List<TextPosition> letters) {
    TextPosition first = letters.getFirst();
    String text = letters.stream().map(TextPosition::getUnicode).collect(Collectors.joining());
    return new Run(
        text,
        first.getXDirAdj(),
        first.getYDirAdj(),
        first.getFontSizeInPt(),
        first.getFont().getName());
  }

  private static List<Run> runs(byte[] pdf) {
    List<Run> runs = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> positions) {
              int start = 0;
              for (int i = 1; i <= positions.size(); i++) {
                if (i == positions.size()
                    || positions.get(i).getUnicode().isBlank()
                    || positions.get(i - 1).getUnicode().isBlank()) {
                  runs.add(word(positions.subList(start, i)));
                  start = i;
                }
              }
            }
          };
      stripper.setEndPage(1);
      stripper.getText(document);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return runs;
  }
}
