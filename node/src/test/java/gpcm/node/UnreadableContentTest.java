package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.journal.Alert;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that MESH lists and nobody can read is that message's trouble, not the mailbox's. */
class UnreadableContentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @TempDir Path folder;
  private TestNetwork network;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws IOException {
    network = TestNetwork.withSandbox(folder);
  }

  @AfterEach
  void stop() {
    network.close();
  }

  /** Says that its content is gzip, and it is not. */
  private String sendLiar() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    network.mesh().url() + "/messageexchange/" + SUPPLIER_MAILBOX + "/outbox"))
            .header("Authorization", network.token(SUPPLIER_MAILBOX))
            .header("Mex-To", PRACTICE_MAILBOX)
            .header("Mex-WorkflowID", WORKFLOW)
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofString("<Bundle/>", StandardCharsets.UTF_8))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(202);
    return new ObjectMapper().readTree(answer.body()).path("messageID").asText();
  }

  private void sendGood() throws IOException {
    try (OtherMailbox supplier = network.other(SUPPLIER_MAILBOX)) {
      supplier.sends(
          SuppliersMessage.about(TestNetwork.consultation(KNOWN)).bytes(),
          PRACTICE_MAILBOX,
          WORKFLOW);
    }
  }

  private int received() {
    return network.count("select count(*) from received_message");
  }

  @Test
  void it_is_named_to_a_person_once_and_everything_else_arrives() throws Exception {
    String id = sendLiar();
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-message/").size() == 1);
    Alert told = network.alerts("mesh-message/").getFirst();
    assertThat(told.organisation()).isEqualTo(PRACTICE);
    assertThat(told.whatHappened()).contains(id).contains("it is no gzip");
    assertThat(told.whatToDo()).contains("its sender to send it again", "MESH message id");

    for (int good = 1; good <= 3; good++) {
      sendGood();
      int arrived = good;
      await().atMost(PATIENCE).until(() -> received() == arrived);
    }

    assertThat(network.alerts("mesh-")).as("nothing is said of the mailbox").hasSize(1);
    assertThat(network.alerts("mesh-message/").getFirst().times()).isEqualTo(1);
  }

  @Test
  void when_nobody_can_be_told_of_it_a_person_is_told_later() throws Exception {
    String id;
    try (RefusedWrites refused =
        RefusedWrites.of(network, "alert", "new.problem like 'mesh-message/%'")) {
      id = sendLiar();
      await().atMost(PATIENCE).until(refused::tried);
    }
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-message/" + id).size() == 1);
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-polling").isEmpty());
  }

  @Test
  void it_is_not_asked_for_at_each_poll_but_after_an_hour() throws Exception {
    String id = sendLiar();
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-message/").size() == 1);
    // Whoever asked for it now would be told that MESH is out of reach, and the mailbox with it.
    network.mesh().add(InjectedFault.answer("GET", "/inbox/" + id, 503, 100_000));
    sendGood();
    await().atMost(PATIENCE).until(() -> received() == 1);
    sendGood();
    await().atMost(PATIENCE).until(() -> received() == 2);
    assertThat(network.alerts("mesh-polling")).isEmpty();

    network.advance(Duration.ofMinutes(61));

    await().atMost(PATIENCE).until(() -> !network.alerts("mesh-polling").isEmpty());
    List<Alert> still = network.alerts("mesh-message/");
    assertThat(still).hasSize(1);
  }
}
