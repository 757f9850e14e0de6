package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks.Purpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Staff work a document to its end in a real browser with the keyboard alone: by the Tab key
 * without a script, and with the single keys.
 */
@Tag("slow")
class WorkBrowserTest {
  private static final LimitSettings.Rate PLENTY =
      new LimitSettings.Rate(10_000, Duration.ofSeconds(1));
  @TempDir static Path folder;
  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;
  private boolean scripts;
  private String entry;

  @BeforeAll
  static void start() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0).with(new LimitSettings(PLENTY, PLENTY, PLENTY)),
            network.served(),
            folder.resolve("uploads"));
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

  private static String received() throws Exception {
    return network.entryOf(
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
  }

  private void signIn(String name, Role role) {
    browser.call("Network.clearBrowserCookies", Map.of());
    Directory directory = network.node().directory();
    Person person = directory.people().known(Person.LOCAL, name, name, Optional.empty());
    if (directory.people().organisations(person.id()).isEmpty()) {
      directory.people().give(person.id(), TestNetwork.PRACTICE, role, "a test");
    }
    String key = directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=/worklist"));
    browser.tabTo("main button");
    browser.enter();
    browser.awaitText("Apply filters");
  }

  private static void space() {
    browser.press(" ", "Space", 32, " ");
  }

  private static void single(String key) {
    browser.press(
        key,
        "Key" + key.toUpperCase(java.util.Locale.ROOT),
        key.toUpperCase(java.util.Locale.ROOT).charAt(0),
        key);
  }

  private static void type(String text) {
    browser.call("Input.insertText", Map.of("text", text));
  }

  /** Follows a link, or presses a button, that has the focus. */
  private void go(String words) {
    browser.enter();
    there(words);
  }

  private void there(String words) {
    browser.awaitText(words);
    // What is refused is a page like any other.
    browser.forgetComplaints("status of 422");
    assertThat(browser.complaints()).isEmpty();
    if (scripts) {
      assertThat(browser.axe()).as(words).isEqualTo("[]");
    }
  }

  private void openDocument() {
    browser.tabTo("th a[href^='/worklist/" + entry + "']");
    go("History of the work");
  }

  private static void unfold(String form) {
    browser.tabTo("details:has(#" + form + ") > summary");
    browser.enter();
  }

  @Test
  void withoutAScriptTheTabKeyIsEnough() throws Exception {
    browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    scripts = false;
    workToItsEnd();
  }

  @Test
  void withSingleKeysItIsFaster() throws Exception {
    browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    scripts = true;
    workToItsEnd();
  }

  private void workToItsEnd() throws Exception {
    entry = received();
    signIn("Dana Example", Role.CLERK);
    openDocument();
    browser.tabTo("#note button");
    go("There is a problem");
    assertThat(browser.evaluate("document.title").asText()).startsWith("Error: ");
    if (scripts) {
      single("t");
      there("You have taken this document.");
      single("o");
    } else {
      browser.tabTo("#take button");
      go("You have taken this document.");
      browser.tabTo("#note-text");
    }
    type("Rang her, to be seen on Monday");
    browser.tabTo("#note button");
    go("Your note is kept");
    assertThat(browser.text()).contains("Rang her, to be seen on Monday");
    unfold("review");
    browser.tabTo("#review-instruction");
    type("Is the allergy known?");
    browser.tabTo("#review button");
    go("The review is asked for.");
    unfold("task");
    browser.tabTo("#task-what");
    type("Book a blood test");
    browser.tabTo("#task button");
    go("The task is open.");

    signIn("Carla Sample", Role.CLINICIAN);
    openDocument();
    browser.tabTo("textarea[id^=review-result-]");
    type("It is known");
    browser.tabTo("form[aria-label='Give the review'] button");
    go("Your review is kept");

    signIn("Dana Example", Role.CLERK);
    openDocument();
    assertThat(browser.text()).contains("It cannot be completed yet.", "Open: 1 task");
    browser.tabTo("form[aria-label='End the task'] button");
    go("The task is done.");
    if (scripts) {
      single("c");
    } else {
      browser.tabTo("#complete-outcome");
    }
    space();
    browser.tabTo("#complete button");
    go("This document is completed.");
    unfold("reopen");
    browser.tabTo("#reopen-why");
    type("She rang back");
    browser.tabTo("#reopen button");
    go("This document is open again.");
    assertThat(browser.text()).contains("Dana Example reopened it: She rang back.");
  }

  /** On the window, so after the page itself: what takes a key leaves the browser nothing of it. */
  private static void watchKeys() {
    browser.evaluate(
        "window.keys = []; addEventListener('keydown', e => keys.push(e.key + ' ' +"
            + " e.defaultPrevented))");
  }

  /** The keys that were pressed since, and whether the page took them. */
  private static String keys(int pressed) {
    org.awaitility.Awaitility.await()
        .until(() -> browser.evaluate("keys.length").asInt() == pressed);
    return browser.evaluate("keys.join()").asText();
  }

  /** WCAG 2.1.4. */
  @Test
  void aSingleKeyInAFieldIsALetterAndNoneDoesAnythingOnceTheyAreOff() throws Exception {
    browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    scripts = true;
    entry = received();
    signIn("Dana Example", Role.CLERK);
    openDocument();
    watchKeys();
    single("o");
    assertThat(keys(1)).isEqualTo("o true");
    browser.tabTo("#note-text");
    single("t");
    assertThat(browser.evaluate("document.getElementById('note-text').value").asText())
        .isEqualTo("t");
    single("s");
    assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/worklist/" + entry);
    browser.tabTo("a[href='/keys']");
    go("They are on in this browser.");
    browser.tabTo("main button");
    go("They are off in this browser.");
    browser.open(server.url().resolve("/worklist/" + entry));
    watchKeys();
    single("t");
    single("s");
    assertThat(keys(2)).isEqualTo("t false,s false");
    assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/worklist/" + entry);
    assertThat(browser.text()).contains("Take this document");
  }

  @Test
  void theSearchIsOneKeyAway() throws Exception {
    browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    scripts = true;
    entry = received();
    signIn("Erin Example", Role.CLERK);
    openDocument();
    single("s");
    browser.awaitText("Apply filters");
    org.awaitility.Awaitility.await()
        .until(() -> browser.evaluate("document.activeElement.id").asText().equals("find"));
  }

  @Test
  void onPaperTheDocumentLeavesNothingOut() throws Exception {
    browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    entry = received();
    signIn("Dana Example", Role.CLERK);
    browser.open(server.url().resolve("/worklist/" + entry));
    byte[] paper =
        Base64.getDecoder().decode(browser.call("Page.printToPDF", Map.of()).path("data").asText());
    try (PDDocument document = Loader.loadPDF(paper)) {
      assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
          .contains("Confidential: personal data. Printed by Dana Example, A99902")
          .contains("TESTPATIENT, Alpha Example (Ms)", "999 000 0018", "9 Jan 1957 (")
          .contains("History of the work", "Timeline", "Details")
          .as("what is folded on the screen")
          .contains("Encounter (SenderReference)", "The same with codes and identifiers", "20013")
          .doesNotContain("Sign out", "Take this document", "Assign it", "Next document");
    }
  }
}
