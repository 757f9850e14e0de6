package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks.Purpose;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees and does, in a real browser with scripts switched off. */
@Tag("slow")
class BrowserTest {
  @TempDir static Path folder;
  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0).withMaxRequestSize(ByteSize.ofMebibytes(1)),
            network.served(),
            folder.resolve("uploads"));
    submit();
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
    browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
  }

  private static void submit() throws Exception {
    String attachment = "consultation-summary-throat.txt";
    try (HttpCaller http = HttpCaller.of(server.url(), network.served())) {
      HttpCaller.Answer stored =
          http.postForm(
              "/api/v1/documents",
              List.of(
                  HttpCaller.Part.of(
                      "consultation",
                      "",
                      "application/json",
                      TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString())),
                  HttpCaller.Part.of(
                      "attachment",
                      attachment,
                      "text/plain",
                      Files.readAllBytes(TestNetwork.example(attachment)))));
      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  http.get(stored.header("Location"))
                      .json()
                      .path("state")
                      .asText()
                      .equals("completed"));
    }
  }

  /** As a person does who was given a link; the cookie of the session is taken on loopback. */
  private static void signIn(String organisation, String page) {
    Directory directory = network.node().directory();
    Person person =
        directory.people().known(Person.LOCAL, organisation, "Fictional Person", Optional.empty());
    for (Role role : Role.values()) {
      directory.people().give(person.id(), organisation, role, "a test");
    }
    String key = directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=" + page));
    browser.click("main button", page);
  }

  @Test
  void theSessionCookieIsTakenOnLoopbackAndHiddenFromScripts() {
    signIn(TestNetwork.HUB, "/");
    assertThat(browser.text()).contains("Signed in as Fictional Person", "at A99901");
    assertThat(browser.evaluate("document.cookie").asText()).isEmpty();
    browser.click(".nhsuk-header__account-button", "/sign-in");
    browser.open(server.url().resolve("/outbox"), "/sign-in");
    assertThat(browser.text()).doesNotContain("Testpatient");
  }

  @Test
  void aPersonSetsAPasswordAndSignsInWithIt() {
    Directory directory = network.node().directory();
    Person person = directory.accounts().invite("b.fictional", "B. Fictional");
    directory.people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
    String key =
        directory.links().make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key));
    browser.click("main button", "/password");
    browser.evaluate(
        "for (const id of ['password', 'again'])"
            + " document.getElementById(id).value = 'four plain words here'");
    browser.click("main button", "/");
    browser.click(".nhsuk-header__account-button", "/sign-in");
    browser.open(server.url().resolve("/outbox?state=completed"), "/sign-in");
    browser.evaluate("document.getElementById('user').value = 'B.Fictional'");
    browser.evaluate("document.getElementById('password').value = 'four plain words here'");
    browser.click("main button", "/outbox");
    assertThat(browser.text()).contains("Signed in as B. Fictional", ", sender at A99901");
    assertThat(browser.evaluate("location.search").asText()).isEqualTo("?state=completed");
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
      network.close();
    }
  }

  @Test
  void aPersonFollowsADocumentFromTheOverviewToItsTimeline() {
    signIn(TestNetwork.HUB, "/");
    assertThat(browser.text()).contains("Sent last", "Received last", "Completed");
    browser.click("a[href='/outbox']", "/outbox");
    browser.click("th a[href^='/outbox/']", "/outbox/[0-9a-f-]{36}");
    assertThat(browser.text())
        .contains("Timeline", "Infrastructure acknowledgement", "30001 patient known here");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aPersonOpensADocumentFromTheWorklist() {
    signIn(TestNetwork.PRACTICE, "/worklist");
    browser.evaluate(
        "[...document.querySelectorAll('th a')].find(link =>"
            + " link.textContent.trim().endsWith('Consultation report')).id = 'summary'");
    browser.click("#summary", "/worklist/[0-9a-f-]{36}");
    assertThat(browser.text())
        .contains("Document and attachments", "Consultation report", "For action");
    assertThat(
            browser
                .evaluate("getComputedStyle(document.querySelector('header')).backgroundColor")
                .asText())
        .isEqualTo("rgb(43, 58, 68)");
    browser.click(".gpcm-files a", "/worklist/[0-9a-f-]{36}/files/0");
    assertThat(browser.text()).contains("Page 1 of", "Larger", "Smaller", "Download");
    // The report's own bars, below the one of this page.
    await().atMost(Duration.ofMinutes(4)).until(() -> blueBelow(300) > 5_000);
    // The frame has no origin: the page around it may not look in, nor it out.
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('iframe')].map(frame =>"
                        + " frame.sandbox.value + '|' + frame.hasAttribute('sandbox') + '|' +"
                        + " frame.contentDocument).join()")
                .asText())
        .isEqualTo("|true|null");
    browser.evaluate(
        "[...document.querySelectorAll('a')].find(a => a.textContent === 'Larger').id = 'larger'");
    browser.click("#larger", "/worklist/[0-9a-f-]{36}/files/0");
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> browser.evaluate("location.search").asText().contains("zoom=large"));
    assertThat(browser.complaints()).isEmpty();
  }

  /** How many pixels of the screen are of the report's blue, below this line. */
  private static long blueBelow(int line) throws IOException {
    BufferedImage screen = ImageIO.read(new ByteArrayInputStream(browser.screenshot()));
    long blue = 0;
    for (int y = line; y < screen.getHeight(); y++) {
      for (int x = 0; x < screen.getWidth(); x++) {
        blue += (screen.getRGB(x, y) & 0xffffff) == 0x005eb8 ? 1 : 0;
      }
    }
    return blue;
  }

  /** GPCM-SD-CS-030, GPCM-SD-OC-014, GPCM-SD-GE-014. */
  @Test
  void theWorklistNamesEachDocumentAsItsUseCaseAsks() throws Exception {
    for (String example : List.of("online-consultation.json", "generic.json")) {
      UUID id = network.submit(TestNetwork.document(example, TestNetwork.HUB));
      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  network.node().outbox().find(id).orElseThrow().state()
                      == DocumentState.COMPLETED);
    }

    signIn(TestNetwork.PRACTICE, "/worklist");

    assertThat(rows())
        .anyMatch(
            row ->
                row.containsAll(
                    List.of(
                        "TESTPATIENT, Alpha Example (Ms)",
                        "999 000 0018",
                        "Consultation report",
                        "Sampleton Evening Hub",
                        "A99901",
                        "version 1")))
        .anyMatch(
            row ->
                row.containsAll(
                    List.of(
                        "TESTPATIENT, Charlie (Mr)",
                        "999 000 0018",
                        "Online consultation report",
                        "version 1")))
        .anyMatch(
            row ->
                row.containsAll(
                    List.of(
                        "TESTPATIENT, Alpha Example (Ms)",
                        "999 000 0018",
                        "Outpatient letter",
                        "A99901")));
  }

  /** Every row of the list, by what its elements say. */
  private static List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll('tbody tr')].map(row =>"
                + " [...row.querySelectorAll('bdi, .gpcm-sub')].map(each =>"
                + " each.textContent.trim()))")
        .forEach(
            row -> {
              List<String> words = new ArrayList<>();
              row.forEach(each -> words.add(each.asText()));
              rows.add(words);
            });
    return rows;
  }

  @Test
  void aPersonDealsWithAnAlert() {
    network.raise(new AlertText("test", "A test", "Nothing", "Telephone nobody"));
    signIn(TestNetwork.HUB, "/worklist");
    assertThat(browser.text()).containsPattern("Alerts 1\\s+open alert");
    browser.click(".nhsuk-header__navigation a[href='/alerts']", "/alerts");
    browser.click("th a", "/alerts/" + network.one("select max(id) from alert"));
    assertThat(browser.text()).contains("Telephone nobody");
    browser.evaluate(
        "document.querySelectorAll('details').forEach(each => each.open = true);"
            + " document.querySelector('input[value=fault-mended]').checked = true");
    browser.click("form[action$='/resolution'] button", "/alerts");
    await().untilAsserted(() -> assertThat(browser.text()).contains("No open alerts"));
  }

  @Test
  void everythingThatCanBeUsedHasAName() {
    signIn(TestNetwork.HUB, "/");
    for (String path :
        List.of("/", "/outbox", "/worklist", "/alerts", "/people", "/sessions", "/sign-in")) {
      browser.open(server.url().resolve(path));
      JsonNode tree = browser.call("Accessibility.getFullAXTree", Map.of()).path("nodes");
      int headings = 0;
      for (JsonNode node : tree) {
        String role = node.at("/role/value").asText();
        headings += role.equals("heading") ? 1 : 0;
        if (List.of("link", "button", "textbox", "combobox", "table", "navigation", "region")
            .contains(role)) {
          assertThat(node.at("/name/value").asText()).as("%s on %s", role, path).isNotBlank();
        }
      }
      assertThat(headings).isPositive();
    }
  }
}
