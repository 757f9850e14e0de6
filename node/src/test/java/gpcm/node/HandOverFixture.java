package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.OdsCode;
import gpcm.node.config.HandOverSettings;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A practice that hands over as a test wants it, and a record system that fetches and answers. */
abstract class HandOverFixture {
  static final Duration PATIENCE = Duration.ofMinutes(4);
  static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final String FEED = "/api/v1/handover";

  @Running static TestNetwork network;
  static List<HandOverSettings> running = List.of();
  @TempDir Path folder;
  final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void theNodeIsAsItWasSetUp() {
    running = List.of();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  SuppliersMessage filed() throws IOException {
    return filed(SuppliersMessage.about(TestNetwork.consultation(KNOWN)));
  }

  SuppliersMessage filed(SuppliersMessage message) {
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "a document");
    await().atMost(PATIENCE).until(() -> !network.entries(message.documentId()).isEmpty());
    return message;
  }

  // Starting anew takes seconds, and most tests want the same.
  static void handingOver(HandOverSettings... wanted) throws IOException {
    if (!running.equals(List.of(wanted))) {
      network.restartNode(before -> before.with(List.of(wanted)));
      running = List.of(wanted);
    }
  }

  // What other tests left is not to come in the way of a folder or a webhook.
  void answerAll() throws Exception {
    network.execute(
        "update hand_over_item set state = 'accepted', answered_at = now(), answered_by = 'a test',"
            + " reference = ''");
  }

  static HandOverSettings fetched() {
    return HandOverSettings.fetchedFor(new OdsCode(PRACTICE));
  }

  URI url() {
    return network.node().url();
  }

  HttpCaller caller() {
    return opened(HttpCaller.of(url(), network.served(), PRACTICE));
  }

  HttpCaller opened(HttpCaller caller) {
    open.add(caller);
    return caller;
  }

  Answer post(String path, String json) throws Exception {
    return caller().post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Answer answer(JsonNode item, String json) throws Exception {
    return post(FEED + "/" + item.path("id").asText() + "/answer", json);
  }

  String state(String id) {
    return network.one("select state from hand_over_item where id = '" + UUID.fromString(id) + "'");
  }

  String state(SuppliersMessage message) {
    return network.one(
        "select coalesce(max(i.state), '') from hand_over_item i join worklist_entry e on e.id ="
            + " i.entry where e.document_id = '"
            + message.documentId()
            + "'");
  }

  List<JsonNode> items() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    caller().get(FEED).json().path("items").forEach(all::add);
    return all;
  }

  JsonNode only(String kind, SuppliersMessage message) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                items().stream()
                    .filter(each -> each.path("kind").asText().equals(kind))
                    .filter(
                        each ->
                            each.at("/document/documentId").asText().equals(message.documentId()))
                    .toList(),
            found -> found.size() == 1)
        .getFirst();
  }

  JsonNode page(int items, String path) {
    return await()
        .atMost(PATIENCE)
        .until(() -> caller().get(path).json(), json -> json.path("items").size() == items);
  }
}
