package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.Deadline;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.sending.SendingDeadlines;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The practice's copy of what went to a pharmacy is watched by itself, by its own times. */
class DeadlinesOfCopiesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration WATCHED = Duration.ofMillis(1_200);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN = Duration.ofMinutes(10);

  @Running static TestNetwork network;

  @AfterEach
  void asUsual() {
    network.mesh().clearFaults();
    own(Map.of());
  }

  private static void own(Map<Deadline, Duration> own) {
    SendingDeadlines deadlines = network.served().sendingRules().deadlines();
    assertThat(deadlines.set(HUB, own, deadlines.of(HUB).version(), "A. Administrator"))
        .isPresent();
  }

  private static void uncollectedByThePractice() {
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
  }

  private static void nothingIsTaken() {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
  }

  private static void pass(Duration time) {
    network.advance(time);
    network.node().look();
  }

  private static UUID submitted() throws IOException {
    return network.submit(TestNetwork.document("online-consultation-pharmacy.json", HUB));
  }

  private static void awaitState(UUID id, DocumentState state) {
    await().atMost(PATIENCE).until(() -> network.state(id) == state);
  }

  private static UUID copyOf(UUID original, DocumentState state) {
    String of = " from document where copy_of = '%s'".formatted(original);
    await().atMost(PATIENCE).until(() -> network.count("select count(*)" + of) == 1);
    UUID copy = UUID.fromString(network.one("select id" + of));
    awaitState(copy, state);
    return copy;
  }

  private static boolean isTold(String kind, UUID id) {
    return !network.alerts(kind + "/" + id).isEmpty();
  }

  private static void toldAfterAllBut(Duration passed, Duration own, String kind, UUID id) {
    pass(own.minus(passed).minus(MINUTE));
    await().during(WATCHED).atMost(PATIENCE).until(() -> !isTold(kind, id));
    pass(MINUTE.multipliedBy(2));
    await().atMost(PATIENCE).until(() -> isTold(kind, id));
  }

  @Test
  void one_that_MESH_does_not_take_is_told_after_the_usual_time() throws IOException {
    nothingIsTaken();
    UUID copy = copyOf(submitted(), DocumentState.BUILT);
    toldAfterAllBut(Duration.ZERO, Duration.ofHours(1), "not-accepted", copy);
  }

  @Test
  void one_that_MESH_does_not_take_is_told_after_its_organisations_own_time() throws IOException {
    own(Map.of(Deadline.NOT_ACCEPTED, TEN));
    nothingIsTaken();
    UUID copy = copyOf(submitted(), DocumentState.BUILT);
    toldAfterAllBut(Duration.ZERO, TEN, "not-accepted", copy);
  }

  @Test
  void its_time_ends_so_much_earlier_when_one_is_set_while_it_waits() throws IOException {
    nothingIsTaken();
    UUID copy = copyOf(submitted(), DocumentState.BUILT);
    own(Map.of(Deadline.NOT_ACCEPTED, TEN));
    toldAfterAllBut(Duration.ZERO, TEN, "not-accepted", copy);
  }

  @Test
  void one_that_is_not_collected_is_told_while_the_pharmacy_has_its_document() throws IOException {
    own(
        Map.of(
            Deadline.NOT_COLLECTED,
            TEN.multipliedBy(2),
            Deadline.TRACKING,
            TEN.plus(TEN.dividedBy(2))));
    uncollectedByThePractice();
    UUID original = submitted();
    UUID copy = copyOf(original, DocumentState.SENT);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .node()
                    .outbox()
                    .find(original)
                    .orElseThrow()
                    .acknowledgements()
                    .infrastructure()
                    .isPresent());
    Duration until = Duration.ofMinutes(16);
    pass(until);
    await().atMost(PATIENCE).until(() -> network.kinds(copy).contains("tracked"));
    toldAfterAllBut(until, TEN.multipliedBy(2), "not-collected", copy);
    assertThat(isTold("not-collected", original)).isFalse();
  }

  @Test
  void one_that_is_not_confirmed_is_overdue_while_the_pharmacys_document_is_not()
      throws IOException {
    own(Map.of(Deadline.INFRASTRUCTURE, TEN));
    uncollectedByThePractice();
    UUID original = submitted();
    UUID copy = copyOf(original, DocumentState.SENT);
    await().atMost(PATIENCE).until(() -> network.state(original) != DocumentState.SENT);
    toldAfterAllBut(Duration.ZERO, TEN, "overdue", copy);
    assertThat(isTold("overdue", original)).isFalse();
  }
}
