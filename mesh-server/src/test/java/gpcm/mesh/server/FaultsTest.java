package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshAmbiguous;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.MeshUploadInterrupted;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.SentMessage;
import gpcm.mesh.UploadProgress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the client makes of a server and a network that misbehave: nothing is lost, nothing is sent
 * twice.
 */
class FaultsTest {
  @TempDir Path folder;
  private LocalMeshServer server;
  private MeshClient hub;
  private MeshClient practice;

  @BeforeEach
  void start() {
    server = LocalMeshServer.start(MeshFixture.settings(folder).build());
    hub = MeshFixture.client(server, HUB).chunkBytes(100_000).build();
    practice = MeshFixture.client(server, PRACTICE).build();
  }

  @AfterEach
  void stop() {
    hub.close();
    practice.close();
    server.close();
  }

  private static OutgoingMessage message(String localId, int size) {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    return OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(body))
        .localId(localId)
        .build();
  }

  private List<String> inbox() {
    return practice.inbox(InboxQuery.all()).messageIds();
  }

  @ParameterizedTest
  @ValueSource(ints = {425, 429, 502, 503, 504})
  void idempotentCallsAreRepeatedWithAFreshToken(int status) {
    server.add(Fault.answer("GET", "/inbox", status, 2));
    assertThat(inbox()).isEmpty();
  }

  @Test
  void repetitionsEnd() {
    server.add(Fault.answer("GET", "/inbox", 503, 3));
    assertThatThrownBy(this::inbox)
        .isInstanceOf(MeshUnavailable.class)
        .hasMessageContaining("HTTP 503");
  }

  @Test
  void brokenConnectionOfAnAcknowledgementIsTriedAgain() {
    SentMessage sent = hub.send(message("m1", 10));
    server.add(Fault.drop("PUT", "/acknowledged", true));
    practice.acknowledge(sent.messageId());
    assertThat(inbox()).isEmpty();
  }

  @Test
  void sendWhoseAnswerIsLostIsFoundByTrackingAndNotSentAgain() {
    server.add(Fault.drop("POST", "/outbox", true));
    SentMessage sent = hub.send(message("lost-answer", 10));
    assertThat(sent.foundByTracking()).isTrue();
    assertThat(inbox()).containsExactly(sent.messageId());
  }

  @Test
  void sendThatNeverArrivedMayBeSentAgain() {
    server.add(Fault.drop("POST", "/outbox", false));
    assertThatThrownBy(() -> hub.send(message("never-arrived", 10)))
        .isInstanceOf(MeshUnavailable.class)
        .hasMessageContaining("didn't arrive");
    assertThat(inbox()).isEmpty();
    hub.send(message("never-arrived", 10));
    assertThat(inbox()).hasSize(1);
  }

  @Test
  void sendStaysAmbiguousWhenTrackingCantTell() {
    server.add(Fault.drop("POST", "/outbox", true));
    server.add(Fault.answer("GET", "/tracking", 503, 100));
    assertThatThrownBy(() -> hub.send(message("unknown", 10)))
        .isInstanceOfSatisfying(
            MeshAmbiguous.class, e -> assertThat(e.localId()).isEqualTo("unknown"));
    assertThat(inbox()).hasSize(1);
  }

  @Test
  void sendWithoutLocalIdCantBeTrackedAndStaysAmbiguous() {
    server.add(Fault.drop("POST", "/outbox", true));
    assertThatThrownBy(() -> hub.send(message("", 10))).isInstanceOf(MeshAmbiguous.class);
  }

  @Test
  void anotherMessageWithTheSameLocalIdIsNeverTakenForTheOneInDoubt() {
    SentMessage earlier = hub.send(message("A99901", 10));
    OutgoingMessage shared =
        OutgoingMessage.to(
                new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(new byte[] {1, 2, 3}))
            .localId("A99901")
            .sharedLocalId(true)
            .build();
    server.add(Fault.drop("POST", "/outbox", false));
    assertThatThrownBy(() -> hub.send(shared)).isInstanceOf(MeshAmbiguous.class);
    assertThat(inbox()).containsExactly(earlier.messageId());
  }

  @Test
  void busyServerDoesntMakeASendAmbiguous() {
    server.add(Fault.answer("POST", "/outbox", 429, 1));
    assertThatThrownBy(() -> hub.send(message("busy", 10))).isInstanceOf(MeshUnavailable.class);
    assertThat(inbox()).isEmpty();
  }

  @Test
  void nobodyListeningIsUnavailable() {
    URI gone = server.url();
    server.close();
    try (MeshClient client = MeshFixture.client(server, HUB).url(gone).build()) {
      assertThatThrownBy(() -> client.send(message("x", 10))).isInstanceOf(MeshUnavailable.class);
    } finally {
      server = LocalMeshServer.start(MeshFixture.settings(folder).build());
    }
  }

  @Test
  void laterChunksAreTriedAgain() throws IOException {
    server.add(Fault.drop("POST", "/2", true));
    server.add(Fault.answer("POST", "/3", 502, 1));
    OutgoingMessage message = message("chunks", 350_000);
    SentMessage sent = hub.send(message);
    try (Download download = practice.download(sent.messageId())) {
      assertThat(download.body()).hasBinaryContent(message.body().open().readAllBytes());
    }
  }

  @Test
  void lastChunkWhoseAnswerIsLostCanBeRepeated() {
    server.add(Fault.drop("POST", "/4", true));
    SentMessage sent = hub.send(message("chunks", 350_000));
    assertThat(inbox()).containsExactly(sent.messageId());
  }

  @Test
  void interruptedUploadResumesWithTheMissingChunksOnly() throws IOException {
    server.add(Fault.answer("POST", "/3", 503, 3));
    OutgoingMessage message = message("chunks", 350_000);
    List<UploadProgress> steps = new ArrayList<>();
    assertThatThrownBy(() -> hub.send(message, steps::add))
        .isInstanceOf(MeshUploadInterrupted.class);
    assertThat(inbox()).isEmpty();
    UploadProgress reached = steps.getLast();
    assertThat(reached.delivered()).isEqualTo(2);
    List<UploadProgress> rest = new ArrayList<>();
    SentMessage sent = hub.resume(message, reached, rest::add);
    assertThat(rest).extracting(UploadProgress::delivered).containsExactly(3, 4);
    try (Download download = practice.download(sent.messageId())) {
      assertThat(download.body()).hasBinaryContent(message.body().open().readAllBytes());
    }
  }

  @Test
  void downloadOfALaterChunkIsTriedAgain() throws IOException {
    OutgoingMessage message = message("chunks", 250_000);
    SentMessage sent = hub.send(message);
    server.add(Fault.answer("GET", sent.messageId() + "/2", 503, 1));
    server.add(Fault.drop("GET", sent.messageId() + "/3", false));
    try (Download download = practice.download(sent.messageId())) {
      assertThat(download.body()).hasBinaryContent(message.body().open().readAllBytes());
    }
  }

  @Test
  void tooManyRequestsAreRefused() {
    server.close();
    server =
        LocalMeshServer.start(
            MeshFixture.settings(folder)
                .limits(Limits.standard().withRequestsPerSecond(2))
                .clock(() -> Instant.ofEpochSecond(1_800_000_000))
                .build());
    try (MeshClient client =
        MeshFixture.client(server, HUB).clock(() -> Instant.ofEpochSecond(1_800_000_000)).build()) {
      client.handshake();
      client.handshake();
      assertThatThrownBy(client::handshake).hasMessageContaining("HTTP 429");
    }
  }

  @Test
  void pauseThatABusyServerAsksForIsKept() {
    server.close();
    server =
        LocalMeshServer.start(
            MeshFixture.settings(folder)
                .limits(Limits.standard().withRequestsPerSecond(2))
                .build());
    RetryPolicy hasty = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofSeconds(30));
    try (MeshClient client = MeshFixture.client(server, HUB).retries(hasty).build()) {
      for (int call = 0; call < 6; call++) {
        client.handshake();
      }
    }
  }
}
