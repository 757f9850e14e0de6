package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.mesh.certs.TestAuthority;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.WebTlsSettings;
import gpcm.node.config.WebTlsSettings.Identity;
import gpcm.node.journal.Alert;
import gpcm.node.people.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person hears of a certificate that ends, and of one that cannot be used. */
class CertificateAlertsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String EXPIRES = "web-certificate-expires";
  private static final String UNUSABLE = "web-certificate-unusable";

  @TempDir Path folder;
  @Running TestNetwork network;
  private Path certs;

  @BeforeEach
  void place() {
    certs = folder.resolve("certs");
  }

  /** Puts a certificate there that has so much time left. */
  private void issue(Duration left) {
    InstantSource then = () -> network.clock().instant().plus(left).minus(Duration.ofDays(365));
    TestAuthority.create(certs, then).issueServer("localhost");
  }

  private void serve() throws IOException {
    Identity pem =
        new Identity.Pem(
            certs.resolve("server.pem"), certs.resolve("server.key"), Optional.empty());
    HttpSettings http =
        HttpSettings.defaults()
            .onPort(0)
            .with(new WebTlsSettings(pem, Optional.empty(), List.of()));
    network.restartNode(before -> before.with(http));
  }

  private void awaitTitle(String problem, String title) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              network.node().look();
              assertThat(network.alerts(problem))
                  .extracting(Alert::organisation)
                  .contains(TestNetwork.HUB, TestNetwork.PRACTICE)
                  .doesNotHaveDuplicates();
              assertThat(network.alerts(problem))
                  .allSatisfy(alert -> assertThat(alert.text().title()).isEqualTo(title));
            });
  }

  private void awaitNone(String problem) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              network.node().look();
              assertThat(network.alerts(problem)).isEmpty();
            });
  }

  @Test
  void everyOrganisationIsToldAMonthAndAWeekBeforeAndWhenItHasExpired() throws IOException {
    issue(Duration.ofDays(29));
    serve();
    awaitTitle(EXPIRES, "The web server's certificate expires within 30 days");

    network.advance(Duration.ofDays(23));
    awaitTitle(EXPIRES, "The web server's certificate expires within 7 days");

    network.advance(Duration.ofDays(7));
    awaitTitle(EXPIRES, "The web server's certificate has expired");
  }

  @Test
  void theFiguresSayForHowManyDaysItIsGood() throws IOException {
    issue(Duration.ofDays(20));
    serve();

    assertThat(network.served().metrics().apply(Extent.ALL))
        .containsPattern("gpcm_certificate_left_days\\{certificate=\"web\"\\} (19\\.9|20\\.0)");
  }

  @Test
  void whoClosedItIsToldAgainADayLater() throws IOException {
    issue(Duration.ofDays(20));
    serve();
    String title = "The web server's certificate expires within 30 days";
    awaitTitle(EXPIRES, title);
    network
        .alerts(EXPIRES)
        .forEach(alert -> network.node().alerts().resolve(alert.id(), "B. Fictional"));
    assertThat(network.alerts(EXPIRES)).isEmpty();

    network.advance(Duration.ofDays(1));

    awaitTitle(EXPIRES, title);
  }

  @Test
  void withMoreThanAMonthLeftNobodyIsTold() throws IOException {
    issue(Duration.ofDays(29));
    serve();
    awaitTitle(EXPIRES, "The web server's certificate expires within 30 days");
    issue(Duration.ofDays(31));
    awaitNone(EXPIRES);
  }

  @Test
  void whatAnEarlierRunToldIsOverWhenTheNextHasANewCertificate() throws IOException {
    issue(Duration.ofDays(3));
    serve();
    awaitTitle(EXPIRES, "The web server's certificate expires within 7 days");
    issue(Duration.ofDays(300));
    serve();
    awaitNone(EXPIRES);
  }

  @Test
  void oneThatHasExpiredKeepsNoNodeFromStarting() throws IOException {
    issue(Duration.ofDays(-1));
    serve();
    awaitTitle(EXPIRES, "The web server's certificate has expired");
  }

  @Test
  void filesThatCannotBeUsedAreToldUntilTheyAreMended() throws IOException {
    issue(Duration.ofDays(300));
    serve();
    Path key = certs.resolve("server.key");
    Path kept = Files.copy(key, folder.resolve("kept.key"));
    Files.writeString(key, "not a key");
    awaitTitle(UNUSABLE, "The web server's new certificate cannot be used");
    assertThat(network.alerts(UNUSABLE).getFirst().text().whatHappened())
        .contains("server.key holds no private key", "earlier certificate stays in use");

    Files.copy(kept, key, StandardCopyOption.REPLACE_EXISTING);
    awaitNone(UNUSABLE);
  }
}
