package gpcm.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.web.HttpCaller.Answer;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every id that a consultation may carry can be named in an address. */
class EncounterAddressTest extends ConsultationFixture {
  private static String encoded(String id) {
    return "/api/v1/consultations/="
        + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(US_ASCII));
  }

  private Answer recorded(String address, String id) throws Exception {
    ObjectNode consultation = consultation();
    consultation.put("encounterId", id);
    return http.put(address, MAPPER.writeValueAsBytes(consultation));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "visit/7", "..", ".", "a%2Fb", "a%b", "a;b=c", "a?b#c", "a\\b", "a+b", "//", "=", "=YQ",
        "{x}", "\"<b>'&"
      })
  void anyIdIsRecordedConfirmedShownAndDeleted(String shape) throws Exception {
    set("consultation-summary", 180, true, "");
    String id = shape.length() < 3 ? shape : shape + UUID.randomUUID();
    JsonNode document = created(recorded(encoded(id), id));
    assertThat(document.path("encounterId").asText()).isEqualTo(id);
    assertThat(http.get(encoded(id)).json().path("encounterId").asText()).isEqualTo(id);
    Answer confirmed = http.post(encoded(id) + "/confirm", "application/json", by("Bo"));
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
    Answer deleted = http.delete(encoded(id));
    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    assertThat(deleted.json().path("withdrawn")).hasSize(1);
  }

  @Test
  void anIdOfLettersAndDigitsIsTheSameInBothForms() throws Exception {
    JsonNode document = created(recorded("/api/v1/consultations/" + encounter, encounter));
    assertThat(http.get(encoded(encounter)).json().at("/reports/0/id").asText())
        .isEqualTo(document.path("id").asText());
  }

  @Test
  void theAddressAndTheConsultationNameTheSame() throws Exception {
    assertThat(recorded(encoded("visit/1"), "visit/2").status()).isEqualTo(422);
  }

  @Test
  void whatIsNoBase64NamesNothing() throws Exception {
    assertThat(http.get("/api/v1/consultations/=!").status()).isEqualTo(404);
  }
}
