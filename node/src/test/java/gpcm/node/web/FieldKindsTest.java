package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.web.HttpCaller.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A field of a request is of the kind that the description says: text, a whole number, true or
 * false, a list. One of another kind is refused by its name, and never taken as left out.
 */
class FieldKindsTest {
  private static final Map<String, List<String>> OF_EACH_KIND =
      Map.of(
          "string", List.of("\"a\""),
          "integer", List.of("7"),
          "boolean", List.of("true"),
          "array", List.of("[]", "[\"a\"]"),
          "object", List.of("{}"));

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
  void aFieldOfAnotherKindIsRefusedOnEveryRoute() throws Exception {
    JsonNode description = http.get("/api/v1/openapi.json").json();
    UUID document =
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    Map<String, String> ids =
        Map.of("documents", document.toString(), "worklist", network.entryOf(document));
    List<String> notRefused = new ArrayList<>();
    int byName = 0;
    for (Field field : fields(description)) {
      for (String value : ofOtherKinds(field.schema())) {
        String sent = "{\"%s\": %s}".formatted(field.name(), value);
        Answer answer = send(field.method(), field.path(ids), sent);
        if (answer.status() < 400 || answer.status() >= 500) {
          notRefused.add("%s: %d %s".formatted(field, answer.status(), answer.text()));
        } else if (answer.text().contains("\"/%s\"".formatted(field.name()))) {
          byName++;
        }
      }
    }
    assertThat(notRefused).isEmpty();
    // Of the others something else is refused first: what they are about, or what they lack.
    assertThat(byName).isGreaterThan(600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "alert-channels/ID/end | version   | []     | a whole number",
        "alert-channels/ID/end | version   | [3]    | a whole number",
        "alert-channels/ID/end | version   | \"3\"    | a whole number",
        "documents-search      | limit     | []     | a whole number",
        "documents-search      | limit     | \"3\"    | a whole number",
        "documents-search      | resent    | []     | true or false",
        "documents-search      | resent    | \"true\" | true or false",
        "documents-search      | state     | \"held\" | a list",
        "documents-search      | recipient | []     | text",
        "documents-search      | recipient | 5      | text",
        "documents-search      | from      | []     | text",
        "worklist-search       | team      | []     | text",
      })
  void whatAFieldMustBeIsSaid(String path, String name, String value, String kind)
      throws Exception {
    Answer answer =
        send(
            "POST",
            "/api/v1/" + path.replace("ID", UUID.randomUUID().toString()),
            "{\"%s\": %s}".formatted(name, value));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    JsonNode error = answer.json().path("errors").path(0);
    assertThat(error.path("pointer").asText()).isEqualTo("/" + name);
    assertThat(error.path("detail").asText()).isEqualTo("must be " + kind);
  }

  @ParameterizedTest
  @CsvSource({"sending/generic", "sending-deadlines"})
  void aVersionBeyondAllVersionsIsAnotherOne(String path) throws Exception {
    String other = path.equals("sending-deadlines") ? "" : ", \"delayMinutes\": 5";
    Answer answer =
        send("PUT", "/api/v1/" + path, "{\"version\": 999999999999999%s}".formatted(other));
    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
  }

  private record Field(String method, String pattern, String name, JsonNode schema) {
    private String path(Map<String, String> ids) {
      String kind = pattern.split("/", -1)[3];
      return ids.containsKey(kind)
          ? pattern.replace("{id}", ids.get(kind)).replace("{n}", "0")
          : HttpContractTest.concrete(method + " " + pattern);
    }
  }

  private static Answer send(String method, String path, String body) throws Exception {
    return http.send(
        http.to(path)
            .header("Content-Type", "application/json")
            .header("X-Reason", "To see what is answered")
            .method(method, BodyPublishers.ofString(body)));
  }

  private static List<Field> fields(JsonNode description) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode schema = method.getValue().at("/requestBody/content/application~1json/schema");
        for (Map.Entry<String, JsonNode> field :
            resolved(description, schema).path("properties").properties()) {
          fields.add(
              new Field(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  field.getKey(),
                  resolved(description, field.getValue())));
        }
      }
    }
    return fields;
  }

  private static List<String> ofOtherKinds(JsonNode schema) {
    Map<String, List<String>> others = new HashMap<>(OF_EACH_KIND);
    others.remove(schema.path("type").asText());
    if (schema.has("enum")) {
      others.remove("string");
    }
    return others.values().stream().flatMap(List::stream).toList();
  }

  private static JsonNode resolved(JsonNode description, JsonNode schema) {
    return schema.has("$ref") ? description.at(schema.path("$ref").asText().substring(1)) : schema;
  }
}
