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
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshMailboxRefused.Reason;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.Secret;
import gpcm.mesh.SentMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is wrong with a mailbox is never taken for a fault of a message, nor the other way round.
 * TLS and proxies have their own tests.
 */
class KindsOfRefusalTest {
  @TempDir Path folder;
  private LocalMeshServer server;

  @BeforeEach
  void start() {
    server =
        LocalMeshServer.start(
            MeshFixture.settings(folder)
                .limits(ServerLimits.standard().withRequestBytes(100_000))
                .build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static OutgoingMessage message(String to, int size) {
    return OutgoingMessage.to(new MailboxAddress(to), DOCUMENT, MeshBody.of(new byte[size]))
        .localId("local")
        .build();
  }

  private static void assertMailboxRefused(ThrowingCallable call, Reason reason, int status) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshMailboxRefused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.status()).hasValue(status);
            });
  }

  private static void assertEveryCallRefused(
      MeshClient.Builder settings, Reason reason, int status) {
    try (MeshClient client = settings.build()) {
      assertMailboxRefused(() -> client.send(message(PRACTICE, 10)), reason, status);
      assertMailboxRefused(() -> client.inbox(InboxQuery.all()), reason, status);
      assertMailboxRefused(client::handshake, reason, status);
    }
  }

  @Test
  void wrongPasswordIsAboutTheMailbox() {
    MeshClient.Builder client = MeshFixture.client(server, HUB).password(Secret.of("not-this-one"));
    assertEveryCallRefused(client, Reason.LOGIN, 403);
    try (MeshClient mistaken = client.build()) {
      assertMailboxRefused(() -> mistaken.download("ID"), Reason.LOGIN, 403);
      assertMailboxRefused(() -> mistaken.acknowledge("ID"), Reason.LOGIN, 403);
      assertMailboxRefused(() -> mistaken.track("ID"), Reason.LOGIN, 403);
    }
  }

  @Test
  void wrongSharedKeyIsAboutTheMailbox() {
    assertEveryCallRefused(
        MeshFixture.client(server, HUB).sharedKey(Secret.of("another key")), Reason.LOGIN, 403);
  }

  @Test
  void unknownMailboxIsAboutTheMailbox() {
    assertEveryCallRefused(MeshFixture.client(server, "NOBODY01"), Reason.LOGIN, 403);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 3})
  void clockThatIsHoursOffIsAboutTheMailbox(int hours) {
    assertEveryCallRefused(
        MeshFixture.client(server, HUB).clock(() -> Instant.now().plus(Duration.ofHours(hours))),
        Reason.LOGIN,
        403);
  }

  @Test
  void addressThatIsntMeshIsAboutTheWay() {
    assertEveryCallRefused(
        MeshFixture.client(server, HUB).url(URI.create(server.url() + "/elsewhere")),
        Reason.ADDRESS,
        404);
  }

  @Test
  void everythingElseIsAboutThisVeryMessage() {
    try (MeshClient hub = MeshFixture.client(server, HUB).build();
        MeshClient practice = MeshFixture.client(server, PRACTICE).build()) {
      assertMessageRefused(() -> hub.send(message("NOBODY01", 10)), 417);
      assertMessageRefused(() -> hub.send(message(HUB, 10)), 417);
      assertMessageRefused(() -> hub.send(message(PRACTICE, 100_001)), 413);
      assertMessageRefused(() -> hub.download("UNKNOWN"), 404);
      SentMessage sent = hub.send(message(PRACTICE, 10));
      assertMessageRefused(() -> hub.download(sent.messageId()), 403);
      assertMessageRefused(() -> hub.acknowledge(sent.messageId()), 403);
      assertThat(practice.inbox(InboxQuery.all()).messageIds()).containsExactly(sent.messageId());
    }
  }

  private static void assertMessageRefused(ThrowingCallable call, int status) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshRefused.class, refused -> assertThat(refused.status()).isEqualTo(status));
  }

  @Test
  void faultOfTheServerIsNeither() {
    try (MeshClient hub = MeshFixture.client(server, HUB).build()) {
      server.add(InjectedFault.answer("GET", "/inbox", 500, 3));
      assertThatThrownBy(() -> hub.inbox(InboxQuery.all())).isInstanceOf(MeshUnavailable.class);
    }
  }
}
