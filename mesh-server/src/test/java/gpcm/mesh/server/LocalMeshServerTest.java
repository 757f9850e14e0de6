package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.ANSWER;
import static gpcm.mesh.server.MeshFixture.BORN;
import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.mesh.DateOrder;
import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.LocalIdTracking;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshEndpoint;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MessageType;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.Secret;
import gpcm.mesh.SentMessage;
import gpcm.mesh.Tracking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A hub and a practice exchange messages over real HTTP. */
class LocalMeshServerTest {
  @TempDir Path folder;
  private LocalMeshServer server;
  private MeshClient hub;
  private MeshClient practice;

  @BeforeEach
  void start() {
    server = LocalMeshServer.start(MeshFixture.settings(folder).build());
    hub = MeshFixture.client(server, HUB).build();
    practice = MeshFixture.client(server, PRACTICE).build();
  }

  @AfterEach
  void stop() {
    hub.close();
    practice.close();
    server.close();
  }

  private void restart() {
    stop();
    start();
  }

  private static OutgoingMessage document(MeshAddress to, byte[] body) {
    return OutgoingMessage.to(to, DOCUMENT, MeshBody.of(body))
        .localId("local-1")
        .subject("Consultation Report")
        .fileName("../../etc/passwd")
        .contentType("application/fhir+xml")
        .checksum("sha256:00ff")
        .build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(MeshClient client, String id) throws IOException {
    try (Download download = client.download(id)) {
      return download.body().readAllBytes();
    }
  }

  private List<String> waiting(MeshClient client) {
    return await().until(() -> client.inbox(InboxQuery.all()).messageIds(), ids -> !ids.isEmpty());
  }

  @Test
  void handshakeProvesMailboxPasswordAndKey() {
    hub.handshake();
    try (MeshClient stranger =
        MeshFixture.client(server, HUB).password(Secret.of("wrong")).build()) {
      assertThatThrownBy(stranger::handshake)
          .isInstanceOfSatisfying(
              MeshMailboxRefused.class, refused -> assertThat(refused.status()).hasValue(403))
          .hasMessageContaining("Check mailbox id, password")
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void messageTravelsWithItsHeadersAndLeavesTheInboxWhenAcknowledged() throws IOException {
    SentMessage sent = hub.send(document(new MailboxAddress(PRACTICE), bytes("<Bundle/>")));
    InboxPage page = practice.inbox(InboxQuery.workflow(DOCUMENT));
    assertThat(page.messageIds()).containsExactly(sent.messageId());
    assertThat(page.approximateCount()).hasValue(1);
    try (Download download = practice.download(sent.messageId())) {
      assertThat(download.headers().messageType()).isEqualTo(MessageType.DATA);
      assertThat(download.headers().from()).contains(HUB);
      assertThat(download.headers().to()).contains(PRACTICE);
      assertThat(download.headers().workflowId()).contains(DOCUMENT);
      assertThat(download.headers().localId()).contains("local-1");
      assertThat(download.headers().subject()).contains("Consultation Report");
      assertThat(download.headers().fileName()).contains("../../etc/passwd");
      assertThat(download.headers().contentType()).contains("application/fhir+xml");
      assertThat(download.headers().checksum()).contains("sha256:00ff");
      assertThat(download.headers().statusCode()).contains("00");
      assertThat(download.body()).hasContent("<Bundle/>");
    }
    practice.acknowledge(sent.messageId());
    practice.acknowledge(sent.messageId());
    assertThat(practice.inbox(InboxQuery.all()).messageIds()).isEmpty();
    assertThat(hub.track(sent.messageId()).map(Tracking::status)).contains("acknowledged");
  }

  @Test
  void largeMessageGoesInChunksAndComesBackWhole() throws IOException {
    byte[] body = new byte[1_000_003];
    new Random(1).nextBytes(body);
    try (MeshClient chunking =
        MeshFixture.client(server, HUB).chunkBytes(300_000).compressUploads(true).build()) {
      SentMessage sent = chunking.send(document(new MailboxAddress(PRACTICE), body));
      assertThat(practice.headers(sent.messageId()).totalChunks()).isEqualTo(4);
      assertThat(read(practice, sent.messageId())).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @EnumSource(DateOrder.class)
  void patientAddressReachesTheRegisteredPractice(DateOrder order) throws IOException {
    MeshAddress patient = new PatientAddress("9990000018", BORN, "TESTPATIENT", order);
    SentMessage sent = hub.send(document(patient, bytes("for the practice")));
    assertThat(waiting(practice)).containsExactly(sent.messageId());
    assertThat(practice.headers(sent.messageId()).to()).contains(PRACTICE);
    assertThat(read(practice, sent.messageId()))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("for the practice");
  }

  @ParameterizedTest
  @CsvSource({
    "9990000027, Testpatient, EPL-152",
    "9990000034, Testpatient, EPL-153",
    "9990000018, Otherperson, EPL-154",
    "9990000026, O'Example-Test, EPL-151"
  })
  void patientWhoCantBeRoutedComesBackAsReport(String nhsNumber, String surname, String code)
      throws IOException {
    SentMessage sent =
        hub.send(document(new PatientAddress(nhsNumber, BORN, surname), bytes("lost?")));
    String reportId = waiting(hub).getFirst();
    try (Download report = hub.download(reportId)) {
      assertThat(report.headers().messageType()).isEqualTo(MessageType.REPORT);
      assertThat(report.headers().statusCode()).contains(code);
      assertThat(report.headers().statusEvent()).contains("SEND");
      assertThat(report.headers().statusSuccess()).isFalse();
      assertThat(report.headers().linkedMessageId()).contains(sent.messageId());
      assertThat(report.headers().localId()).contains("local-1");
      assertThat(report.body()).isEmpty();
    }
    hub.acknowledge(reportId);
    assertThat(hub.inbox(InboxQuery.all()).messageIds()).isEmpty();
    assertThat(practice.inbox(InboxQuery.all()).messageIds()).isEmpty();
    assertThat(hub.track(sent.messageId()).flatMap(t -> t.field("status_code"))).contains(code);
  }

  @Test
  void twoPracticeMailboxesAreAmbiguous() {
    server.close();
    server =
        LocalMeshServer.start(
            MeshFixture.settings(folder)
                .mailbox(
                    RegisteredMailbox.of(
                        "GPBOX002", "Z9P01", "Test Practice branch", MeshFixture.PASSWORD))
                .workflow(
                    new Workflow(
                        DOCUMENT, java.util.Set.of(HUB), java.util.Set.of(PRACTICE, "GPBOX002")))
                .build());
    try (MeshClient client = MeshFixture.client(server, HUB).build()) {
      client.send(document(new PatientAddress("9990000018", BORN, "Testpatient"), bytes("x")));
      assertThat(client.headers(waiting(client).getFirst()).statusCode()).contains("EPL-150");
    }
  }

  @Test
  void lookupFindsTheMailboxOfAPracticeForAWorkflow() {
    assertThat(hub.lookup("Z9P01", DOCUMENT))
        .containsExactly(new MeshEndpoint(PRACTICE, "Test Practice"));
    assertThat(hub.lookup("Z9P01", ANSWER)).isEmpty();
  }

  @Test
  void whatWasAcceptedAndAcknowledgedSurvivesARestart() throws IOException {
    byte[] large = new byte[200_000];
    new Random(2).nextBytes(large);
    SentMessage small = hub.send(document(new MailboxAddress(PRACTICE), bytes("small")));
    SentMessage big = hub.send(document(new MailboxAddress(PRACTICE), large));
    SentMessage done = hub.send(document(new MailboxAddress(PRACTICE), bytes("done")));
    practice.acknowledge(done.messageId());
    restart();
    assertThat(practice.inbox(InboxQuery.all()).messageIds())
        .containsExactly(small.messageId(), big.messageId());
    assertThat(read(practice, small.messageId()))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("small");
    assertThat(read(practice, big.messageId())).isEqualTo(large);
    assertThat(hub.track(done.messageId()).map(Tracking::acknowledged)).contains(true);
  }

  @Test
  void trackingByLocalIdTellsNoneOneAndSeveral() {
    assertThat(hub.trackLocalId("local-1")).isInstanceOf(LocalIdTracking.NotFound.class);
    SentMessage sent = hub.send(document(new MailboxAddress(PRACTICE), bytes("1")));
    assertThat(hub.trackLocalId("local-1"))
        .isInstanceOfSatisfying(
            LocalIdTracking.Found.class,
            found -> assertThat(found.message().messageId()).isEqualTo(sent.messageId()));
    assertThat(practice.trackLocalId("local-1")).isInstanceOf(LocalIdTracking.NotFound.class);
    hub.send(document(new MailboxAddress(PRACTICE), bytes("2")));
    assertThat(hub.trackLocalId("local-1")).isInstanceOf(LocalIdTracking.Several.class);
  }

  @Test
  void refusalsNameTheirMeshCodes() {
    assertRefused(() -> hub.send(document(new MailboxAddress("NOBODY"), bytes("x"))), 417, "12");
    assertRefused(() -> practice.send(document(new MailboxAddress(HUB), bytes("x"))), 417, "16");
    assertRefused(() -> hub.send(document(new MailboxAddress(HUB), bytes("x"))), 417, "17");
    assertRefused(() -> practice.download("UNKNOWN"), 404, "20");
    SentMessage sent = hub.send(document(new MailboxAddress(PRACTICE), bytes("x")));
    assertRefused(() -> hub.download(sent.messageId()), 403, "");
    assertRefused(() -> hub.acknowledge(sent.messageId()), 403, "");
  }

  private static void assertRefused(Runnable call, int status, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            MeshRefused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused.code()).isEqualTo(code);
            });
  }

  @Test
  void oversizeRequestIsRefusedAndLeavesNothing() throws IOException {
    server.close();
    server =
        LocalMeshServer.start(
            MeshFixture.settings(folder)
                .limits(ServerLimits.standard().withRequestBytes(100_000))
                .build());
    try (MeshClient client = MeshFixture.client(server, HUB).build();
        MeshClient zip = MeshFixture.client(server, HUB).compressUploads(true).build()) {
      assertRefused(
          () -> client.send(document(new MailboxAddress(PRACTICE), new byte[100_001])), 413, "");
      byte[] noise = new byte[150_000];
      new Random(3).nextBytes(noise);
      assertRefused(() -> zip.send(document(new MailboxAddress(PRACTICE), noise)), 413, "");
      assertThat(folder.resolve("bodies")).isEmptyDirectory();
    }
  }

  @Test
  void tokensOutsideTheirTwoHoursAreRefused() {
    Instant late = Instant.now().plus(Duration.ofHours(3));
    try (MeshClient client = MeshFixture.client(server, HUB).clock(() -> late).build()) {
      assertThatThrownBy(client::handshake)
          .isInstanceOfSatisfying(
              MeshMailboxRefused.class, refused -> assertThat(refused.status()).hasValue(403));
    }
  }

  @Test
  void inboxPagesFollowTheirLinks() {
    for (int i = 0; i < 25; i++) {
      hub.send(document(new MailboxAddress(PRACTICE), bytes("message " + i)));
    }
    InboxQuery query = InboxQuery.workflow("GPCONNECT*").withMaxResults(10);
    InboxPage first = practice.inbox(query);
    InboxPage second = practice.inbox(query.from(first.next().orElseThrow()));
    InboxPage third = practice.inbox(query.from(second.next().orElseThrow()));
    assertThat(third.next()).isEmpty();
    assertThat(first.messageIds()).hasSize(10).doesNotContainAnyElementsOf(second.messageIds());
    assertThat(third.messageIds()).hasSize(5);
    assertThat(practice.inbox(InboxQuery.workflow("!GPCONNECT*")).messageIds()).isEmpty();
    assertThat(practice.count()).isEqualTo(25);
  }

  @Test
  void patientAddressesParseInBothOrders() {
    assertThat(MeshAddress.parse("GPPROVIDER_9990000018_19550109_Test_Name"))
        .isEqualTo(new PatientAddress("9990000018", LocalDate.of(1955, 1, 9), "Test_Name"));
    assertThat(MeshAddress.parse("gpprovider_9990000018_09011955_Test"))
        .isEqualTo(
            new PatientAddress(
                "9990000018", LocalDate.of(1955, 1, 9), "Test", DateOrder.DAY_FIRST));
  }
}
