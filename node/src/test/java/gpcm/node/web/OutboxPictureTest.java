package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks.Purpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's picture of the outbox is of this page, with documents that travelled and were put
 * into states of their way. To approve a change, run with {@code -Dapprove.pictures=true}, look at
 * the picture, and commit it.
 */
@Tag("slow")
class OutboxPictureTest {
  /** Pictures of another day differ in nothing but the hour. */
  private static final String SAME_DAY =
      """
      (() => {
        const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) {
          words.currentNode.data = words.currentNode.data
            .replace(/ on [0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2} at ([0-9]{2}:[0-9]{2})/g, ' at $1')
            .replace(/[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2} ([0-9]{2}:[0-9]{2})/g, '27 Nov 2026 $1');
        }
      })()
      """;

  @TempDir static Path folder;
  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;

  /** A document as it is shown: whom it is about, how long ago it was handed in, how it stands. */
  private record Shown(
      String listed, String name, String nhsNumber, String born, String ago, String stands) {}

  /** The newest last, as they are handed in. */
  private static final List<Shown> SHOWN =
      List.of(
          new Shown(
              "TESTPATIENT, Golf (Mrs)",
              "Golf Testpatient",
              "9990000204",
              "1949-11-02",
              "2 days",
              "state = 'overdue', business_code = null, infrastructure_code = null"),
          new Shown(
              "TESTPATIENT, Delta (Ms)",
              "Delta Testpatient",
              "9990000166",
              "1990-07-21",
              "9 hours",
              "state = 'failed', business_code = null, infrastructure_code = null, failure = 'The"
                  + " NHS number is not known to the Personal Demographics Service. (MESH code"
                  + " EPL-153)'"),
          new Shown(
              "TESTPATIENT, Foxtrot (Mr)",
              "Foxtrot Testpatient",
              "9990000026",
              "1984-05-06",
              "7 hours",
              "state = 'rejected', business_code = '30003'"),
          new Shown(
              "TESTPATIENT, Echo (Mx)",
              "Echo Testpatient",
              "9990000158",
              "2003-01-30",
              "5 hours",
              "state = 'held', business_code = null, infrastructure_code = null, hold_kind ="
                  + " 'practice', held_since = now() - interval '2 hours', failure = 'PDS has no"
                  + " practice for this patient', posts = 0, posting = 'none'"),
          new Shown(
              "TESTPATIENT, Lima (Ms)",
              "Lima Testpatient",
              "9990000115",
              "1966-12-12",
              "3 hours",
              "state = 'sent', business_code = null, infrastructure_code = null, due_at = now() +"
                  + " interval '2 days'"),
          new Shown(
              "TESTPATIENT, Kilo (Mr)",
              "Kilo Testpatient",
              "9990000190",
              "1971-03-14",
              "2 hours",
              "state = 'completed'"),
          new Shown(
              "TESTPATIENT, Alpha Example (Ms)",
              "Alpha Example Testpatient",
              "9990000018",
              "1957-01-09",
              "1 hour",
              "state = 'waiting', business_code = null, infrastructure_code = null, posts = 0,"
                  + " posting = 'none', due_at = timestamptz '2999-01-01T12:00Z', waits_until ="
                  + " now() + interval '2 hours'"));

  @BeforeAll
  static void start() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0), network.served(), folder.resolve("uploads"));
    List<UUID> sent = new ArrayList<>();
    for (int i = 0; i < SHOWN.size(); i++) {
      sent.add(network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
    }
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                sent.stream()
                    .allMatch(
                        id ->
                            network.node().outbox().find(id).orElseThrow().state()
                                == DocumentState.COMPLETED));
    for (int i = 0; i < SHOWN.size(); i++) {
      Shown shown = SHOWN.get(i);
      network.execute(
          """
          update document set patient_listed = '%s', patient_name = '%s', patient_nhs_number = '%s', patient_birth_date = '%s',
            accepted_at = now() - interval '%s', occurred_at = now() - interval '%5$s' - interval '20 minutes', %s
          where id = '%s'
          """
              .formatted(
                  shown.listed,
                  shown.name,
                  shown.nhsNumber,
                  shown.born,
                  shown.ago,
                  shown.stands,
                  sent.get(i)));
    }
    network.raise(
        sent.get(1),
        new AlertText(
            "disagreement/" + sent.get(1),
            "MESH and the look-up disagree",
            "MESH does not know the patient, and the look-up does",
            "Trust neither"));
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
      network.close();
    }
  }

  @Test
  void theReadmeShowsTheOutboxAsItIs() throws Exception {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 1280, "height", 1140, "deviceScaleFactor", 0.75, "mobile", false));
    Directory directory = network.node().directory();
    Person person =
        directory.people().known(Person.LOCAL, "sender", "Dana Example", Optional.empty());
    directory.people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
    String key = directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=/outbox"));
    browser.click("main button", "/outbox");
    browser.awaitText("Outbox");
    assertThat(browser.evaluate("document.body.innerText").asText())
        .contains("Not delivered", "Not accepted", "Held", "On the way", "Waiting period")
        .contains("No answer", "Accepted for this patient.", "Open the alert");
    browser.evaluate(SAME_DAY);
    new ReadmePicture("outbox").assertIs(browser.screenshot());
  }
}
