package gpcm.pds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in answers as the PDS FHIR API does, fault by fault. */
class PdsServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private PdsServer server;

  @BeforeEach
  void start() {
    server = PdsServer.start(PdsServerSettings.defaults().atMost(20));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(server.fhir().resolve(path))
        .header("X-Request-ID", UUID.randomUUID().toString());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  private static String code(HttpResponse<String> answer) throws IOException {
    return json(answer).at("/issue/0/details/coding/0/code").asText();
  }

  @Test
  void aPatientComesWithItsVersionAndTheRequestsId() throws Exception {
    HttpResponse<String> answer = send(to("Patient/9990000018").header("X-Correlation-ID", "case"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).contains("W/\"2\"");
    assertThat(answer.headers().firstValue("X-Request-ID")).isPresent();
    assertThat(answer.headers().firstValue("X-Correlation-ID")).contains("case");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/fhir+json");
    assertThat(json(answer).at("/generalPractitioner/0/identifier/value").asText())
        .isEqualTo("A99902");
  }

  @Test
  void aRequestWithoutAnIdIsRefused() throws Exception {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(server.fhir().resolve("Patient/9990000018")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("MISSING_VALUE");
  }

  @Test
  void anIdThatIsNoUuidIsRefused() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(server.fhir().resolve("Patient/9990000018"))
                .header("X-Request-ID", "17"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("INVALID_VALUE");
  }

  @ParameterizedTest
  @CsvSource({
    "9990000263, 404, RESOURCE_NOT_FOUND",
    "9990000019, 400, INVALID_RESOURCE_ID",
    "17, 400, INVALID_RESOURCE_ID",
    "9990000255, 404, INVALIDATED_RESOURCE",
  })
  void aNumberWithoutAPatientHasItsOwnAnswer(String number, int status, String code)
      throws Exception {
    HttpResponse<String> answer = send(to("Patient/" + number));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(code(answer)).isEqualTo(code);
  }

  @Test
  void anApplicationChangesNothing() throws Exception {
    HttpResponse<String> answer =
        send(to("Patient/9990000018").PUT(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(code(answer)).isEqualTo("INVALID_METHOD");
  }

  @Test
  void aSearchFindsOne() throws Exception {
    JsonNode bundle = json(send(to("Patient?family=Othername&birthdate=eq1957-01-09&given=al*")));
    assertThat(bundle.path("resourceType").asText()).isEqualTo("OperationOutcome");
    bundle = json(send(to("Patient?family=testpatient&birthdate=eq1984-05-06")));
    assertThat(bundle.path("total").asInt()).isEqualTo(1);
    assertThat(bundle.at("/entry/0/resource/id").asText()).isEqualTo("9990000026");
  }

  @Test
  void aSearchThatFindsManyShowsNone() throws Exception {
    HttpResponse<String> answer = send(to("Patient?family=Testpatient&birthdate=eq1957-01-09"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(code(answer)).isEqualTo("TOO_MANY_MATCHES");
    assertThat(answer.body()).doesNotContain("Testpatient");
  }

  @Test
  void aSearchThatFindsNobodySaysSo() throws Exception {
    JsonNode bundle = json(send(to("Patient?family=Nobody&birthdate=eq1957-01-09")));
    assertThat(bundle.path("total").asInt(-1)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "family=Testpatient, 400, MISSING_VALUE",
    "birthdate=eq1957-01-09, 400, MISSING_VALUE",
    "family=Testpatient&birthdate=1957, 400, INVALID_SEARCH_DATA",
    "family=Testpatient&birthdate=eq1957-01-09&_max-results=2, 403, INVALID_METHOD",
    "family=Testpatient&birthdate=eq1957-01-09&shoe=44, 400, UNSUPPORTED_SERVICE",
  })
  void aSearchThatAsksTooLittleOrTooMuchIsRefused(String query, int status, String code)
      throws Exception {
    HttpResponse<String> answer = send(to("Patient?" + query));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(code(answer)).isEqualTo(code);
  }

  @Test
  void whoAsksTooFastIsTold() throws Exception {
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      refused += send(to("Patient/9990000018")).statusCode() == 429 ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void faultsAreSwitchedOverHttpToo() throws Exception {
    assertThat(switched("{\"status\": 503, \"code\": \"SERVICE_UNAVAILABLE\", \"times\": 1}"))
        .isEqualTo(204);
    assertThat(send(to("Patient/9990000018")).statusCode()).isEqualTo(503);
    assertThat(send(to("Patient/9990000018")).statusCode()).isEqualTo(200);
    assertThat(switched("{\"status\": 502, \"notFhir\": true}")).isEqualTo(204);
    assertThat(send(to("Patient/9990000018")).body()).startsWith("<html>");
    send(HttpRequest.newBuilder(server.url().resolve("/stand-in/faults")).DELETE());
    assertThat(send(to("Patient/9990000018")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no JSON",
        "{}",
        "{\"status\": 200}",
        "{\"status\": 503, \"times\": 0}",
        "{\"status\": 503, \"shoe\": 44}",
        "[1]",
      })
  void whatIsNoFaultIsRefused(String body) throws Exception {
    assertThat(switched(body)).isEqualTo(400);
    assertThat(send(to("Patient/9990000018")).statusCode()).isEqualTo(200);
  }

  private int switched(String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(server.url().resolve("/stand-in/faults"))
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .statusCode();
  }

  @Test
  void itTellsWhomItKnows() throws Exception {
    JsonNode all = json(send(HttpRequest.newBuilder(server.url().resolve("/stand-in/patients"))));
    assertThat(all.path("patients")).hasSize(server.patients().size());
    assertThat(all.path("patients").findValuesAsText("row")).doesNotHaveDuplicates();
  }
}
