package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a receiver would send back is refused when it is handed in, and says where it stands. */
class RefusedContentTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HTML = "<!DOCTYPE html><html><body>Results</body></html>";

  @Running static TestNetwork network;
  private static HttpCaller http;

  @BeforeAll
  static void start() {
    http = HttpCaller.of(network.node().url(), network.served());
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private static ObjectNode consultation() throws IOException {
    return (ObjectNode)
        MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()));
  }

  private static Answer handIn(ObjectNode consultation, String attachment, Part... more)
      throws Exception {
    List<Part> parts = new ArrayList<>();
    parts.add(
        Part.of("consultation", "", "application/json", MAPPER.writeValueAsBytes(consultation)));
    parts.add(
        Part.of(
            "attachment",
            consultation.at("/attachments/0/file").asText(),
            "text/plain",
            attachment.getBytes(StandardCharsets.UTF_8)));
    parts.addAll(List.of(more));
    return http.postForm("/api/v1/documents", parts);
  }

  @ParameterizedTest
  @CsvSource({
    "application/pdf, <html><body>Results</body></html>, 20005, text/html",
    "application/pdf, %PDF-1.7 and no more, 20005, cannot be opened",
    "image/png, Results, 20005, text/plain",
    "application/zip, Results, 20004, another type"
  })
  void anAttachmentThatIsNotWhatItSays(String type, String content, String code, String found)
      throws Exception {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.at("/attachments/0")).put("contentType", type);
    Answer refused = handIn(consultation, content);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/attachments/0");
    assertThat(refused.json().at("/errors/0/detail").asText()).contains(code, found);
  }

  @Test
  void aReportThatIsNoPdf() throws Exception {
    for (String report : List.of(HTML, "%PDF-1.7 and no more")) {
      Answer refused =
          handIn(
              consultation(),
              "Sore throat",
              Part.of(
                  "report",
                  "report.pdf",
                  "application/pdf",
                  report.getBytes(StandardCharsets.UTF_8)));
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.json().at("/errors/0/parameter").asText()).isEqualTo("report");
      assertThat(refused.json().at("/errors/0/detail").asText()).contains("20005");
    }
  }

  @Test
  void aConsultationOrABirthThatIsStillToCome() throws Exception {
    Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS);
    Answer consulted = handIn(consultation().put("occurredAt", tomorrow.toString()), "Notes");
    assertThat(consulted.status()).isEqualTo(422);
    assertThat(consulted.json().at("/errors/0/pointer").asText()).isEqualTo("/occurredAt");

    ObjectNode unborn = consultation();
    ((ObjectNode) unborn.at("/patient"))
        .put("birthDate", LocalDate.now(ZoneOffset.UTC).plusDays(3).toString());
    Answer born = handIn(unborn, "Notes");
    assertThat(born.status()).isEqualTo(422);
    assertThat(born.json().at("/errors/0/pointer").asText()).isEqualTo("/patient/birthDate");
    assertThat(born.json().at("/errors/0/detail").asText()).contains("future");
  }

  @Test
  void aConsultationInAYearThatNeverWas() throws Exception {
    Answer refused = handIn(consultation().put("occurredAt", "0000-01-01T00:00Z"), "Notes");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/occurredAt");
    assertThat(refused.json().at("/errors/0/detail").asText()).contains("1800 to 9999");
  }
}
