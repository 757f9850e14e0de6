package gpcm.node;

import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.store.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MESH is asked how messages stand by two nodes of a database no more often than by one. */
@ExtendWith(DatabaseExtension.class)
class TrackingTogetherTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration WATCHED = Duration.ofMillis(1_500);

  /** The pause is five seconds. */
  private static final Duration JUST_BEFORE = Duration.ofSeconds(3);

  private static final Duration UNTIL_THEN = Duration.ofSeconds(2);

  @Running TestNetwork network;
  private Node other;

  @BeforeEach
  void twoNodesAndNobodyCollects(DatabaseSettings database) throws IOException {
    network.restartNode(before -> before.with(database));
    other = network.another(before -> before.with(database));
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
  }

  @AfterEach
  void stopTheOther() {
    other.close();
  }

  private void bothLook() {
    network.node().look();
    other.look();
  }

  private void pass(Duration time) {
    network.advance(time);
    bothLook();
  }

  private void sent(int documents) throws IOException {
    List<UUID> all = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      all.add(network.submit(TestNetwork.document("generic.json", TestNetwork.HUB)));
    }
    for (UUID each : all) {
      await().atMost(PATIENCE).until(() -> network.state(each) == DocumentState.SENT);
    }
  }

  private int answered() {
    return network.count("select count(*) from document where mesh_standing = 'not-collected'");
  }

  /** Of so many the question was put, whatever came of it: it waits for its next time. */
  private int asked() {
    return network
        .database()
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) from document where ask_mesh_at > :now")
                    .bind("now", Moment.column(network.clock().instant()))
                    .mapTo(Integer.class)
                    .one());
  }

  private void staysAsked(int documents) {
    await()
        .during(WATCHED)
        .atMost(PATIENCE)
        .until(
            () -> {
              bothLook();
              return asked() == documents;
            });
  }

  @Test
  void of_one_message_in_five_seconds_by_both() throws IOException {
    sent(5);
    pass(Duration.ofHours(2));
    for (int turn = 1; turn <= 4; turn++) {
      int so = turn;
      await().atMost(PATIENCE).until(() -> answered() == so);
      pass(JUST_BEFORE);
      staysAsked(turn);
      pass(UNTIL_THEN);
    }
    await().atMost(PATIENCE).until(() -> answered() == 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500, 503})
  void not_sooner_after_a_question_that_MESH_refused(int status) throws IOException {
    sent(2);
    network.mesh().add(InjectedFault.answer("GET", "/outbox/tracking", status, 100_000));
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> asked() == 1);
    pass(JUST_BEFORE);
    staysAsked(1);
    pass(UNTIL_THEN);
    await().atMost(PATIENCE).until(() -> asked() == 2);
    assertThat(answered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500, 503})
  void of_the_same_message_a_quarter_of_an_hour_after_a_question_that_MESH_refused(int status)
      throws IOException {
    sent(1);
    network.mesh().add(InjectedFault.answer("GET", "/outbox/tracking", status, 100_000));
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> asked() == 1);
    pass(Duration.ofMinutes(14));
    staysAsked(1);
    network.mesh().clearFaults();
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    assertThat(answered()).isZero();
    pass(Duration.ofMinutes(1));
    await().atMost(PATIENCE).until(() -> answered() == 1);
  }
}
