package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.desk.MailboxState.Handshake;
import gpcm.node.journal.Alert;
import gpcm.node.people.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MESH is told twice a day that each mailbox is in use; nothing depends on what it says. */
class HandshakeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Running TestNetwork network;

  private Handshake handshake() {
    return network.served().desk().mailboxes(Extent.ALL).stream()
        .filter(each -> each.organisation().equals(HUB))
        .findFirst()
        .orElseThrow()
        .handshake();
  }

  private Instant succeeded() {
    await()
        .atMost(PATIENCE)
        .until(() -> handshake().succeededAt().isPresent() && handshake().failedSince().isEmpty());
    return handshake().succeededAt().orElseThrow();
  }

  private void refusedFromNowOn(int status) throws IOException {
    succeeded();
    network.mesh().add(InjectedFault.answer("GET", HUB_MAILBOX + "$", status, 100_000));
    network.restartNode();
    await().atMost(PATIENCE).until(() -> handshake().failedSince().isPresent());
  }

  @Test
  void eachMailboxHasOneWhenTheNodeStarts() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.one("select count(*) from mailbox where handshake_at is null").equals("0"));
    assertThat(network.alerts("handshake-refused")).isEmpty();
  }

  @Test
  void andAgainAfterTwelveHoursButNotBefore() {
    Instant first = succeeded();
    network.advance(Duration.ofHours(12));
    await().atMost(PATIENCE).until(() -> succeeded().isAfter(first.plus(Duration.ofHours(11))));
    Instant second = succeeded();
    assertThat(Duration.between(first, second)).isGreaterThanOrEqualTo(Duration.ofHours(12));
  }

  @Test
  void oneThatIsRefusedIsToldAndReadingGoesOn() throws Exception {
    refusedFromNowOn(403);
    await().atMost(PATIENCE).until(() -> network.alerts("handshake-refused").size() == 1);
    Alert told = network.alerts("handshake-refused").getFirst();
    assertThat(told.organisation()).isEqualTo(HUB);
    assertThat(told.title()).isEqualTo("MESH refuses the handshake of mailbox " + HUB_MAILBOX);
    assertThat(handshake().trouble()).contains("403");
    assertThat(handshake().succeededAt()).isPresent();

    UUID document = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(document) == DocumentState.COMPLETED);
  }

  @Test
  void onceItSucceedsAgainNothingIsSaidOfItAnyMore() throws Exception {
    refusedFromNowOn(403);
    await().atMost(PATIENCE).until(() -> network.alerts("handshake-refused").size() == 1);
    network.mesh().clearFaults();
    network.advance(Duration.ofMinutes(15));
    succeeded();
    assertThat(handshake().trouble()).isEmpty();
    await().atMost(PATIENCE).until(() -> network.alerts("handshake-refused").isEmpty());
  }

  @Test
  void thatMeshDoesNotAnswerIsKeptAndCallsNobody() throws Exception {
    refusedFromNowOn(503);
    assertThat(handshake().trouble()).contains("503");
    assertThat(network.alerts("handshake-refused")).isEmpty();
  }

  @Test
  void aMeshFileClientMakesItsOwn(@TempDir Path folder) throws Exception {
    try (TestNetwork folders = new TestNetwork(folder, TestNetwork.Way.FOLDERS)) {
      UUID document = folders.submit(TestNetwork.consultation(KNOWN));
      await().atMost(PATIENCE).until(() -> folders.state(document) == DocumentState.COMPLETED);
      assertThat(folders.one("select count(handshake_at) from mailbox")).isEqualTo("0");
    }
  }
}
