package gpcm.testbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.json.ConsultationJson;
import gpcm.report.ConsultationReport;
import gpcm.report.MissingFontException;
import gpcm.report.ReportContext;
import gpcm.report.ReportSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This module uses the report and leaves gpcm-report-font-cjk out, as a supplier may. */
class ReportWithoutEastAsianFontTest {
  private final ConsultationReport report = new ConsultationReport(ReportSettings.defaults());

  private byte[] write(String family) throws IOException {
    try (InputStream example =
        getClass().getResourceAsStream("/gpcm/examples/consultation-summary.json")) {
      String json =
          new String(example.readAllBytes(), StandardCharsets.UTF_8)
              .replace("\"family\": \"Testpatient\"", "\"family\": \"" + family + "\"");
      ByteArrayOutputStream pdf = new ByteArrayOutputStream();
      report.write(
          ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8)),
          new ReportContext(Instant.parse("2026-11-20T19:00:00Z"), 0),
          pdf);
      return pdf.toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Müller", "Щукин", "Αθήνα", "سلام", "नम"})
  void everyOtherScriptIsWrittenAsBefore(String family) throws IOException {
    assertThat(new String(write(family), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"歐陽", "ひらがな", "カタカナ", "ＡＢＣ"})
  void aTextThatNeedsTheFontIsRefusedAndTheArtifactNamed(String family) {
    assertThatThrownBy(() -> write(family))
        .isInstanceOf(MissingFontException.class)
        .hasMessageContaining("gpcm-report-font-cjk")
        .hasMessageNotContaining(family);
  }

  @Test
  void theNextReportIsWritten() throws IOException {
    assertThatThrownBy(() -> write("王")).isInstanceOf(MissingFontException.class);
    assertThat(write("Testpatient")).isNotEmpty();
  }
}
