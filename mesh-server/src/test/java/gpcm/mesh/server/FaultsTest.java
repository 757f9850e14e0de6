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
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.MeshUploadInterrupted;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.SentMessage;
import gpcm.mesh.UploadProgress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
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
    server.add(InjectedFault.answer("GET", "/inbox", status, 2));
    assertThat(inbox()).isEmpty();
  }

  @Test
  void repetitionsEnd() {
    server.add(InjectedFault.answer("GET", "/inbox", 503, 3));
    assertThatThrownBy(this::inbox)
        .isInstanceOf(MeshUnavailable.class)
        .hasMessageContaining("HTTP 503");
  }

  @Test
  void brokenConnectionOfAnAcknowledgementIsTriedAgain() {
    SentMessage sent = hub.send(message("m1", 10));
    server.add(InjectedFault.drop("PUT", "/acknowledged", true));
    practice.acknowledge(sent.messageId());
    assertThat(inbox()).isEmpty();
  }

  @Test
  void sendWhoseAnswerIsLostIsFoundByTrackingAndNotSentAgain() {
    server.add(InjectedFault.drop("POST", "/outbox", true));
    SentMessage sent = hub.send(message("lost-answer", 10));
    assertThat(sent.foundByTracking()).isTrue();
    assertThat(inbox()).containsExactly(sent.messageId());
  }

  @Test
  void sendThatNeverArrivedMayBeSentAgain() {
    server.add(InjectedFault.drop("POST", "/outbox", false));
    assertThatThrownBy(() -> hub.send(message("never-arrived", 10)))
        .isInstanceOf(MeshUnavailable.class)
        .hasMessageContaining("didn't arrive");
    assertThat(inbox()).isEmpty();
    hub.send(message("never-arrived", 10));
    assertThat(inbox()).hasSize(1);
  }

  @Test
  void sendStaysAmbiguousWhenTrackingCantTell() {
    server.add(InjectedFault.drop("POST", "/outbox", true));
    server.add(InjectedFault.answer("GET", "/tracking", 503, 100));
    assertThatThrownBy(() -> hub.send(message("unknown", 10)))
        .isInstanceOfSatisfying(
            MeshAmbiguous.class, e -> assertThat(e.localId()).isEqualTo("unknown"));
    assertThat(inbox()).hasSize(1);
  }

  @Test
  void sendWithoutLocalIdCantBeTrackedAndStaysAmbiguous() {
    server.add(InjectedFault.drop("POST", "/outbox", true));
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
    server.add(InjectedFault.drop("POST", "/outbox", false));
    assertThatThrownBy(() -> hub.send(shared)).isInstanceOf(MeshAmbiguous.class);
    assertThat(inbox()).containsExactly(earlier.messageId());
  }

  @Test
  void busyServerDoesntMakeASendAmbiguous() {
    server.add(InjectedFault.answer("POST", "/outbox", 429, 1));
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
    server.add(InjectedFault.drop("POST", "/2$", true));
    server.add(InjectedFault.answer("POST", "/3$", 502, 1));
    OutgoingMessage message = message("chunks", 350_000);
    SentMessage sent = hub.send(message);
    try (Download download = practice.download(sent.messageId())) {
      assertThat(download.body()).hasBinaryContent(message.body().open().readAllBytes());
    }
  }

  @Test
  void lastChunkWhoseAnswerIsLostCanBeRepeated() {
    server.add(InjectedFault.drop("POST", "/4$", true));
    SentMessage sent = hub.send(message("chunks", 350_000));
    assertThat(inbox()).containsExactly(sent.messageId());
  }

  @Test
  void interruptedUploadResumesWithTheMissingChunksOnly() throws IOException {
    server.add(InjectedFault.answer("POST", "/3$", 503, 3));
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

  /** What a durable sender keeps in a row and reads back in another process. */
  private record Row(
      String messageId, int delivered, int totalChunks, long chunkBytes, boolean compressed) {
    static Row of(UploadProgress progress) {
      return new Row(
          progress.messageId(),
          progress.delivered(),
          progress.totalChunks(),
          progress.chunkBytes(),
          progress.compressed());
    }

    UploadProgress progress() {
      return new UploadProgress(messageId, delivered, totalChunks, chunkBytes, compressed);
    }
  }

  /** Sends until so many chunks are delivered and the next meets the fault. */
  private Row interrupt(
      MeshClient sender, OutgoingMessage message, int delivered, InjectedFault fault) {
    List<Row> kept = new ArrayList<>();
    assertThatThrownBy(
            () ->
                sender.send(
                    message,
                    step -> {
                      if (step.delivered() == delivered) {
                        server.add(fault);
                      }
                    }))
        .isInstanceOfSatisfying(
            MeshUploadInterrupted.class,
            broken -> {
              assertThat(broken.reason()).isInstanceOf(MeshUnavailable.class);
              assertThat(broken.lost()).isFalse();
              kept.add(Row.of(broken.progress()));
            });
    return kept.getFirst();
  }

  private void assertArrivedOnce(String messageId, OutgoingMessage message) throws IOException {
    assertThat(inbox()).containsExactly(messageId);
    try (Download download = practice.download(messageId)) {
      assertThat(download.body()).hasBinaryContent(message.body().open().readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void uploadCutOffWithItsConnectionGoesOnAfterARestartOfBothSides(boolean compressed)
      throws IOException {
    OutgoingMessage message = message("chunks", 350_000);
    Row kept;
    try (MeshClient first =
        MeshFixture.client(server, HUB)
            .chunkBytes(100_000)
            .compressUploads(compressed)
            .retries(RetryPolicy.none())
            .build()) {
      kept = interrupt(first, message, 2, InjectedFault.drop("POST", "/outbox", false));
    }
    assertThat(kept.progress().nextChunk()).isEqualTo(3);
    assertThat(inbox()).isEmpty();
    server.close();
    server = LocalMeshServer.start(MeshFixture.settings(folder).build());
    practice.close();
    practice = MeshFixture.client(server, PRACTICE).build();
    // The new process has other settings; the upload keeps those it was begun with.
    try (MeshClient second = MeshFixture.client(server, HUB).compressUploads(!compressed).build()) {
      SentMessage sent = second.resume(message, kept.progress(), step -> {});
      assertThat(sent.messageId()).isEqualTo(kept.messageId());
    }
    assertArrivedOnce(kept.messageId(), message);
  }

  @Test
  void uploadWhoseLastAnswerIsLostIsFoundWholeWhenItIsResumed() throws IOException {
    OutgoingMessage message = message("chunks", 350_000);
    Row kept;
    try (MeshClient once =
        MeshFixture.client(server, HUB).chunkBytes(100_000).retries(RetryPolicy.none()).build()) {
      kept = interrupt(once, message, 3, InjectedFault.drop("POST", "/outbox", true));
    }
    // Live MESH takes no chunk of a message that is whole.
    server.add(InjectedFault.answer("POST", "/outbox", 423, 1));
    SentMessage sent = hub.resume(message, kept.progress(), step -> {});
    assertThat(sent.messageId()).isEqualTo(kept.messageId());
    assertArrivedOnce(kept.messageId(), message);
  }

  @Test
  void uploadThatMeshHasForgottenIsSaidToBeLost() {
    OutgoingMessage message = message("chunks", 350_000);
    Row kept = interrupt(hub, message, 2, InjectedFault.answer("POST", "/outbox", 503, 3));
    server.reset();
    assertThatThrownBy(() -> hub.resume(message, kept.progress(), step -> {}))
        .isInstanceOfSatisfying(
            MeshUploadInterrupted.class, broken -> assertThat(broken.lost()).isTrue())
        .hasMessageContaining("send the message again");
    hub.send(message);
    assertThat(inbox()).hasSize(1);
  }

  @Test
  void uploadRefusedWithItsMailboxWaitsForThat() {
    OutgoingMessage message = message("chunks", 350_000);
    List<UploadProgress> reached = new ArrayList<>();
    assertThatThrownBy(
            () ->
                hub.send(
                    message, step -> server.add(InjectedFault.answer("POST", "/outbox", 403, 1))))
        .isInstanceOfSatisfying(
            MeshUploadInterrupted.class,
            broken -> {
              assertThat(broken.reason()).isInstanceOf(MeshMailboxRefused.class);
              reached.add(broken.progress());
            });
    SentMessage sent = hub.resume(message, reached.getFirst(), step -> {});
    assertThat(inbox()).containsExactly(sent.messageId());
  }

  @Test
  void lostAnswerToTheFirstOfSeveralChunksMeansThatNothingWillBeDelivered() throws IOException {
    byte[] body = new byte[350_000];
    OutgoingMessage shared =
        OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(body))
            .localId("A99901")
            .sharedLocalId(true)
            .build();
    server.add(InjectedFault.drop("POST", "/outbox", true));
    assertThatThrownBy(() -> hub.send(shared))
        .isInstanceOf(MeshUnavailable.class)
        .hasMessageContaining("may be sent again");
    assertThat(inbox()).isEmpty();
    assertArrivedOnce(hub.send(shared).messageId(), shared);
  }

  @Test
  void bodyThatCantBeReadIsNoFaultOfTheNetwork() {
    MeshBody damaged =
        new MeshBody() {
          @Override
          public long length() {
            return 1_000_000;
          }

          @Override
          public InputStream openAt(long offset) throws IOException {
            return new SequenceInputStream(
                new ByteArrayInputStream(new byte[400_000]),
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    throw new IOException("damaged at byte 400000");
                  }

                  @Override
                  public int read(byte[] target, int offset, int length) throws IOException {
                    throw new IOException("damaged at byte 400000");
                  }
                });
          }
        };
    try (MeshClient client = MeshFixture.client(server, HUB).build()) {
      assertThatThrownBy(
              () ->
                  client.send(
                      OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, damaged)
                          .localId("damaged")
                          .build()))
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseMessage("damaged at byte 400000");
    }
    assertThat(inbox()).isEmpty();
  }

  @Test
  void connectionThatTheServerClosedMeanwhileIsReplacedUnseen() {
    try (MeshClient quiet = MeshFixture.client(server, HUB).retries(RetryPolicy.none()).build()) {
      quiet.handshake();
      int port = server.url().getPort();
      server.close();
      server = LocalMeshServer.start(MeshFixture.settings(folder).port(port).build());
      quiet.send(message("after the restart", 10));
      quiet.handshake();
    }
    practice.close();
    practice = MeshFixture.client(server, PRACTICE).build();
    assertThat(inbox()).hasSize(1);
  }

  @Test
  void downloadOfALaterChunkIsTriedAgain() throws IOException {
    OutgoingMessage message = message("chunks", 250_000);
    SentMessage sent = hub.send(message);
    server.add(InjectedFault.answer("GET", sent.messageId() + "/2", 503, 1));
    server.add(InjectedFault.drop("GET", sent.messageId() + "/3", false));
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
                .limits(ServerLimits.standard().withRequestsPerSecond(2))
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
                .limits(ServerLimits.standard().withRequestsPerSecond(2))
                .build());
    RetryPolicy hasty = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofSeconds(30));
    try (MeshClient client = MeshFixture.client(server, HUB).retries(hasty).build()) {
      for (int call = 0; call < 6; call++) {
        client.handshake();
      }
    }
  }
}
