package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.Tracking;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five days in an inbox, thirty days on the server, on a clock that the test moves. */
class ExpiryTest {
  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T09:00:00Z"));
  private LocalMeshServer server;
  private MeshClient hub;
  private MeshClient practice;

  @BeforeEach
  void start() {
    server = LocalMeshServer.start(MeshFixture.settings(folder).clock(now::get).build());
    hub = MeshFixture.client(server, HUB).clock(now::get).build();
    practice = MeshFixture.client(server, PRACTICE).clock(now::get).build();
  }

  @AfterEach
  void stop() {
    hub.close();
    practice.close();
    server.close();
  }

  private String send(String localId) {
    return hub.send(
            OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(new byte[] {1}))
                .localId(localId)
                .build())
        .messageId();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
    server.expire();
  }

  @Test
  void uncollectedMessageBecomesAReportToItsSenderAfterFiveDays() {
    String id = send("not-collected");
    pass(Duration.ofDays(5).minusSeconds(1));
    assertThat(practice.inbox(InboxQuery.all()).messageIds()).containsExactly(id);
    assertThat(hub.inbox(InboxQuery.all()).messageIds()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(practice.inbox(InboxQuery.all()).messageIds()).isEmpty();
    String report = hub.inbox(InboxQuery.all()).messageIds().getFirst();
    MessageHeaders headers = hub.headers(report);
    assertThat(headers.messageType()).isEqualTo(MessageType.REPORT);
    assertThat(headers.statusCode()).contains("14");
    assertThat(headers.linkedMessageId()).contains(id);
    assertThat(headers.localId()).contains("not-collected");
    assertThat(headers.workflowId()).contains(DOCUMENT);
    assertThat(hub.track(id).map(Tracking::status)).contains("undeliverable");
    assertThatThrownBy(() -> practice.download(id))
        .isInstanceOfSatisfying(
            MeshRefused.class, refused -> assertThat(refused.status()).isEqualTo(410));
  }

  @Test
  void reportIsMadeOnceAndAnUncollectedReportMakesNoOther() {
    send("once");
    pass(Duration.ofDays(5));
    pass(Duration.ofDays(1));
    assertThat(hub.inbox(InboxQuery.all()).messageIds()).hasSize(1);
    pass(Duration.ofDays(5));
    assertThat(hub.inbox(InboxQuery.all()).messageIds()).isEmpty();
    assertThat(practice.inbox(InboxQuery.all()).messageIds()).isEmpty();
  }

  @Test
  void acknowledgedMessageDoesntExpireAndIsPurgedAfterThirtyDays() {
    String id = send("collected");
    practice.acknowledge(id);
    pass(Duration.ofDays(30).minusSeconds(1));
    assertThat(hub.inbox(InboxQuery.all()).messageIds()).isEmpty();
    assertThat(hub.track(id).map(Tracking::acknowledged)).contains(true);
    pass(Duration.ofSeconds(1));
    assertThat(hub.track(id)).isEmpty();
  }

  @Test
  void expiryIsStillKnownAfterARestart() {
    String id = send("restart");
    pass(Duration.ofDays(5));
    stop();
    start();
    assertThat(hub.inbox(InboxQuery.all()).messageIds()).hasSize(1);
    assertThat(hub.track(id).flatMap(t -> t.field("status_code"))).contains("14");
  }
}
