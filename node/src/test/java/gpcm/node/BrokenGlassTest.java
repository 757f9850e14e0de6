package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertSeverity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears that a break-glass account was used. */
class BrokenGlassTest {
  @Running static TestNetwork network;
  private String secret;

  @BeforeEach
  void itIsSealed() {
    network.execute("delete from sign_in_link");
    network.execute(
        "update alert set resolved_at = now(), resolved_by = 'a test' where problem like"
            + " 'break-glass/%'");
    // Each use is a second of its own.
    network.advance(Duration.ofSeconds(2));
    secret =
        network.node().directory().breakGlass(TestNetwork.HUB, Duration.ofDays(30)).orElseThrow();
  }

  private void open() {
    assertThat(network.node().directory().links().open(secret)).isPresent();
  }

  private static List<Alert> told() {
    new BrokenGlass(network.node().ledger()).tell();
    return network.node().alerts().open(1000).stream()
        .filter(alert -> alert.problem().startsWith("break-glass/"))
        .toList();
  }

  private static void closedBy(String name) {
    assertThat(network.node().alerts().resolve(told().getFirst().id(), name)).isTrue();
  }

  @Test
  void whileItIsSealedNobodyIs() {
    assertThat(told()).isEmpty();
  }

  @Test
  void itsOrganisationIsToldOnceToActNow() {
    open();
    assertThat(told()).hasSize(1);
    assertThat(told())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(TestNetwork.HUB);
              assertThat(alert.severity()).isEqualTo(AlertSeverity.ACT_NOW);
              assertThat(alert.text().whatHappened())
                  .contains("break-glass account of A99901", "12 hours");
              assertThat(alert.text().whatToDo()).contains("audit log", "--break-glass");
            });
  }

  @Test
  void whatSomebodyHasClosedIsOver() {
    open();
    closedBy("B. Fictional");
    assertThat(told()).isEmpty();
  }

  @Test
  void eachUseIsTold() {
    open();
    closedBy("B. Fictional");
    itIsSealed();
    open();
    assertThat(told()).hasSize(1);
  }

  @Test
  void whatWasLongAgoIsNotToldAnew() {
    network.execute("update sign_in_link set used_at = made_at - interval '8 days'");
    assertThat(told()).isEmpty();
  }
}
