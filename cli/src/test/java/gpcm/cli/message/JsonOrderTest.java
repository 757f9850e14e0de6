package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a JSON object have no order, and a resource's type may be any of them. */
class JsonOrderTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("project.root", ".."), "examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private JsonNode built(String example) throws IOException {
    Commands done = Commands.run("build", "--json", EXAMPLES.resolve(example + ".json").toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    return JSON.readTree(done.out());
  }

  private Path file(String name, JsonNode message) throws IOException {
    return Files.writeString(folder.resolve(name), JSON.writeValueAsString(message));
  }

  /** The same members of every object in another order. */
  private static JsonNode ordered(JsonNode node, Consumer<List<String>> order) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      order.accept(names);
      ObjectNode other = JSON.createObjectNode();
      names.forEach(name -> other.set(name, ordered(object.get(name), order)));
      return other;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode other = JSON.createArrayNode();
      array.forEach(item -> other.add(ordered(item, order)));
      return other;
    }
    return node;
  }

  /** Everything that inspecting tells: ids, documents, sizes and hashes. */
  private JsonNode inspected(Path file) throws IOException {
    Commands done = Commands.run("inspect", "--json", file.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    return ((ObjectNode) JSON.readTree(done.out())).without("file");
  }

  private JsonNode findings(Path file) throws IOException {
    ArrayNode findings =
        (ArrayNode)
            JSON.readTree(Commands.run("validate", "--json", file.toString()).out())
                .get("findings");
    findings.forEach(finding -> ((ObjectNode) finding).remove(List.of("line", "column")));
    return findings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"consultation-summary", "online-consultation", "generic-coded"})
  void everyOrderReadsTheSame(String example) throws IOException {
    JsonNode message = built(example);
    Path first = file("first.json", message);
    Random random = new Random(12);
    List<Consumer<List<String>>> orders = new ArrayList<>();
    orders.add(Collections::sort);
    orders.add(Collections::reverse);
    for (int i = 0; i < 10; i++) {
      orders.add(names -> Collections.shuffle(names, random));
    }
    for (Consumer<List<String>> order : orders) {
      Path other = file("other.json", ordered(message, order));
      assertThat(inspected(other)).isEqualTo(inspected(first));
      assertThat(findings(other)).isEqualTo(findings(first));
    }
  }

  /** Larger than any single value that is kept: an attachment goes to its file at once. */
  @Test
  void anAttachmentBeforeItsTypeIsNeverKept() throws IOException {
    byte[] content = new byte[20 << 20];
    new Random(1).nextBytes(content);
    JsonNode message = built("generic");
    for (JsonNode binary : message.findParents("contentType")) {
      if (binary.path("resourceType").asText().equals("Binary")) {
        ((ObjectNode) binary).put("content", Base64.getEncoder().encodeToString(content));
      }
    }
    Path sorted = file("sorted.json", ordered(message, Collections::sort));
    Path saved = folder.resolve("saved");
    Commands done = Commands.run("inspect", "--extract", saved.toString(), sorted.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    try (Stream<Path> files = Files.list(saved)) {
      assertThat(files).allSatisfy(file -> assertThat(file).hasBinaryContent(content));
    }
  }

  @Test
  void whatIsKeptIsBounded() throws IOException {
    ObjectNode message = (ObjectNode) ordered(built("generic"), Collections::sort);
    ObjectNode resource = (ObjectNode) message.at("/entry/0/resource");
    ObjectNode large = JSON.createObjectNode();
    ArrayNode texts = large.putArray("aardvark");
    for (int i = 0; i < 20; i++) {
      texts.addObject().put("url", "urn:x").put("valueString", "a".repeat(1 << 20));
    }
    large.setAll(resource);
    ((ObjectNode) message.at("/entry/0")).set("resource", large);
    Path file = file("large.json", message);
    Commands done = Commands.run("inspect", file.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("put resourceType first");
  }

  /** Taken for an attachment until the type was seen, and given up then. */
  @Test
  void contentOfWhatIsNoBinaryIsAFaultAndLeavesNothing() throws IOException {
    ObjectNode message = (ObjectNode) ordered(built("generic"), Collections::sort);
    JsonNode patient =
        message.findParents("birthDate").stream()
            .filter(node -> node.path("resourceType").asText().equals("Patient"))
            .findFirst()
            .orElseThrow();
    ((ObjectNode) patient).put("content", "QUJD");
    Path file = file("odd.json", ordered(message, Collections::sort));
    Commands checked = Commands.run("validate", "--json", file.toString());
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.out()).contains("field content");
    Path saved = folder.resolve("saved");
    Commands done = Commands.run("inspect", "--extract", saved.toString(), file.toString());
    assertThat(done.exitCode()).isZero();
    try (Stream<Path> files = Files.list(saved)) {
      assertThat(files).hasSize(message.findParents("content").size() - 1);
    }
  }
}
