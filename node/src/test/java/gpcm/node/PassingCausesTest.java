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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What may pass is waited for: nothing is given up, and no connection waits for the network. */
class PassingCausesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;

  @Test
  void aDocumentWaitsForItsOrganisationToComeBackIntoTheConfiguration() throws IOException {
    network.mesh().add(InjectedFault.answer("", "/endpointlookup", 503, 100_000));
    UUID id = network.submit(TestNetwork.document("generic.json", HUB));
    await().atMost(PATIENCE).until(() -> failures(id) > 0);

    network.restartNode(c -> Configurations.without(c, HUB));

    await().atMost(PATIENCE).until(() -> !network.alerts("stuck/" + id).isEmpty());
    assertThat(network.alerts("stuck/" + id).getFirst().whatHappened())
        .contains("no mailbox is configured for organisation " + HUB);
    assertThat(network.state(id)).isEqualTo(DocumentState.ACCEPTED);

    network.mesh().clearFaults();
    network.restartNode();

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    assertThat(network.alerts("stuck/")).isEmpty();
  }

  @Test
  void aMessageThatWasBuiltWaitsForItsOrganisationToo() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    UUID another = network.submit(TestNetwork.consultation(KNOWN));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                failures(id) > 0
                    && network.count("select count(*) from document where state = 'built'") == 2);

    network.restartNode(c -> Configurations.without(c, HUB));
    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> !network.alerts("not-configured").isEmpty());
    assertThat(network.alerts("not-configured"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.whatHappened()).contains("2 messages wait");
              assertThat(alert.whatToDo()).contains("back into the configuration");
            });

    network.restartNode();

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> network.state(another) == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> network.alerts("not-configured").isEmpty());
  }

  @Test
  void anAnswerWaitsForItsOrganisationToo() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", PRACTICE_MAILBOX + "/outbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await()
        .atMost(PATIENCE)
        .until(() -> network.count("select count(*) from answer where failures > 0") == 2);

    network.restartNode(c -> Configurations.without(c, PRACTICE));
    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> !network.alerts("not-configured").isEmpty());
    assertThat(network.alerts("not-configured"))
        .singleElement()
        .satisfies(alert -> assertThat(alert.organisation()).isEqualTo(PRACTICE));

    network.restartNode();

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> network.alerts("not-configured").isEmpty());
  }

  @Test
  void anAnswerThatKeepsFailingHereIsToldAndNoLongerOnceItHasLeft() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", PRACTICE_MAILBOX + "/outbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await()
        .atMost(PATIENCE)
        .until(() -> network.count("select count(*) from answer where failures > 0") == 2);
    network.execute("alter table content_chunk rename to content_chunk_away");
    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> network.alerts("response-stuck/").size() == 2);
    assertThat(network.alerts("response-stuck/"))
        .allSatisfy(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(PRACTICE);
              assertThat(alert.received()).isPresent();
              assertThat(alert.title()).contains(HUB_MAILBOX);
              assertThat(alert.whatHappened()).contains("content_chunk").contains("tried again");
              assertThat(alert.whatToDo()).contains("people who run this node");
            });
    network.execute("alter table content_chunk_away rename to content_chunk");

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> network.alerts("response-stuck/").isEmpty());
  }

  @Test
  void whileAllConnectionsAreTakenNothingIsGivenUp() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> failures(id) > 0);
    network.mesh().clearFaults();

    List<Handle> taken = new ArrayList<>();
    take(network.node().database().jdbi(), taken);
    take(network.node().database().unflushed(), taken);
    taken.forEach(Handle::close);

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    assertThat(network.alerts("failed/")).isEmpty();
  }

  @Test
  void aSlowDownloadHoldsNoTransactionOpen() throws IOException {
    SuppliersMessage message =
        SuppliersMessage.about(TestNetwork.consultation(KNOWN))
            .withOtherNotes("A".repeat(2_100_000).getBytes(StandardCharsets.US_ASCII));
    try (SilentProxy mesh = new SilentProxy(network.mesh().url())) {
      network.restartNode(c -> Configurations.through(c, mesh.url()));
      mesh.stopAfter(1 << 20);
      network.supplierSends(
          message.bytes(), PRACTICE_MAILBOX, "GPFED_CONSULT_REPORT", "a large document");
      await().atMost(PATIENCE).until(() -> mesh.silenced() > 0);

      // Whoever is between two statements is so for a moment; a transaction around the download
      // stays.
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  network.count(
                          "select count(*) from pg_stat_activity where datname ="
                              + " current_database() and state like 'idle in transaction%'")
                      == 0);
      assertThat(network.entries(message.documentId())).isEmpty();

      mesh.speak();

      await().atMost(PATIENCE).until(() -> !network.entries(message.documentId()).isEmpty());
    }
  }

  /** Opens connections until there is none left for anybody. */
  private static void take(Jdbi jdbi, List<Handle> taken) {
    try {
      while (true) {
        taken.add(jdbi.open());
      }
    } catch (ConnectionException e) {
      assertThat(taken).isNotEmpty();
    }
  }

  private int failures(UUID id) {
    return network.count("select failures from document where id = '" + id + "'");
  }
}
