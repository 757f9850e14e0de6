package gpcm.report.cjk;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.json.ConsultationJson;
import gpcm.report.ConsultationReport;
import gpcm.report.ReportContext;
import gpcm.report.ReportSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report finds the font by itself. */
class NotoSansScTest {
  @ParameterizedTest
  @ValueSource(strings = {"歐陽", "ひらがな", "カタカナ"})
  void aNameIsShownLetterForLetter(String family) throws IOException {
    String json =
        Files.readString(
                Path.of(System.getProperty("project.root"), "examples/consultation-summary.json"))
            .replace("\"family\": \"Testpatient\"", "\"family\": \"" + family + "\"");
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    new ConsultationReport(ReportSettings.defaults())
        .write(
            ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8)),
            new ReportContext(Instant.parse("2026-11-20T19:00:00Z"), 0),
            pdf);
    try (PDDocument document = Loader.loadPDF(pdf.toByteArray())) {
      assertThat(new PDFTextStripper().getText(document)).contains(family);
    }
  }
}
