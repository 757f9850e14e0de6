package gpcm.mesh.folder;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.LocalIdTracking;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MessageType;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.SentMessage;
import gpcm.mesh.server.LocalMeshServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Messages go out and come in through folders, each once. */
class FoldersTest extends FoldersFixture {
  @Test
  void messageGoesOutAndItsTransferResultComesBack() throws IOException {
    SentMessage handed = application.send(message("local-1", bytes("hello")));
    assertThat(files("OUT"))
        .containsExactly(handed.messageId() + ".ctl", handed.messageId() + ".dat");
    assertThat(agent.run()).isEqualTo(new FolderAgent.Moved(1, 0, 0));
    assertThat(files("OUT")).isEmpty();
    assertThat(files("TEMP")).isEmpty();
    String id = other.inbox(InboxQuery.all()).messageIds().getFirst();
    try (Download download = other.download(id)) {
      assertThat(download.body()).hasContent("hello");
      assertThat(download.headers().localId()).contains("local-1");
      assertThat(download.headers().subject()).contains("Subject local-1");
    }
    assertThat(application.results())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.localId()).isEqualTo("local-1");
              assertThat(result.messageId()).isEqualTo(id);
              assertThat(result.status().success()).isTrue();
            });
  }

  @Test
  void messageComesInAndLeavesWhenAcknowledged() throws IOException {
    other.send(
        OutgoingMessage.to(
                new MailboxAddress("X26ABC1"), "TEST_WORKFLOW_ACK", MeshBody.of(bytes("answer")))
            .localId("answer-1")
            .build());
    assertThat(agent.run().received()).isEqualTo(1);
    assertThat(agent.run().received()).isZero();
    String id = application.inbox(InboxQuery.workflow("TEST_WORKFLOW_ACK")).messageIds().getFirst();
    assertThat(application.inbox(InboxQuery.workflow("OTHER")).messageIds()).isEmpty();
    try (Download download = application.download(id)) {
      assertThat(download.headers().messageType()).isEqualTo(MessageType.DATA);
      assertThat(download.headers().from()).contains("X26ABC2");
      assertThat(download.headers().workflowId()).contains("TEST_WORKFLOW_ACK");
      assertThat(download.body()).hasContent("answer");
    }
    application.acknowledge(id);
    application.acknowledge(id);
    assertThat(files("IN")).isEmpty();
  }

  @Test
  void refusalBecomesAReportThatNamesTheMessage() throws IOException {
    SentMessage handed =
        application.send(
            OutgoingMessage.to(
                    new PatientAddress("9990000018", LocalDate.of(1955, 1, 9), "Testpatient"),
                    "TEST_WORKFLOW",
                    MeshBody.of(bytes("x")))
                .localId("nobody")
                .build());
    assertThat(agent.run().failed()).isEqualTo(1);
    assertThat(files("FAILED"))
        .containsExactly(handed.messageId() + ".ctl", handed.messageId() + ".dat");
    String report = application.inbox(InboxQuery.all()).messageIds().getFirst();
    try (Download download = application.download(report)) {
      assertThat(download.headers().messageType()).isEqualTo(MessageType.REPORT);
      assertThat(download.headers().statusCode()).contains("12");
      assertThat(download.headers().linkedMessageId()).contains(handed.messageId());
      assertThat(download.headers().localId()).contains("nobody");
    }
  }

  @Test
  void reportOfMeshComesInWithoutData(LocalMeshServer server) throws IOException {
    SentMessage handed = application.send(message("reported", bytes("x")));
    agent.run();
    String id =
        agentClient.trackLocalId("reported") instanceof LocalIdTracking.Found found
            ? found.message().messageId()
            : "";
    var json =
        """
        {"mailbox_id":"X26ABC1","code":"EPL-153","description":"NHS Number not found","workflow_id":"TEST_WORKFLOW",
         "local_id":"reported","status":"error","linked_message_id":"%s"}\
        """
            .formatted(id);
    post(server, json);
    assertThat(agent.run().received()).isEqualTo(1);
    String report = application.inbox(InboxQuery.all()).messageIds().getFirst();
    assertThat(files("IN")).containsExactly(report + ".ctl");
    try (Download download = application.download(report)) {
      assertThat(download.headers().statusCode()).contains("EPL-153");
      assertThat(download.headers().statusSuccess()).isFalse();
      assertThat(download.headers().linkedMessageId()).contains(handed.messageId());
      assertThat(download.body()).isEmpty();
    }
  }

  private static void post(LocalMeshServer server, String json) {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(server.url() + "/messageexchange/admin/report"))
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sameLocalIdHandedOverAgainIsRecognised() throws IOException {
    SentMessage first = application.send(message("twice", bytes("x")));
    assertThat(application.send(message("twice", bytes("x"))))
        .isEqualTo(new SentMessage(first.messageId(), true));
    agent.run();
    assertThat(application.send(message("twice", bytes("x"))).foundByTracking()).isTrue();
    assertThat(files("OUT")).isEmpty();
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(1);
  }

  @Test
  void messagesThatShareALocalIdAreToldApartByTheirContent() throws IOException {
    OutgoingMessage first = shared("first");
    OutgoingMessage second = shared("second");
    String firstName = application.send(first).messageId();
    assertThat(application.send(second).foundByTracking()).isFalse();
    assertThat(application.send(first)).isEqualTo(new SentMessage(firstName, true));
    assertThat(agent.run().sent()).isEqualTo(2);
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(2);
  }

  @Test
  void forgottenMessageMayBeSentAgain() throws IOException {
    String name = application.send(message("again", bytes("x"))).messageId();
    agent.run();
    application.forget(name);
    assertThat(files("SENT")).isEmpty();
    assertThat(application.send(message("again", bytes("x"))).foundByTracking()).isFalse();
    assertThat(agent.run().sent()).isEqualTo(1);
  }

  /** CollectReport is on by default in the MESH client's configuration. */
  @Test
  void reportOfSuccessIsNoMessage() throws IOException {
    Path report = folders.resolve("IN/collected.ctl");
    Files.writeString(
        report,
        """
        <DTSControl><Version>1.0</Version><MessageType>Report</MessageType>
        <LocalId>m1</LocalId><StatusRecord><DateTime>20261127120000</DateTime>
        <Event>COLLECT</Event><Status>SUCCESS</Status><StatusCode>00</StatusCode>
        <Description>Collected</Description></StatusRecord></DTSControl>\
        """);
    assertThat(application.inbox(InboxQuery.all()).messageIds()).isEmpty();
    assertThat(report).doesNotExist();
  }

  @Test
  void contentThatTheApplicationCompressedIsSaidToBe() throws IOException {
    SentMessage sent =
        other.send(
            OutgoingMessage.to(
                    new MailboxAddress("X26ABC1"), "TEST_WORKFLOW", MeshBody.of(new byte[] {1, 2}))
                .compressed(true)
                .build());
    try (MeshClient plain = mesh.client("X26ABC1").acceptCompressed(false).build()) {
      new FolderAgent(plain, folders, InstantSource.system(), DELAY).run();
    }
    assertThat(Files.readString(folders.resolve("IN/" + sent.messageId() + ".ctl")))
        .contains("<IsCompressed>Y</IsCompressed>");
    try (Download download = application.download(sent.messageId())) {
      assertThat(download.headers().compressed()).isTrue();
    }
  }
}
