package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent again travels behind MESH file clients as it does to MESH itself. */
class SentAgainThroughFoldersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;
  private TestNetwork network;

  @BeforeEach
  void nobodyCollects() throws IOException {
    network = new TestNetwork(folder, TestNetwork.Way.FOLDERS);
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
  }

  @AfterEach
  void stop() {
    network.close();
  }

  private void awaitState(UUID id, DocumentState state) {
    await().atMost(PATIENCE).until(() -> network.state(id) == state);
  }

  private int times(UUID id, String kind) {
    return Collections.frequency(network.kinds(id), kind);
  }

  private String column(String name, UUID id) {
    return network.one("select %s from document where id = '%s'".formatted(name, id));
  }

  private UUID overdue() throws IOException {
    UUID id = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    awaitState(id, DocumentState.SENT);
    network.advance(Duration.ofDays(1));
    network.node().look();
    awaitState(id, DocumentState.OVERDUE);
    return id;
  }

  /** One whose first message its file client has carried to MESH. */
  private UUID overdueAtMesh() throws IOException {
    UUID id = overdue();
    await().atMost(PATIENCE).until(() -> times(id, "sent") == 1);
    return id;
  }

  private void resend(UUID id) throws Exception {
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      HttpCaller.Answer answer =
          http.post("/api/v1/documents/" + id + "/resend", "application/json", new byte[0]);
      assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }
    awaitState(id, DocumentState.SENT);
  }

  private void resendToMesh(UUID id) throws Exception {
    resend(id);
    await().atMost(PATIENCE).until(() -> times(id, "sent") == 2);
  }

  private int waitingForThePractice() {
    network.mesh().clearFaults();
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox/", 503, 100_000));
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      return practice.mesh().inbox(InboxQuery.all()).messageIds().size();
    }
  }

  private void isShownOnce(UUID id) {
    String ofDocument = " where document_id = '%s'".formatted(column("document_id", id));
    await()
        .atMost(PATIENCE)
        .until(() -> network.count("select count(*) from received_message" + ofDocument) == 2);
    awaitState(id, DocumentState.COMPLETED);
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(PATIENCE)
        .until(() -> network.count("select count(*) from worklist_entry" + ofDocument) == 1);
  }

  private long pairs(String name) {
    try (Stream<Path> files = Files.list(network.folders(HUB_MAILBOX).resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".ctl")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void it_goes_once_under_a_message_id_of_its_own() throws Exception {
    UUID id = overdueAtMesh();
    String message = column("message_id", id);
    String document = column("document_id", id);
    resendToMesh(id);
    assertThat(column("message_id", id)).isNotEqualTo(message);
    assertThat(column("earlier_message_ids[1]", id)).isEqualTo(message);
    SendDocument again = network.sentMessage();
    assertThat(again.messageId()).contains(column("message_id", id));
    assertThat(again.documentId()).contains(document);
    assertThat(waitingForThePractice()).as("one message of each").isEqualTo(2);
    assertThat(times(id, "handed-over")).isEqualTo(2);
  }

  @Test
  void the_practice_shows_it_once() throws Exception {
    UUID id = overdueAtMesh();
    resendToMesh(id);
    network.mesh().clearFaults();
    isShownOnce(id);
  }

  @Test
  void an_answer_to_the_first_message_counts() throws Exception {
    UUID id = overdueAtMesh();
    SendDocument first = network.sentMessage();
    resendToMesh(id);
    isAnswered(id, first);
  }

  @Test
  void an_answer_to_the_second_message_counts() throws Exception {
    UUID id = overdueAtMesh();
    resendToMesh(id);
    isAnswered(id, network.sentMessage());
  }

  private void isAnswered(UUID id, SendDocument message) throws IOException {
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(message, ResponseCode.SUCCESS, HUB_MAILBOX);
    }
    awaitState(id, DocumentState.INFRASTRUCTURE_ACKNOWLEDGED);
  }

  /** The file client stood still for so long that the document became overdue. */
  @Test
  void beside_a_first_message_that_has_not_left_its_folder_it_is_shown_once() throws Exception {
    network.stopFileClients();
    UUID id = overdue();
    resend(id);
    await().atMost(PATIENCE).until(() -> pairs("OUT") == 2);
    network.mesh().clearFaults();
    network.startFileClients();
    isShownOnce(id);
  }

  @Test
  void after_a_restart_it_is_not_handed_over_again() throws Exception {
    UUID id = overdueAtMesh();
    network.stopFileClients();
    resend(id);
    String message = column("message_id", id);
    network.restartNode();
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(PATIENCE)
        .until(() -> pairs("OUT") == 1 && column("message_id", id).equals(message));
    network.mesh().clearFaults();
    network.startFileClients();
    isShownOnce(id);
  }
}
