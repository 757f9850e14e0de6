package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.journal.Alert;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The break-glass account is opened, over real HTTP: what it opens, and who hears of it. */
class BreakGlassPagesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;
  private Visitor visitor;
  private String secret;

  @BeforeEach
  void itIsSealed() {
    visitor = new Visitor(network.node().url());
    network.execute("delete from alert where problem like 'break-glass/%'");
    network.execute("delete from sign_in_link");
    secret =
        network.node().directory().breakGlass(TestNetwork.HUB, Duration.ofDays(30)).orElseThrow();
  }

  @AfterEach
  void stop() {
    visitor.close();
  }

  private Answer open() throws Exception {
    visitor.get("/sign-in/link?key=" + secret);
    return visitor.postWith("/sign-in/link", "key=" + secret, visitor.cookie(Cookies.FORM));
  }

  private static List<Alert> told() {
    return network.node().alerts().open(1000).stream()
        .filter(alert -> alert.text().problem().startsWith("break-glass/"))
        .toList();
  }

  @Test
  void itOpensThePagesOfAnAdministrator() throws Exception {
    assertThat(open().status()).isEqualTo(303);
    assertThat(visitor.get("/people").status()).isEqualTo(200);
  }

  @Test
  void itOpensNoDocuments() throws Exception {
    open();
    assertThat(visitor.get("/worklist").status()).isEqualTo(403);
    assertThat(visitor.get("/outbox").status()).isEqualTo(403);
  }

  @Test
  void whoAdministersIsToldThatItWasUsed() throws Exception {
    open();
    await().atMost(PATIENCE).until(() -> !told().isEmpty());
    assertThat(told().getFirst().organisation()).isEqualTo(TestNetwork.HUB);
    assertThat(visitor.get("/alerts").text()).contains("The break-glass account was used");
  }

  @Test
  void theAccountCannotCloseTheAlert() throws Exception {
    open();
    await().atMost(PATIENCE).until(() -> !told().isEmpty());
    long alert = told().getFirst().id();
    Answer closing =
        visitor.post("/alerts/" + alert + "/resolution", "outcome=sorted-out&text=Nothing+to+see");
    assertThat(closing.status()).as(closing.text()).isIn(403, 404);
    assertThat(visitor.post("/alerts/" + alert + "/take", "").status()).isIn(403, 404);
    assertThat(told()).extracting(Alert::id).contains(alert);
  }

  @Test
  void theAccountGetsNoPassword() throws Exception {
    open();
    Answer refused =
        visitor.post(
            "/password",
            "name=Somebody+Else&password=four+plain+words+here&again=four+plain+words+here");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("sealed link alone");
    assertThat(
            network
                .node()
                .directory()
                .people()
                .local("break-glass-" + TestNetwork.HUB.toLowerCase(Locale.ROOT))
                .orElseThrow()
                .name())
        .isEqualTo("Break-glass account of " + TestNetwork.HUB);
  }

  @Test
  void theAuditLogSaysWhichLinkItWas() throws Exception {
    open();
    assertThat(
            network
                .served()
                .audited()
                .search()
                .find(AuditQuery.newest(TestNetwork.HUB, 100))
                .stream()
                .filter(entry -> entry.action() == Action.SIGN_IN_DONE)
                .map(AuditEntry::outcome)
                .flatMap(outcome -> outcome.code().stream()))
        .contains("break-glass link");
  }
}
