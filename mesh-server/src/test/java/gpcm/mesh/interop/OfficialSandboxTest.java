package gpcm.mesh.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.ApiVersion;
import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.LocalIdTracking;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshEndpoint;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.Secret;
import gpcm.mesh.SentMessage;
import gpcm.mesh.Tracking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client works with the official sandbox, in both forms of the API. */
@Tag("slow")
class OfficialSandboxTest {
  @TempDir static Path folder;
  private static Peers.Sandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    sandbox = Peers.Sandbox.start(folder.resolve("sandbox.log"));
  }

  @AfterAll
  static void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private static MeshClient.Builder client(String mailbox, ApiVersion version) {
    return MeshClient.builder()
        .url(sandbox.url())
        .mailbox(mailbox)
        .password(Secret.of("password"))
        .sharedKey(Secret.of("TestKey"))
        .version(version);
  }

  private static OutgoingMessage.Builder message(byte[] body) {
    return OutgoingMessage.to(new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(body));
  }

  @ParameterizedTest
  @EnumSource(ApiVersion.class)
  void everythingOurClientDoesWorks(ApiVersion version) throws IOException {
    try (MeshClient sender = client("X26ABC1", version).build();
        MeshClient recipient = client("X26ABC2", version).build()) {
      sender.handshake();
      String localId = "interop-" + version;
      SentMessage sent =
          sender.send(
              message(new byte[] {1, 2, 3})
                  .localId(localId)
                  .subject("A subject")
                  .fileName("a.bin")
                  .build());
      assertThat(recipient.inbox(InboxQuery.all()).messageIds()).contains(sent.messageId());
      assertThat(recipient.count()).isPositive();
      try (Download download = recipient.download(sent.messageId())) {
        assertThat(download.body()).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(download.headers().from()).contains("X26ABC1");
        assertThat(download.headers().localId()).contains(localId);
        assertThat(download.headers().subject()).contains("A subject");
        assertThat(download.headers().fileName()).contains("a.bin");
      }
      assertThat(recipient.headers(sent.messageId()).workflowId()).contains("TEST_WORKFLOW");
      recipient.acknowledge(sent.messageId());
      assertThat(recipient.inbox(InboxQuery.all()).messageIds()).doesNotContain(sent.messageId());
      assertThat(sender.track(sent.messageId()).map(Tracking::status)).contains("acknowledged");
      assertThat(sender.trackLocalId(localId)).isInstanceOf(LocalIdTracking.Found.class);
      assertThat(sender.trackLocalId("no-such-id")).isInstanceOf(LocalIdTracking.NotFound.class);
      assertThat(sender.track("NOSUCHMESSAGE")).isEmpty();
      assertThat(sender.lookup("X26", "TEST_WORKFLOW"))
          .extracting(MeshEndpoint::mailboxId)
          .containsExactly("X26ABC2");
      assertThatThrownBy(
              () ->
                  sender.send(
                      OutgoingMessage.to(
                              new MailboxAddress("NOBODY"),
                              "TEST_WORKFLOW",
                              MeshBody.of(new byte[1]))
                          .build()))
          .isInstanceOfSatisfying(MeshRefused.class, e -> assertThat(e.code()).isEqualTo("12"));
      assertThatThrownBy(() -> recipient.download("NOSUCHMESSAGE"))
          .isInstanceOfSatisfying(MeshRefused.class, e -> assertThat(e.code()).isEqualTo("20"));
      try (MeshClient wrong = client("X26ABC1", version).password(Secret.of("wrong")).build()) {
        assertThatThrownBy(wrong::handshake)
            .isInstanceOfSatisfying(
                MeshMailboxRefused.class, e -> assertThat(e.status()).hasValue(403));
      }
      sender.send(message(new byte[] {1}).localId(localId).build());
      assertThat(sender.trackLocalId(localId)).isInstanceOf(LocalIdTracking.Several.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ApiVersion.class)
  void chunksAndCompressionWork(ApiVersion version) throws IOException {
    byte[] body = new byte[700_001];
    new Random(5).nextBytes(body);
    for (boolean gzip : new boolean[] {false, true}) {
      try (MeshClient sender =
              client("X26ABC1", version).chunkBytes(200_000).compressUploads(gzip).build();
          MeshClient recipient = client("X26ABC2", version).acceptCompressed(!gzip).build()) {
        SentMessage sent = sender.send(message(body).build());
        try (Download download = recipient.download(sent.messageId())) {
          assertThat(download.headers().totalChunks()).isEqualTo(4);
          assertThat(download.body()).hasBinaryContent(body);
        }
        recipient.acknowledge(sent.messageId());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ApiVersion.class)
  void pagesFollowLinks(ApiVersion version) {
    try (MeshClient sender = client("X26ABC1", version).build();
        MeshClient recipient = client("X26ABC2", version).build()) {
      for (int i = 0; i < 15; i++) {
        sender.send(message(new byte[] {(byte) i}).build());
      }
      InboxQuery query = InboxQuery.workflow("TEST*").withMaxResults(10);
      InboxPage first = recipient.inbox(query);
      assertThat(first.messageIds()).hasSize(10);
      InboxPage second = recipient.inbox(query.from(first.next().orElseThrow()));
      assertThat(second.messageIds()).isNotEmpty().doesNotContainAnyElementsOf(first.messageIds());
    }
  }
}
