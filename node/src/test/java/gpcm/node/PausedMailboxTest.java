package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.desk.MailboxState;
import gpcm.node.journal.Alert;
import gpcm.node.people.Extent;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What whoever runs the system does to a mailbox holds on every node: two of them work on one
 * database here. A pause keeps all that would leave a mailbox, and nothing else.
 */
@ExtendWith(DatabaseExtension.class)
class PausedMailboxTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Many times what a message takes from being handed in to being with MESH. */
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  @Running TestNetwork network;
  @TempDir Path folder;
  private Node other;

  @BeforeEach
  void twoNodesStart(DatabaseSettings database) throws IOException {
    start(database, Duration.ofMillis(100));
  }

  private void start(DatabaseSettings database, Duration polling) throws IOException {
    AtomicReference<gpcm.node.config.NodeConfiguration> first = new AtomicReference<>();
    network.restartNode(
        configuration -> {
          first.set(Configurations.pollingEvery(configuration.with(database), polling));
          return first.get();
        });
    other = Node.start(Configurations.beside(first.get(), "other", folder), network.clock());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one(
                        "select count(distinct lease_owner) from mailbox where lease_owner in"
                            + " (select id from node)")
                    .equals("2"));
  }

  @AfterEach
  void stop() {
    other.close();
  }

  @Test
  void nothingLeavesAPausedMailboxByAnyNodeAndAllOfItLeavesAfterwards() throws Exception {
    assertThat(act(other, HUB, HUB_MAILBOX, "pause-sending")).isEqualTo(204);

    List<UUID> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(network.submit(TestNetwork.consultation(KNOWN)));
      waiting.add(TestNetwork.submit(other, TestNetwork.document("generic.json", HUB)));
    }

    await().atMost(PATIENCE).until(() -> waiting.stream().allMatch(this::isBuilt));
    await()
        .during(A_WHILE)
        .atMost(PATIENCE)
        .until(() -> waiting.stream().allMatch(id -> isBuilt(id) && posts(id) == 0));

    assertThat(act(network.node(), HUB, HUB_MAILBOX, "resume-sending")).isEqualTo(204);

    waiting.forEach(
        id -> await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED));
    assertThat(waiting).allSatisfy(id -> assertThat(posts(id)).isEqualTo(1));
  }

  @Test
  void whatIsBeingMadeWhenItIsPausedStaysToo() throws Exception {
    // The way is known to be good: what is made next is posted without being claimed again.
    UUID before = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(before) == DocumentState.COMPLETED);
    network.execute(
        "update mailbox set paused_at = now(), paused_by = 'L. Operator', paused_because = 'A"
            + " check' where organisation = 'A99901'");

    List<UUID> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(network.submit(TestNetwork.document("generic.json", HUB)));
    }

    await().atMost(PATIENCE).until(() -> waiting.stream().allMatch(this::isBuilt));
    await()
        .during(A_WHILE)
        .atMost(PATIENCE)
        .until(() -> waiting.stream().allMatch(id -> isBuilt(id) && meshId(id).isEmpty()));
    assertThat(act(other, HUB, HUB_MAILBOX, "resume-sending")).isEqualTo(204);
    waiting.forEach(
        id -> await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED));
  }

  @Test
  void whereItMayGoIsFoundOutAgainBeforeItLeavesAndNotAllTheTimeBefore() throws Exception {
    assertThat(act(other, HUB, HUB_MAILBOX, "pause-sending")).isEqualTo(204);
    UUID waiting = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> isBuilt(waiting));
    network.execute(
        "update document set looked_up_at = now() - interval '20 minutes' where id = '%s'"
            .formatted(waiting));
    String old =
        "select looked_up_at < now() - interval '15 minutes' from document where id = '%s'"
            .formatted(waiting);

    await().during(A_WHILE).atMost(PATIENCE).until(() -> network.one(old).equals("t"));

    assertThat(act(other, HUB, HUB_MAILBOX, "resume-sending")).isEqualTo(204);
    await().atMost(PATIENCE).until(() -> network.state(waiting) == DocumentState.COMPLETED);
    assertThat(network.one(old)).isEqualTo("f");
  }

  @Test
  void aPausedMailboxIsReadAndItsAnswersWait() throws Exception {
    assertThat(act(network.node(), PRACTICE, PRACTICE_MAILBOX, "pause-sending")).isEqualTo(204);

    UUID sent = network.submit(TestNetwork.consultation(KNOWN));

    String entry = network.entryOf(sent);
    assertThat(entry).isNotEmpty();
    await()
        .during(A_WHILE)
        .atMost(PATIENCE)
        .until(
            () ->
                network
                        .one("select count(*) from answer where state = 'waiting' and posts = 0")
                        .equals("2")
                    && network.state(sent) == DocumentState.SENT);

    assertThat(act(other, PRACTICE, PRACTICE_MAILBOX, "resume-sending")).isEqualTo(204);
    await().atMost(PATIENCE).until(() -> network.state(sent) == DocumentState.COMPLETED);
  }

  @Test
  void othersGoOnAndPeopleAreToldOfThePauseOnceAndOfWhatIsLate() throws Exception {
    assertThat(act(network.node(), HUB, HUB_MAILBOX, "pause-sending")).isEqualTo(204);
    UUID waiting = network.submit(TestNetwork.consultation(KNOWN));
    UUID others = network.submit(TestNetwork.document("generic.json", TestNetwork.PHARMACY));

    await().atMost(PATIENCE).until(() -> network.state(others) == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> isBuilt(waiting));
    Alert told = network.alerts("sending-paused").getFirst();
    assertThat(told.organisation()).isEqualTo(HUB);
    assertThat(told.title()).isEqualTo("Sending from mailbox A99901OT001 is paused");
    assertThat(told.whatHappened()).contains("The recipients are being checked");

    // Whoever closes it knows of this pause.
    network.node().alerts().resolve(told.id(), "B. Fictional");
    network.node().look();
    network.advance(Duration.ofHours(2));
    network.node().look();
    await().atMost(PATIENCE).until(() -> network.alerts("not-accepted").size() == 1);
    assertThat(network.alerts("sending-paused")).isEmpty();
    assertThat(isBuilt(waiting)).isTrue();

    assertThat(act(other, HUB, HUB_MAILBOX, "resume-sending")).isEqualTo(204);
    await().atMost(PATIENCE).until(() -> network.state(waiting) == DocumentState.COMPLETED);
    assertThat(act(other, HUB, HUB_MAILBOX, "pause-sending")).isEqualTo(204);
    assertThat(network.alerts("sending-paused")).hasSize(1);
    assertThat(act(other, HUB, HUB_MAILBOX, "resume-sending")).isEqualTo(204);
    assertThat(network.alerts("sending-paused")).isEmpty();
  }

  @Test
  void aMailboxIsReadNowByWhicheverNodeReadsIt(DatabaseSettings database) throws Exception {
    other.close();
    start(database, Duration.ofHours(1));
    await()
        .atMost(PATIENCE)
        .until(() -> state(PRACTICE).readAt().isPresent() && state(HUB).readAt().isPresent());
    for (Node node : List.of(network.node(), other)) {
      UUID sent = network.submit(TestNetwork.consultation(KNOWN));
      await().atMost(PATIENCE).until(() -> network.state(sent) == DocumentState.SENT);
      String received =
          "select count(*) from received_message where organisation = 'A99902' and mesh_message_id"
              + " = '%s'".formatted(meshId(sent));
      assertThat(network.one(received)).isEqualTo("0");

      assertThat(act(node, PRACTICE, PRACTICE_MAILBOX, "read-now")).isEqualTo(204);

      await().atMost(PATIENCE).until(() -> network.one(received).equals("1"));
      await().atMost(PATIENCE).until(() -> state(PRACTICE).wantedAt().isEmpty());
    }
  }

  @Test
  void aMailboxThatMeshHasRefusedIsReadNowToo() throws Exception {
    network.mesh().add(InjectedFault.answer("", HUB_MAILBOX, 403, 1));
    await().atMost(PATIENCE).until(() -> state(HUB).trouble().refused().isPresent());

    assertThat(act(network.node(), HUB, HUB_MAILBOX, "read-now")).isEqualTo(204);

    // By itself it would be asked after a minute.
    await().atMost(Duration.ofMinutes(4)).until(() -> state(HUB).trouble().refused().isEmpty());
  }

  private MailboxState state(String organisation) {
    return network.served().desk().mailboxes(Extent.ALL).stream()
        .filter(each -> each.organisation().equals(organisation))
        .findFirst()
        .orElseThrow();
  }

  private boolean isBuilt(UUID id) {
    return network.state(id) == DocumentState.BUILT;
  }

  private int posts(UUID id) {
    return network.count("select posts from document where id = '" + id + "'");
  }

  private String meshId(UUID id) {
    return network.one(
        "select coalesce(mesh_message_id, '') from document where id = '" + id + "'");
  }

  private static int act(Node node, String organisation, String mailbox, String act)
      throws Exception {
    try (HttpCaller http = HttpCaller.of(node.url(), node.served(), organisation)) {
      return http.post(
              "/api/v1/mailboxes/" + mailbox + "/" + act,
              "application/json",
              new byte[0],
              "X-Reason",
              "The recipients are being checked")
          .status();
    }
  }
}
