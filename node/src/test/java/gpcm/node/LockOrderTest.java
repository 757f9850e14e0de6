package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.Acknowledgement;
import gpcm.exchange.AnswerVerdict;
import gpcm.exchange.Deadline;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.exchange.Evidence;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.ledger.StepResult;
import gpcm.node.sending.SendingDeadlines;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever changes several documents at once locks them in one order, so that two rarely wait for
 * each other; where they do all the same, the one that the database gives up is done again.
 */
class LockOrderTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String LETTER = "generic.json";

  @Running static TestNetwork network;

  private ExecutorService apart;

  @BeforeEach
  void begin() {
    apart = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterEach
  void asUsual() {
    network.mesh().clearFaults();
    apart.close();
  }

  /** Two of them, the one that is locked first before the other. */
  private record Pair(UUID first, UUID second) {
    static Pair of(UUID one, UUID another) {
      return one.toString().compareTo(another.toString()) < 0
          ? new Pair(one, another)
          : new Pair(another, one);
    }
  }

  private static Pair waiting() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    List<UUID> both = new ArrayList<>();
    while (both.size() < 2) {
      UUID id = network.submit(TestNetwork.document(LETTER, HUB));
      awaitState(id, DocumentState.BUILT);
      both.add(id);
    }
    return Pair.of(both.getFirst(), both.getLast());
  }

  private static void awaitState(UUID id, DocumentState state) {
    await().atMost(PATIENCE).until(() -> network.state(id) == state);
  }

  private static void lock(Handle handle, UUID document) {
    handle.execute("select from document where id = ? for update", document);
  }

  private static boolean isFree(UUID document) {
    return network.count(
            "select count(*) from (select from document where id = '%s' for update skip locked) f"
                .formatted(document))
        == 1;
  }

  /** While somebody holds the first, nobody who waits for it holds the second. */
  private void isLockedAfter(Pair documents, StepResult ofTheSecond) {
    try (Handle other = network.database().open()) {
      other.begin();
      lock(other, documents.first());
      CompletableFuture<?> applied =
          CompletableFuture.runAsync(
              () -> network.node().ledger().apply(List.of(ofTheSecond)), apart);
      network.awaitWaiter();
      await().atMost(PATIENCE).until(() -> isFree(documents.second()));
      other.rollback();
      applied.join();
    }
  }

  @Test
  void a_copy_is_locked_with_its_original() throws IOException {
    Pair documents = waiting();
    network.execute(
        "update document set copy_of = '%s' where id = '%s'"
            .formatted(documents.first(), documents.second()));
    isLockedAfter(
        documents,
        new StepResult()
            .document(documents.second(), new DocumentFact.PostingBegun())
            .document(documents.second(), new DocumentFact.Refused("not now")));
  }

  @Test
  void a_replacement_is_locked_with_what_it_replaces() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    List<UUID> both = new ArrayList<>();
    while (both.size() < 2) {
      UUID id = network.submit(TestNetwork.document(LETTER, HUB));
      awaitState(id, DocumentState.SENT);
      both.add(id);
    }
    Pair documents = Pair.of(both.getFirst(), both.getLast());
    network.execute(
        "update document set replaces_document_id = (select document_id from document where id = '%s') where id = '%s'"
            .formatted(documents.first(), documents.second()));
    isLockedAfter(
        documents,
        new StepResult()
            .document(
                documents.second(),
                new DocumentFact.Answered(
                    new Acknowledgement("20014", "Not processable", AnswerVerdict.NOT_PROCESSED),
                    Evidence.FROM_RECIPIENT,
                    PRACTICE_MAILBOX,
                    "",
                    Optional.empty())));
    assertThat(network.state(documents.second())).isEqualTo(DocumentState.VOID);
  }

  private interface Work {
    void done() throws Exception;
  }

  /**
   * Holds the second, lets the other wait for it while it holds the first, and wants the first: of
   * the two the database gives the other one up.
   */
  private void givenUpOnce(Pair documents, Work work) {
    try (Handle other = network.database().open()) {
      other.begin();
      other.execute("set local deadlock_timeout = '1h'");
      lock(other, documents.second());
      long before = deadlocks();
      CompletableFuture<?> done =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  work.done();
                } catch (Exception e) {
                  throw new CompletionException(e);
                }
                return true;
              },
              apart);
      await().atMost(PATIENCE).until(() -> !isFree(documents.first()));
      network.awaitWaiter();
      lock(other, documents.first());
      other.commit();
      done.join();
      await().atMost(PATIENCE).until(() -> deadlocks() > before);
    }
  }

  private static long deadlocks() {
    return network.count(
        "select deadlocks from pg_stat_database where datname = current_database()");
  }

  @Test
  void times_are_set_although_the_database_gave_that_up_once() throws Exception {
    Pair documents = waiting();
    SendingDeadlines deadlines = network.served().sendingRules().deadlines();
    String body = "{\"not-accepted\":50,\"version\":%d}".formatted(deadlines.of(HUB).version());
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      givenUpOnce(
          documents,
          () -> {
            HttpCaller.Answer set =
                http.put("/api/v1/sending-deadlines", body.getBytes(StandardCharsets.UTF_8));
            assertThat(set.status()).as(set.text()).isEqualTo(200);
          });
    }
    assertThat(deadlines.of(HUB).own())
        .containsExactly(Map.entry(Deadline.NOT_ACCEPTED, Duration.ofMinutes(50)));
  }

  @Test
  void what_a_person_decides_of_several_is_done_although_the_database_gave_that_up_once()
      throws IOException {
    Pair documents = waiting();
    DocumentFact fact = new DocumentFact.Hastened("A. Sender");
    List<Set<UUID>> moved = new ArrayList<>();
    givenUpOnce(
        documents,
        () ->
            network
                .node()
                .ledger()
                .happenAll(
                    handle -> Map.of(documents.first(), fact, documents.second(), fact),
                    changed -> {
                      moved.add(changed);
                      return handle -> {};
                    }));
    assertThat(moved).hasSize(1);
  }
}
