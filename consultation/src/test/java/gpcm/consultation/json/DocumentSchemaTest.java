package gpcm.consultation.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reader and the published schema agree: what one takes and what the other does. */
class DocumentSchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long SEED = Long.getLong("gpcm.seed", 20261128L);

  /** What the reader checks and a schema cannot. */
  private static final Pattern BEYOND_A_SCHEMA =
      Pattern.compile(
          "has a wrong check digit|must be a day of the calendar|must be a date and time with its"
              + " offset|must have different file names|must be one of the attachments|must have as"
              + " many cells in each row|must be another organisation than|must be the organisation"
              + " that|must be an absolute URI|Attachment file name must not be blank|must be a"
              + " whole number|Telephone number must not be blank|must be a concept id|must be"
              + " valid Unicode");

  private static final List<JsonNode> VALUES =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.numberNode(0),
          NODES.numberNode(-1),
          NODES.numberNode(1.5),
          NODES.numberNode(4_000_000_000L),
          NODES.textNode(""),
          NODES.textNode(" "),
          NODES.textNode("\u00a0"),
          NODES.textNode("\u2003"),
          NODES.textNode("x"),
          NODES.textNode("1"),
          NODES.textNode("x\u0000"),
          NODES.textNode("one\ntwo"),
          NODES.textNode("\u0085"),
          NODES.textNode("x".repeat(1001)),
          NODES.textNode(".hidden"),
          NODES.textNode("a/b"),
          NODES.textNode("2026-02-30"),
          NODES.textNode("+12026-02-03"),
          NODES.textNode("1799-12-31"),
          NODES.textNode("0000-01-01"),
          NODES.textNode("0000-01-01T00:00Z"),
          NODES.textNode("2026-11-20t18:35z"),
          NODES.textNode("+12026-11-20T18:35:00Z"),
          NODES.textNode("urn:x:y"),
          NODES.objectNode(),
          NODES.arrayNode(),
          NODES.arrayNode().add(NODES.nullNode()));

  private static ObjectNode file;
  private static Schema schema;
  private static final List<ObjectNode> documents = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    file = (ObjectNode) MAPPER.readTree(DocumentJson.schema());
    schema = schema("Submission");
    Path examples = Path.of(System.getProperty("project.root"), "examples");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(examples, "*.json")) {
      for (Path each : files) {
        if (MAPPER.readTree(each.toFile()) instanceof ObjectNode document
            && document.has("useCase")) {
          documents.add(document);
        }
      }
    }
    for (int i = 0; i < 40; i++) {
      documents.add(
          (ObjectNode)
              MAPPER.readTree(
                  ConsultationJson.write(new ConsultationGenerator(SEED + i).consultation())));
    }
  }

  private static Schema schema(String definition) {
    ObjectNode root = file.deepCopy();
    root.put("$ref", "#/$defs/" + definition).put("$id", "urn:test:" + definition);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
  }

  @Test
  void whatTheExamplesShowIsTakenByBoth() {
    assertThat(documents).hasSizeGreaterThan(45);
    for (ObjectNode document : documents) {
      assertThat(schema.validate(document)).as(document.toString()).isEmpty();
      assertThat(problems(document)).isEmpty();
    }
  }

  /** A date-time of RFC 3339 has seconds, and who sends none would break the format. */
  @Test
  void whatMayComeWithoutSecondsIsNotSaidToBeADateTime() {
    String withoutSeconds = "2026-11-20T18:35Z";
    ObjectNode document = documents.getFirst().deepCopy();
    document.put(document.has("submittedAt") ? "submittedAt" : "occurredAt", withoutSeconds);
    assertThat(problems(document)).isEmpty();
    assertThat(schema.validate(document)).isEmpty();
    assertThat(file.path("$defs").properties())
        .filteredOn(each -> each.getValue().path("format").asText().equals("date-time"))
        .allSatisfy(
            each ->
                assertThat(withoutSeconds)
                    .as(each.getKey())
                    .doesNotMatch(each.getValue().path("pattern").asText()));
  }

  @Test
  void whatOneRefusesTheOtherDoes() {
    Random random = new Random(SEED);
    int compared = 0;
    int refused = 0;
    for (ObjectNode document : documents) {
      for (JsonPointer place : places(document)) {
        for (int i = 0; i < 4; i++) {
          ObjectNode changed = document.deepCopy();
          change(changed, place, random);
          if (changed.equals(document)) {
            continue;
          }
          compared++;
          List<JsonProblem> problems = problems(changed);
          refused += problems.isEmpty() ? 0 : 1;
          boolean fits = schema.validate(changed).isEmpty();
          if (problems.isEmpty()) {
            assertThat(fits).as("seed %d, %s: %s", SEED, place, changed).isTrue();
          } else if (fits) {
            assertThat(problems)
                .as("seed %d, %s: %s", SEED, place, changed)
                .allMatch(problem -> BEYOND_A_SCHEMA.matcher(problem.rule()).find());
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(5_000);
    assertThat(refused).isBetween(compared / 3, compared - 100);
  }

  /** Every name that stands in the readers' sources, at every object. */
  @Test
  void everyFieldOfOneIsAFieldOfTheOther() throws IOException {
    Set<String> names = namesInTheReaders();
    assertThat(names).contains("nhsNumber", "followUpActions", "lotNumber", "replaces");
    Set<String> known = new TreeSet<>();
    for (ObjectNode document : documents.subList(0, Math.min(12, documents.size()))) {
      Schema itsOwn =
          schema(
              switch (document.path("useCase").asText()) {
                case "consultation-summary" -> "ConsultationSummary";
                case "online-consultation" -> "OnlineConsultation";
                default -> "GenericDocument";
              });
      for (JsonPointer place : places(document)) {
        if (!(document.at(place) instanceof ObjectNode) || verbatim(document, place)) {
          continue;
        }
        for (String name : names) {
          if (document.at(place).has(name)) {
            continue;
          }
          ObjectNode changed = document.deepCopy();
          ((ObjectNode) changed.at(place)).put(name, "x");
          String pointer = place.appendProperty(name).toString();
          boolean unknownToReader =
              problems(changed).stream()
                  .anyMatch(
                      problem ->
                          problem.pointer().equals(pointer)
                              && problem.rule().contains("is not a field of this object"));
          boolean unknownToSchema =
              itsOwn.validate(changed).stream()
                  .anyMatch(
                      error ->
                          error.getKeyword().equals("additionalProperties")
                              && name.equals(error.getProperty())
                              && error.getInstanceLocation().toString().equals(place.toString()));
          if (exclusive(document.at(place))) {
            // A second kind beside the first is refused before its fields are looked at.
            continue;
          }
          assertThat(unknownToSchema).as(pointer).isEqualTo(unknownToReader);
          if (!unknownToReader) {
            known.add(name);
          }
        }
      }
    }
    assertThat(known).contains("replaces", "currentTelephone", "branchLocation");
  }

  private static boolean exclusive(JsonNode object) {
    return Set.of("text", "code", "value", "table", "picture", "practitioner", "patient").stream()
            .anyMatch(object::has)
        && !object.has("useCase")
        && !object.has("system")
        && !object.has("recordedAt");
  }

  private static boolean verbatim(JsonNode document, JsonPointer place) {
    for (JsonPointer up = place; up != null; up = up.head()) {
      if (document.at(up).has("resourceType")) {
        return true;
      }
    }
    // Kinds of coded entries exclude each other.
    return place.toString().matches("/resources/[0-9]+");
  }

  private static Set<String> namesInTheReaders() throws IOException {
    Path sources =
        Path.of(
            System.getProperty("project.root"),
            "consultation/src/main/java/gpcm/consultation/json");
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sources, "*Reader.java")) {
      for (Path each : files) {
        Matcher literal = Pattern.compile("\"([a-z][A-Za-z]*)\"").matcher(Files.readString(each));
        while (literal.find()) {
          names.add(literal.group(1));
        }
      }
    }
    return names;
  }

  private static List<JsonProblem> problems(JsonNode document) {
    try {
      DocumentJson.read(MAPPER.writeValueAsBytes(document));
      return List.of();
    } catch (InvalidConsultationException e) {
      return e.problems();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonPointer> places(JsonNode document) {
    List<JsonPointer> places = new ArrayList<>();
    collect(document, JsonPointer.empty(), places);
    return places;
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
    places.add(at);
    node.properties()
        .forEach(field -> collect(field.getValue(), at.appendProperty(field.getKey()), places));
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      collect(node.get(i), at.appendIndex(i), places);
    }
  }

  private static void change(ObjectNode document, JsonPointer place, Random random) {
    JsonNode there = document.at(place);
    List<Function<JsonNode, JsonNode>> changes = new ArrayList<>();
    changes.add(node -> VALUES.get(random.nextInt(VALUES.size())));
    if (there instanceof ObjectNode object) {
      changes.add(node -> object.deepCopy().put("unheardOf", 1));
      changes.add(node -> without(object, random));
    }
    if (there instanceof ArrayNode array && !array.isEmpty()) {
      changes.add(node -> array.deepCopy().add(array.get(random.nextInt(array.size()))));
      changes.add(node -> array.deepCopy().removeAll());
    }
    if (there.isTextual() && !there.asText().isEmpty()) {
      changes.add(node -> NODES.textNode(there.asText() + "9"));
      changes.add(node -> NODES.textNode(there.asText().substring(1)));
      changes.add(node -> NODES.textNode(there.asText().toUpperCase(java.util.Locale.ROOT)));
    }
    JsonNode changed = changes.get(random.nextInt(changes.size())).apply(there);
    if (place.matches()) {
      if (changed instanceof ObjectNode root) {
        document.removeAll();
        document.setAll(root);
      }
      return;
    }
    JsonNode parent = document.at(place.head());
    if (parent instanceof ObjectNode object) {
      object.set(place.last().getMatchingProperty(), changed);
    } else {
      ((ArrayNode) parent).set(place.last().getMatchingIndex(), changed);
    }
  }

  private static ObjectNode without(ObjectNode object, Random random) {
    ObjectNode less = object.deepCopy();
    if (!less.isEmpty()) {
      List<String> names = new ArrayList<>();
      less.fieldNames().forEachRemaining(names::add);
      less.remove(names.get(random.nextInt(names.size())));
    }
    return less;
  }
}
