package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worklist measured in a real browser: what is long, what is new, and where the focus is. */
@Tag("slow")
class WorklistLayoutTest {
  /** Three lines of a row, the room around them, and what tags are taller than lines. */
  private static final int THREE_LINES = 100;

  private static final String LONG = "Testpatient-with-a-name-".repeat(12);

  @TempDir static Path folder;
  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;

  @BeforeAll
  static void documentsAreReceived() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0), network.served(), folder.resolve("uploads"));
    for (String example : new String[] {"consultation-summary.json", "generic.json"}) {
      network.entryOf(network.submit(TestNetwork.document(example, TestNetwork.HUB)));
    }
    network.execute(
        """
        update worklist_entry set confidential = true, patient_listed = '%1$s', patient_name = '%1$s', title = '%1$s'
        where use_case = 'generic'
        """
            .formatted(LONG));
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
    Directory directory = network.node().directory();
    Person person =
        directory
            .people()
            .known(Person.LOCAL, TestNetwork.PRACTICE, "Fictional Person", Optional.empty());
    for (Role role : Role.values()) {
      directory.people().give(person.id(), TestNetwork.PRACTICE, role, "a test");
    }
    String key = directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=/worklist"));
    browser.click("main button", "/worklist");
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

  private static void open(int width) {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
    browser.open(server.url().resolve("/worklist?sort=received"));
    browser.awaitText("Worklist");
  }

  private static void picture(String name, int width) throws Exception {
    String pictures = System.getProperty("pictures", "");
    if (!pictures.isEmpty()) {
      Files.write(Path.of(pictures, name + "-" + width + ".png"), browser.screenshot());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void aLongNameHidesNoColumn(int width) throws Exception {
    open(width);
    picture("worklist-long", width);
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('tbody td, tbody th')].filter(cell => cell.getClientRects().length > 0)
                      .filter(cell => { const box = cell.getBoundingClientRect(); return box.right > innerWidth || box.left < 0 || box.width < 20; })
                      .map(cell => cell.textContent.trim().slice(0, 60)).join(' | ')
                    """)
                .asText())
        .isEmpty();
  }

  /** Whoever reads the beginning of a name alone may take one patient for another. */
  @ParameterizedTest
  @ValueSource(ints = {1280, 390, 320})
  void noNameIsCut(int width) {
    open(width);
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('tbody .gpcm-name')].filter(name => {
                      const words = name.matches('bdi') ? name : name.querySelector('bdi');
                      const box = words.getBoundingClientRect();
                      for (let around = words; around && around.tagName !== 'TR'; around = around.parentElement) {
                        const out = around.getBoundingClientRect();
                        if (getComputedStyle(around).overflow !== 'visible' || box.bottom > out.bottom + 1 || box.right > out.right + 1) {
                          return true;
                        }
                      }
                      return name.textContent.includes('…');
                    }).map(name => name.textContent.slice(0, 60)).join(' | ')
                    """)
                .asText())
        .isEmpty();
    assertThat(browser.text()).contains(LONG);
  }

  @Test
  void aRowOfUsualNamesTakesThreeLinesAtMost() {
    open(1280);
    assertThat(
            browser
                .evaluate(
                    "Math.max(...[...document.querySelectorAll('tbody tr')].filter(row =>"
                        + " !row.textContent.includes('Testpatient-with-a-name')).map(row =>"
                        + " row.getBoundingClientRect().height))")
                .asInt())
        .isPositive()
        .isLessThanOrEqualTo(THREE_LINES);
  }

  /** The design system's tables stand out by two pixels. */
  @Test
  void theTableIsSeenWholeBesideTheFilters() {
    open(1280);
    assertThat(
            browser
                .evaluate(
                    "(() => { const table = document.querySelector('.gpcm-scroll'); return"
                        + " table.scrollWidth - table.clientWidth; })()")
                .asInt())
        .isLessThanOrEqualTo(2);
  }

  /** A tag that is cut could be read as another one. */
  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void confidentialIsSeenWhole(int width) {
    open(width);
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('tbody .nhsuk-tag')].filter(tag => tag.textContent === 'Confidential').map(tag => {
                      const box = tag.getBoundingClientRect();
                      const cell = tag.closest('td').getBoundingClientRect();
                      return box.left >= cell.left && box.right <= cell.right && box.right <= innerWidth && box.height < 32;
                    }).join()
                    """)
                .asText())
        .isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void thatARecordIsRestrictedIsSeenWhole(int width) throws Exception {
    network.execute(
        "insert into restricted_record (organisation, nhs_number, since) values ('%s', '%s', now())"
            .formatted(TestNetwork.PRACTICE, TestNetwork.KNOWN));
    try {
      open(width);
      picture("worklist-restricted", width);
      assertThat(
              browser
                  .evaluate(
                      """
                      [...document.querySelectorAll('tbody .nhsuk-tag')].filter(tag => tag.textContent === 'Restricted record').map(tag => {
                        const box = tag.getBoundingClientRect();
                        const cell = tag.closest('td').getBoundingClientRect();
                        return box.left >= cell.left && box.right <= cell.right && box.right <= innerWidth;
                      }).join()
                      """)
                  .asText())
          .isEqualTo("true,true");
      assertThat(browser.text()).contains("Opened by clinicians with B1611");
    } finally {
      network.execute("delete from restricted_record");
    }
  }

  @Test
  void theHeadsOfTheColumnsAreOneLine() {
    open(1280);
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('thead th')].filter(head => head.getBoundingClientRect().height > 50)
                      .map(head => head.textContent).join()
                    """)
                .asText())
        .isEmpty();
  }

  @Test
  void onPaperEveryColumnIsThereAndNamesAreWhole() throws Exception {
    open(1280);
    byte[] paper =
        Base64.getDecoder()
            .decode(
                browser
                    .call("Page.printToPDF", Map.of("preferCSSPageSize", true))
                    .path("data")
                    .asText());
    try (PDDocument document = Loader.loadPDF(paper)) {
      String text = new PDFTextStripper().getText(document);
      assertThat(text.replaceAll("\\s", "")).contains(LONG, "Confidential", "999000");
      assertThat(text).contains("Document", "From", "Received", "Owner", "Due", "State");
    }
  }

  @Test
  void whatIsNewIsToldWithoutMovingARowOrTheFocus() throws Exception {
    open(1280);
    String where =
        """
        JSON.stringify([document.activeElement.getAttribute('href'), scrollY,
          [...document.querySelectorAll('tbody tr')].map(row => row.getBoundingClientRect().top)])
        """;
    browser.evaluate("document.querySelector('tbody th a').focus()");
    String before = browser.evaluate(where).asText();
    network.entryOf(
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
    // As it does by itself once a minute.
    browser.evaluate(
        "htmx.ajax('GET', document.querySelector('.gpcm-new').getAttribute('hx-get'),"
            + " {target: '.gpcm-new', swap: 'innerHTML'}); true");
    await()
        .atMost(Duration.ofMinutes(4))
        .untilAsserted(() -> assertThat(browser.text()).contains("1 new document"));
    assertThat(browser.evaluate(where).asText()).isEqualTo(before);
    assertThat(
            browser.evaluate("document.querySelector('.gpcm-new').getAttribute('role')").asText())
        .isEqualTo("status");
  }

  /** What axe-core finds against WCAG, and how far the page can be scrolled sideways. */
  private static void nobodyIsShutOut(String page) {
    assertThat(browser.axe()).as(page).isEqualTo("[]");
    assertThat(browser.evaluate("document.documentElement.scrollWidth > innerWidth").asBoolean())
        .as(page)
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 320})
  void whatIsAskedBeforeItIsDoneShutsNobodyOut(int width) throws Exception {
    open(width);
    browser.evaluate(
        "document.querySelectorAll('.gpcm-tick').forEach(each => each.checked = true)");
    browser.click("#selected button[value=assign]", "/worklist/selected");
    browser.awaitText("Nothing is done yet");
    nobodyIsShutOut("the names");
    browser.click("main form button", "/worklist/selected/done");
    browser.awaitText("There is a problem");
    nobodyIsShutOut("nobody named");
    open(width);
    browser.evaluate(
        "document.querySelectorAll('.gpcm-tick').forEach(each => each.checked = true)");
    browser.click("#selected button[value=done]", "/worklist/selected");
    browser.awaitText("None of these can be marked as done");
    nobodyIsShutOut("none of them");
  }

  @Test
  void withoutAScriptAPersonTakesWhatTheyHaveSeenTheNamesOf() {
    browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      open(1280);
      browser.evaluate("document.querySelector('.gpcm-tick').checked = true");
      browser.click("#selected button[value=take]", "/worklist/selected");
      assertThat(browser.text()).contains("Take 1 document?", "Nothing is done yet.");
      browser.click("main form button", "/worklist/selected/done");
      assertThat(browser.text()).contains("1 document taken.", "Fictional Person");
    } finally {
      browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }
}
