package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.mesh.server.InjectedFault.Kind;
import gpcm.node.config.ByteSize;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may have gone out before it failed is never taken for unsent, and is not sent twice. */
class PostingInDoubtTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;

  @BeforeEach
  void start() throws IOException {
    sendInTwoChunks();
  }

  @Test
  void aMessageWhoseLastChunkGotNoAnswerIsLookedUpOnMeshAndIsThereOnce() throws IOException {
    UUID id = lastChunkInDoubt();

    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    assertThat(
            network.one(
                "select count(*) from received_message where message_type = 'DATA' and sha256 ="
                    + " (select message_sha256 from document where id = '"
                    + id
                    + "')"))
        .isEqualTo("1");
    assertThat(network.entries(network.sentMessage().documentId().orElseThrow())).hasSize(1);
  }

  @Test
  void aMessageWhoseLastChunkGotNoAnswerIsNotSaidToBeUnsent() throws IOException {
    UUID id = lastChunkInDoubt();

    network.damage(network.one("select message_sha256 from document where id = '" + id + "'"));

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id).getFirst().whatToDo())
        .contains("A copy may have been sent before")
        .doesNotContain("Nothing of it was sent");
  }

  @Test
  void aMessageWhoseFirstChunkGotNoAnswerIsSaidToBeUnsent() throws IOException {
    network.mesh().add(dropping("/outbox"));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> failures(id) > 0);

    network.damage(network.one("select message_sha256 from document where id = '" + id + "'"));

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id).getFirst().whatToDo())
        .contains("Nothing of it was sent");
  }

  /** Here: how far the upload has come cannot be written down. */
  @Test
  void whatFailsHereAfterBytesHaveLeftIsInDoubtAndToldUntilItHasLeft() throws IOException {
    network.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no room for uploads'; end $$
        """);
    network.execute(
        "create trigger refuse before update on document for each row"
            + " when (new.upload is distinct from old.upload) execute function refuse()");
    UUID id = network.submit(TestNetwork.consultation(KNOWN));

    await().atMost(PATIENCE).until(() -> !network.alerts("stuck/" + id).isEmpty());
    assertThat(network.alerts("stuck/" + id).getFirst().whatHappened())
        .contains("no room for uploads")
        .contains("tried again");
    assertThat(network.one("select posting from document where id = '" + id + "'"))
        .isEqualTo("begun");
    assertThat(network.kinds(id)).contains("posting-again");

    network.execute("drop trigger refuse on document");

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    assertThat(network.alerts("stuck/")).isEmpty();
    assertThat(network.entries(network.sentMessage().documentId().orElseThrow())).hasSize(1);
  }

  /** MESH has all of it, and the node has not heard so; the practice cannot see it yet. */
  private UUID lastChunkInDoubt() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    network.mesh().add(dropping("/outbox/"));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> failures(id) > 0);
    return id;
  }

  private static InjectedFault dropping(String path) {
    return new InjectedFault(
        "POST", HUB_MAILBOX + path, Kind.DROP_AFTER, 0, Duration.ZERO, 100_000);
  }

  private void sendInTwoChunks() throws IOException {
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    long size = network.sentBytes().length;
    network.restartNode(c -> Configurations.chunked(c, new ByteSize(size * 2 / 3)));
  }

  private int failures(UUID id) {
    return network.count("select failures from document where id = '" + id + "'");
  }
}
