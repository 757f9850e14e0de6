package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.journal.Alert;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same node behind the folders of MESH file clients, which carry pairs of files. */
class FoldersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;
  private TestNetwork network;

  @BeforeEach
  void start() throws IOException {
    network = new TestNetwork(folder, TestNetwork.Way.FOLDERS);
  }

  @AfterEach
  void stop() {
    network.close();
  }

  @Test
  void a_consultation_summary_reaches_the_practice_and_both_acknowledgements_return()
      throws IOException {
    UUID id = submit(KNOWN);

    OutboxDocument document = awaitState(id, DocumentState.COMPLETED);

    assertThat(document.acknowledgements().infrastructure()).contains("20013");
    assertThat(document.acknowledgements().business()).contains("30001");
    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
    await().atMost(PATIENCE).until(() -> network.kinds(id).contains("sent"));
    assertThat(network.kinds(id)).contains("handed-over").doesNotContain("posting-again");
    assertThat(network.node().outbox().find(id).orElseThrow().identifiers().meshMessageId())
        .isPresent();
    // What is recorded is cleared away; what came in is committed before it is.
    await().atMost(PATIENCE).until(() -> files().isEmpty());
    assertThat(network.node().alerts().open(1000)).isEmpty();
  }

  /** GPC-SD-OC-03/S3: MESH finds the patient's own practice. */
  @Test
  void an_online_consultation_for_the_patients_practice_is_routed_by_the_patient()
      throws IOException {
    network.stopFileClients();
    UUID id = network.submit(TestNetwork.document("online-consultation.json", HUB));
    awaitState(id, DocumentState.SENT);
    Path control = files().stream().filter(FoldersTest::control).findFirst().orElseThrow();
    assertThat(Files.readString(control))
        .containsPattern("<To_DTS>GPPROVIDER_9990000018_19[0-9]{6}_Testpatient</To_DTS>");

    network.startFileClients();

    OutboxDocument document = awaitState(id, DocumentState.COMPLETED);
    assertThat(network.entries(document.identifiers().documentId().orElseThrow()))
        .singleElement()
        .satisfies(entry -> assertThat(entry.organisation()).isEqualTo(TestNetwork.PRACTICE));
  }

  @Test
  void a_pair_that_waited_while_the_node_was_restarted_goes_once() throws IOException {
    network.stopFileClients();
    UUID id = submit(KNOWN);
    OutboxDocument waiting = awaitState(id, DocumentState.SENT);
    assertThat(waiting.identifiers().meshMessageId()).isEmpty();

    network.restartNode(network::startFileClients);

    OutboxDocument document = awaitState(id, DocumentState.COMPLETED);
    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
    await().atMost(PATIENCE).until(() -> files().isEmpty());
  }

  /** The state a kill leaves between writing the pair and the commit that says so. */
  @Test
  void a_pair_written_just_before_a_crash_is_not_written_again() throws IOException {
    network.stopFileClients();
    UUID id = submit(KNOWN);
    awaitState(id, DocumentState.SENT);
    List<Path> before = files();

    network.restartNode(this::forgetThatItWasHandedOver);

    await().atMost(PATIENCE).until(() -> network.kinds(id).contains("posting-again"));
    await()
        .atMost(PATIENCE)
        .until(() -> network.kinds(id).stream().filter("handed-over"::equals).count() == 2);
    assertThat(files()).containsExactlyElementsOf(before).hasSize(2);
    network.startFileClients();
    OutboxDocument document = awaitState(id, DocumentState.COMPLETED);
    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
    assertThat(network.node().outbox().timeline(id))
        .extracting(TimelineEvent::detail)
        .noneMatch(detail -> detail.startsWith("20007") || detail.startsWith("20008"));
  }

  // As after a crash between writing the pair and recording it.
  private void forgetThatItWasHandedOver() {
    try (Database database = Database.open(DatabaseSettings.bundled(), folder.resolve("node"))) {
      database
          .jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      "update document set state = 'built', posting = 'begun', pair_name = null,"
                          + " due_at = now()"));
    }
  }

  /** GPCM-SD-033: MESH's error reports become an alert with the reason in plain words. */
  @Test
  void a_report_of_mesh_fails_the_document_once() throws IOException {
    UUID id = submit("9990000050");

    OutboxDocument document = awaitState(id, DocumentState.FAILED);

    assertThat(document.failure().orElseThrow()).contains("EPL-153");
    assertThat(alerts(id))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.whatToDo()).contains("Trace the patient");
            });
    await().atMost(PATIENCE).until(() -> files().isEmpty());
  }

  /** The file client tells of it twice: in FAILED, and by a report in IN. */
  @Test
  void a_pair_the_file_client_cannot_send_fails_the_document_once() throws IOException {
    network.stopFileClients();
    UUID id = submit(KNOWN);
    awaitState(id, DocumentState.SENT);
    Path control =
        files().stream().filter(file -> file.toString().endsWith(".ctl")).findFirst().orElseThrow();
    Files.writeString(control, Files.readString(control).replaceAll("<To_DTS>[^<]*", "<To_DTS>X"));

    network.startFileClients();

    awaitState(id, DocumentState.FAILED);
    await().atMost(PATIENCE).until(() -> files().isEmpty());
    assertThat(network.kinds(id)).containsOnlyOnce("failed");
    assertThat(network.node().alerts().open(1000))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.document()).contains(id);
              assertThat(alert.whatHappened()).contains("12");
            });
  }

  @Test
  void a_pair_that_comes_again_is_not_shown_again() throws IOException {
    network.stopFileClients();
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    for (String name : List.of("FIRST", "FIRST", "SECOND")) {
      deliver(name, message.bytes());
      await().atMost(PATIENCE).until(() -> files(PRACTICE_MAILBOX, "IN").isEmpty());
    }

    String documentId = message.document().documentId().orElseThrow();
    await()
        .atMost(PATIENCE)
        .until(
            () -> files(PRACTICE_MAILBOX, "OUT").stream().filter(FoldersTest::control).count() > 2);
    assertThat(
            network.node().worklist().list(WorklistQuery.newest(1000)).stream()
                .map(entry -> entry.identifiers().documentId()))
        .containsOnlyOnce(documentId);
  }

  /** As a MESH file client writes them: data first. */
  private void deliver(String name, byte[] content) throws IOException {
    Path in = network.folders(PRACTICE_MAILBOX).resolve("IN");
    Files.write(in.resolve(name + ".dat"), content);
    Files.writeString(
        in.resolve(name + ".ctl"),
        """
        <DTSControl>
          <Version>1.0</Version>
          <AddressType>ALL</AddressType>
          <MessageType>Data</MessageType>
          <From_DTS>%s</From_DTS>
          <To_DTS>%s</To_DTS>
          <LocalId>A99903</LocalId>
          <DTSId>%s</DTSId>
          <WorkflowId>GPFED_CONSULT_REPORT</WorkflowId>
          <StatusRecord>
            <DateTime>20240131120000</DateTime>
            <Event>TRANSFER</Event>
            <Status>SUCCESS</Status>
            <StatusCode>00</StatusCode>
            <Description>Transferred to recipient mailbox</Description>
          </StatusRecord>
        </DTSControl>
        """
            .formatted(TestNetwork.SUPPLIER_MAILBOX, PRACTICE_MAILBOX, name));
  }

  private UUID submit(String nhsNumber) throws IOException {
    return network.submit(TestNetwork.consultation(nhsNumber));
  }

  private OutboxDocument awaitState(UUID id, DocumentState state) {
    return await()
        .atMost(PATIENCE)
        .until(() -> network.node().outbox().find(id).orElseThrow(), d -> d.state() == state);
  }

  private List<Alert> alerts(UUID document) {
    return network.node().alerts().open(1000).stream()
        .filter(alert -> alert.document().equals(Optional.of(document)))
        .toList();
  }

  private static boolean control(Path file) {
    return file.toString().endsWith(".ctl");
  }

  private List<Path> files() {
    return Stream.of(HUB_MAILBOX, PRACTICE_MAILBOX)
        .flatMap(
            mailbox ->
                Stream.of("IN", "OUT", "SENT", "FAILED")
                    .flatMap(name -> files(mailbox, name).stream()))
        .toList();
  }

  private List<Path> files(String mailbox, String name) {
    try (Stream<Path> files = Files.list(network.folders(mailbox).resolve(name))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
