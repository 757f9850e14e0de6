package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertOutcome;
import gpcm.node.journal.AlertView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When more is found out about what people were told of, the alert that told it says so. */
class AlertsSaidInFullTest {
  private static final AlertText LESS =
      new AlertText("failed/1", "Not delivered", "MESH does not know them", "Trace the patient");
  private static final AlertText MORE =
      new AlertText("disagreement/1", "They disagree", "MESH says no, PDS yes", "Trust neither");

  @Running private static TestNetwork network;
  private static UUID document;

  @BeforeAll
  static void send() throws Exception {
    document = network.submit(TestNetwork.consultation(TestNetwork.KNOWN));
    Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.state(document) == DocumentState.COMPLETED);
  }

  @BeforeEach
  void clear() {
    network.execute("delete from alert");
  }

  private static boolean told(boolean still) {
    return network
        .node()
        .ledger()
        .tellMoreOfDocument(HUB, document, Optional.of("failed/1"), MORE, handle -> still);
  }

  private static List<Alert> open() {
    return network.node().alerts().openOfDocument(document);
  }

  @Test
  void theOpenAlertBecomesTheOneThatSaysMore() {
    network.raise(document, LESS);
    long before = open().getFirst().id();

    assertThat(told(true)).isTrue();

    assertThat(open()).hasSize(1);
    Alert now = open().getFirst();
    assertThat(now.id()).isEqualTo(before);
    assertThat(now.problem()).isEqualTo("disagreement/1");
    assertThat(now.title()).isEqualTo("They disagree");
    assertThat(now.whatHappened()).isEqualTo("MESH says no, PDS yes");
    assertThat(now.whatToDo()).isEqualTo("Trust neither");
    assertThat(now.times()).isEqualTo(1);
  }

  @Test
  void whoeverHasTakenItKeepsIt() {
    network.raise(document, LESS);
    String cause = network.node().alerts().causeOf(HUB, open().getFirst().id());
    boolean taken =
        network
            .node()
            .alerts()
            .handling()
            .take(AlertView.of(HUB), cause, Optional.empty(), "Dana Example");
    assertThat(taken).isTrue();

    told(true);

    assertThat(network.one("select handler_name from alert where resolved_at is null"))
        .isEqualTo("Dana Example");
  }

  @Test
  void peopleAreToldAgain() {
    network.raise(document, LESS);
    network.execute("update alert set noticed_at = now() - interval '1 day'");

    told(true);

    assertThat(
            network.count(
                "select count(*) from alert where noticed_at is null or noticed_at > now() -"
                    + " interval '1 hour'"))
        .isEqualTo(1);
  }

  @Test
  void whatAPersonHasClosedIsToldAnew() {
    network.raise(document, LESS);
    long before = open().getFirst().id();
    boolean closed =
        network
            .node()
            .alerts()
            .resolve(AlertView.of(HUB), before, "Dana Example", AlertOutcome.NOT_NEEDED, "");
    assertThat(closed).isTrue();

    told(true);

    assertThat(open()).singleElement().satisfies(now -> assertThat(now.id()).isNotEqualTo(before));
  }

  @Test
  void whereBothAreOpenTheOneThatSaysLessIsOver() {
    told(true);
    network.raise(document, LESS);

    told(true);

    assertThat(open()).extracting(Alert::problem).containsExactly("disagreement/1");
  }

  @Test
  void whatIsNotSoAnyMoreIsNotTold() {
    network.raise(document, LESS);

    assertThat(told(false)).isFalse();

    assertThat(open()).extracting(Alert::problem).containsExactly("failed/1");
  }
}
