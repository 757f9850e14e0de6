package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.Document;
import gpcm.node.Node;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An organisation with a node of its own, and its clinical system, which reaches that node by
 * nothing but the HTTP API and the folder in which it is handed what is for the record.
 */
final class Place implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(4);

  private final String ods;
  private final Node node;
  private final HttpCaller system;
  private final RecordFolder record;

  Place(String ods, Node node, Path handOver) {
    this.ods = ods;
    this.node = node;
    this.record = new RecordFolder(handOver);
    this.system =
        HttpCaller.withKey(
            node.url(),
            node.directory()
                .keys()
                .make(
                    "the clinical system",
                    ods,
                    Set.of(Permission.values()),
                    Optional.empty(),
                    "a test")
                .secret());
  }

  URI at(String path) {
    return node.url().resolve(path);
  }

  String ods() {
    return ods;
  }

  /** What its record system is handed. */
  RecordFolder record() {
    return record;
  }

  /** Whether its database answers. */
  boolean healthy() throws Exception {
    return system.get("/api/v1/health").status() == 200;
  }

  /** Hands a document in with the examples' files; gives its id here. */
  UUID handsIn(Document document) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (var attachment : document.attachments()) {
      files.put(attachment.file(), Files.readAllBytes(TestNetwork.example(attachment.file())));
    }
    return handsIn(document, files);
  }

  /** The same with other files, by the names that the document calls them. */
  UUID handsIn(Document document, Map<String, byte[]> files) throws Exception {
    Answer stored = answerTo(document, files);
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    return UUID.fromString(stored.json().path("id").asText());
  }

  /** What the node says to a document that is handed in. */
  Answer answerTo(Document document, Map<String, byte[]> files) throws Exception {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of("consultation", "", "application/json", Papers.json(document)));
    files.forEach(
        (name, bytes) -> parts.add(Part.of("attachment", name, "application/octet-stream", bytes)));
    return system.postForm("/api/v1/documents", parts);
  }

  /** A document that was handed in here, once its journey has come to this state. */
  JsonNode sent(UUID id, String state) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> system.get("/api/v1/documents/" + id).json(),
            document -> document.path("state").asText().equals(state));
  }

  /** The id under which a document that was handed in here travels, once it has one. */
  String documentId(UUID id) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> system.get("/api/v1/documents/" + id).json().path("documentId").asText(),
            documentId -> !documentId.isEmpty());
  }

  /** The copy for the registered practice that went with a document. */
  UUID copyOf(UUID id) {
    return await().atMost(PATIENCE).until(() -> findCopy(id), Optional::isPresent).orElseThrow();
  }

  private Optional<UUID> findCopy(UUID id) throws Exception {
    for (JsonNode each : system.get("/api/v1/documents?limit=100").json().path("documents")) {
      if (each.path("copyOf").asText().equals(id.toString())) {
        return Optional.of(UUID.fromString(each.path("id").asText()));
      }
    }
    return Optional.empty();
  }

  /** The bytes of the report of a document that was handed in here. */
  byte[] reportOfSent(UUID id) throws Exception {
    for (JsonNode file : system.get("/api/v1/documents/" + id).json().path("files")) {
      if (file.path("report").asBoolean()) {
        return bytes(file.path("href").asText());
      }
    }
    throw new AssertionError("the document has no report");
  }

  private byte[] bytes(String path) throws IOException, InterruptedException {
    Answer file = system.get(path);
    assertThat(file.status()).as(path).isEqualTo(200);
    return file.bytes();
  }

  /** The entry of the document of this id, once it is in the worklist here. */
  UUID entryOf(String documentId) {
    return await()
        .atMost(PATIENCE)
        .until(() -> entries(documentId), found -> !found.isEmpty())
        .getFirst();
  }

  /** Its entries, none while it is not here. */
  List<UUID> entries(String documentId) {
    return node.worklist().list(WorklistQuery.newest(1000)).stream()
        .filter(entry -> entry.organisation().equals(ods))
        .filter(entry -> entry.identifiers().documentId().equals(documentId))
        .map(WorklistEntry::id)
        .toList();
  }

  @Override
  public void close() {
    system.close();
    node.close();
  }
}
