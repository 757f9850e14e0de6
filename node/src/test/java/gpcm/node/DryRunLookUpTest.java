package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.pds.Route;
import gpcm.pds.server.StandInPatient;
import gpcm.pds.testing.PdsServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each patient of the stand-in for PDS: a dry run foresees what a node does with a summary. */
class DryRunLookUpTest {
  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Running private static TestNetwork network;
  private static boolean asking;

  private HttpCaller http;

  @BeforeEach
  void lookPatientsUp() throws IOException {
    if (!asking) {
      LookedUp.at(pds.server(), network);
      asking = true;
    }
    http = HttpCaller.of(network.node().url(), network.served());
  }

  @AfterEach
  void hangUp() {
    http.close();
  }

  static List<Arguments> rows() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    try (InputStream in = DryRunLookUpTest.class.getResourceAsStream("look-ups.table")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
          rows.add(
              Arguments.of(
                  cells.get(0),
                  cells.get(2 + List.of(Route.values()).indexOf(Route.SUMMARY)),
                  cells.get(1)));
        }
      }
    }
    return rows;
  }

  private static String number(String row) {
    return pds.server().patients().stream()
        .filter(each -> each.row().equals(row))
        .map(StandInPatient::nhsNumber)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void the_look_up_is_made_and_nothing_of_it_is_kept(String row, String expected, String practice)
      throws Exception {
    Document document = LookedUp.document(Route.SUMMARY, number(row), practice);
    ObjectNode json = (ObjectNode) MAPPER.readTree(DocumentJson.write(document));
    json.putArray("attachments");
    Answer answer =
        http.post(
            "/api/v1/consultations/" + document.encounterId() + "/dry-run",
            "application/json",
            MAPPER.writeValueAsBytes(json));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode delivery = MAPPER.createObjectNode();
    for (JsonNode each : answer.json().path("decisions")) {
      delivery = each.path("step").asText().equals("delivery") ? each : delivery;
    }
    String reason = delivery.path("reason").asText();
    boolean goesOn = delivery.path("goesOn").asBoolean();
    switch (expected.split("[ ,]", 2)[0]) {
      case "goes" -> {
        assertThat(goesOn).as(reason).isTrue();
        assertThat(reason).doesNotContain("cannot be found out now");
      }
      case "held" -> {
        assertThat(goesOn).isFalse();
        assertThat(reason).startsWith("it would be held for a person: ");
        assertThat(delivery.path("whatToDo").asText()).isNotEmpty();
      }
      case "not" -> assertThat(reason).startsWith("it would not be sent: ");
      case "waits" -> assertThat(reason).startsWith("that cannot be found out now");
      default -> throw new IllegalStateException(expected);
    }
    assertThat(network.count("select count(*) from document_look_up")).isZero();
    assertThat(network.count("select count(*) from document")).isZero();
  }
}
