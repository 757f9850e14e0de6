package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks.Purpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of messages in a real browser, and the text of one with findings at its lines. */
@Tag("slow")
class MessageBrowserTest {
  @TempDir static Path folder;
  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;
  private static MessagesFixture there;
  private static UUID unreadable;
  private static String text;

  @BeforeAll
  static void somethingWentWrong() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    there = MessagesFixture.in(network);
    unreadable =
        there.unreadable(
            "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"%s\"/><entry><resource><Binary><content value=\"%s\"/></Binary></resource></entry></Bundle>"
                .formatted("transaction".repeat(40), "QUJD".repeat(500)));
    network.execute(
        """
        insert into finding (received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated)
        values ('%s', 0, 'GPCM-SD-CS-018', 'MUST', '20009', 'Bundle.type', 'transaction', 'message', 'Give the Bundle the type message', false)
        """
            .formatted(unreadable));
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0), network.served(), folder.resolve("uploads"));
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
    Directory directory = network.node().directory();
    Person person =
        directory.people().known(Person.LOCAL, "operator", "L. Operator", Optional.empty());
    directory.people().give(person.id(), TestNetwork.PRACTICE, Role.OPERATOR, "a test");
    String key = directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=/messages"));
    browser.click("main button", "/messages");
    browser.open(server.url().resolve("/messages/" + unreadable), ".*");
    browser.awaitText("What it says");
    browser.evaluate("document.getElementById('why-text').value = 'It is refused there'");
    browser.click("form[action$='/text'] button", "/confirmations/.*");
    String place = browser.evaluate("location.pathname").asText();
    Someone second = Someone.at(network, TestNetwork.PRACTICE, "M. Operator", Role.OPERATOR);
    assertThat(second.post(place + "/confirm", "").status()).isEqualTo(303);
    text = place + "/message/text";
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

  @ParameterizedTest
  @ValueSource(ints = {1280, 390, 320})
  void nobodyIsShutOutAndNothingScrollsSideways(int width) throws Exception {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> pages =
        Map.of(
            "messages",
            "/messages",
            "messages-filtered",
            "/messages?code=30002",
            "messages-none",
            "/messages?code=20001",
            "message",
            "/messages/" + there.received(there.refused()),
            "message-unreadable",
            "/messages/" + unreadable,
            "message-text",
            text,
            "message-raw",
            text + "?form=raw");
    for (Map.Entry<String, String> page : pages.entrySet()) {
      browser.open(server.url().resolve(page.getValue()), ".*");
      browser.awaitText("essage");
      browser.picture(page.getKey(), width);
      assertThat(browser.axe()).as(page.getKey()).isEqualTo("[]");
      assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean())
          .as(page.getKey())
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?form=raw"})
  void aFindingLeadsToItsLine(String form) throws Exception {
    browser.open(server.url().resolve(text + form), ".*");
    browser.awaitText("GPCM-SD-CS-018");
    browser.evaluate("document.querySelector('a[href^=\"#line-\"]').click()");
    List<String> seen =
        List.of(
            browser.evaluate("document.querySelector(':target').id").asText(),
            browser
                .evaluate(
                    "document.querySelector(':target .gpcm-source__finding strong').innerText")
                .asText());
    assertThat(seen).containsExactly(form.isEmpty() ? "line-2" : "line-1", "GPCM-SD-CS-018");
  }
}
