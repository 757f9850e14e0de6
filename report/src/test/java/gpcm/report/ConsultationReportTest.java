package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Consultation;
import gpcm.consultation.ConsultationJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class ConsultationReportTest {
  private static final ConsultationReport REPORT =
      new ConsultationReport(ReportSettings.defaults());

  private final String example = example();

  @Test
  void theExampleShowsEveryFieldInTheFormatsOfTheTemplate() throws IOException {
    assertThat(text(pdf(example)).replaceAll("\\s+", " "))
        .contains(
            "CONSULTATION REPORT",
            "- Confidential: personal data -",
            "Version 1",
            "Number of related documents: 1",
            "Page 1 of 1",
            "TESTPATIENT, Alpha Example (Ms)",
            "09-Jan-1957",
            "999 000 0018",
            "01632 960001",
            "20-Nov-2026 18:35",
            "CLINICAL NOTES",
            "Pharyngitis (SNOMED CT 405737000)");
  }

  @Test
  void theSameInputAndMomentGiveTheSameBytes() throws IOException {
    assertThat(pdf(example)).isEqualTo(pdf(example));
  }

  @Test
  void aConfidentialConsultationShowsNoneOfItsDetails() throws IOException {
    String text = text(pdf(example.replace("\"confidential\": false", "\"confidential\": true")));
    assertThat(text)
        .contains("The details of this consultation have been set as confidential")
        .doesNotContain("FICTIONAL", "Sampleton Evening Hub", "throat");
  }

  private static byte[] pdf(String json) throws IOException {
    Consultation consultation = ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    REPORT.write(
        consultation,
        new ReportContext(Instant.parse("2026-11-20T19:00:00Z"), consultation.attachments().size()),
        output);
    return output.toByteArray();
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static String example() {
    try {
      return Files.readString(
          Path.of(System.getProperty("project.root"), "examples", "consultation-summary.json"));
    } catch (IOException missing) {
      throw new AssertionError("the example must be there", missing);
    }
  }
}
