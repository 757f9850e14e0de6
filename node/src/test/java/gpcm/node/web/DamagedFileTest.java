package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was damaged where it is stored is not served as good. */
class DamagedFileTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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

  @Test
  void aSmallFileIsAProblemThatSaysWhatToDo() throws Exception {
    JsonNode file = handedIn(new byte[] {'n', 'o', 't', 'e', 's'});
    network.damage(file.path("sha256").asText());
    Answer damaged = http.get(file.path("href").asText());
    assertThat(damaged.status()).isEqualTo(500);
    assertThat(damaged.header("Content-Type")).startsWith("application/problem+json");
    assertThat(damaged.header("Content-Disposition")).isEmpty();
    assertThat(damaged.json().path("type").asText()).isEqualTo("urn:gpcm:problem:content-damaged");
    assertThat(damaged.json().path("detail").asText())
        .contains("damaged", "restore the database from a backup");
  }

  @Test
  void aLargeFileBreaksOffBeforeItIsWhole() throws Exception {
    byte[] large = new byte[3_000_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ('a' + (i * 7919L + i / 26) % 26);
    }
    JsonNode file = handedIn(large);
    assertThat(http.get(file.path("href").asText()).bytes()).isEqualTo(large);
    network.damage(file.path("sha256").asText());
    assertThatThrownBy(() -> http.get(file.path("href").asText())).isInstanceOf(IOException.class);
  }

  /** The attachment, as the document lists it. */
  private static JsonNode handedIn(byte[] attachment) throws Exception {
    ObjectNode consultation =
        (ObjectNode)
            MAPPER.readTree(
                TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()));
    String name = consultation.at("/attachments/0/file").asText();
    Answer stored =
        http.postForm(
            "/api/v1/documents",
            List.of(
                Part.of(
                    "consultation", "", "application/json", MAPPER.writeValueAsBytes(consultation)),
                Part.of("attachment", name, "text/plain", attachment)));
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    for (JsonNode file : http.get(stored.header("Location")).json().path("files")) {
      if (file.path("fileName").asText().equals(name)) {
        return file;
      }
    }
    throw new AssertionError("the document does not list " + name);
  }
}
