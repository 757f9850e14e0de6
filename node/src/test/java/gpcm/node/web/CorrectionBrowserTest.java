package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
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

/** A correction is handed in with a real browser, by the keyboard, on a phone too. */
@Tag("slow")
class CorrectionBrowserTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final LimitSettings.Rate PLENTY =
      new LimitSettings.Rate(10_000, Duration.ofSeconds(1));
  @TempDir static Path folder;
  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;

  private final String encounter = UUID.randomUUID().toString();
  private UUID document;

  @BeforeAll
  static void start() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    server =
        WebServer.start(
            HttpSettings.defaults()
                .onPort(0)
                .withMaxRequestSize(ByteSize.ofMebibytes(1))
                .with(new LimitSettings(PLENTY, PLENTY, PLENTY)),
            network.served(),
            folder.resolve("uploads"));
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
    Person person =
        network
            .node()
            .directory()
            .people()
            .known(Person.LOCAL, "S. Sender", "S. Sender", Optional.empty());
    network.node().directory().people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
    String key =
        network
            .node()
            .directory()
            .links()
            .make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=/outbox"));
    browser.click("main button", "/outbox");
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

  private ObjectNode consultation(String words) throws Exception {
    ObjectNode json =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
    json.putArray("attachments");
    ((ObjectNode) json.at("/sections/0")).put("title", words);
    return json.put("version", 1);
  }

  private void open(int width) throws Exception {
    document =
        network.submit(
            DocumentJson.report(MAPPER.writeValueAsBytes(consultation("As first recorded")))
                .document());
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    browser.open(server.url().resolve("/outbox/" + document));
    press("a[href$='/correct']");
    there("Correct and send again");
  }

  private void choose(ObjectNode json) throws Exception {
    json.remove("version");
    Path file = folder.resolve(UUID.randomUUID() + ".json");
    Files.write(file, MAPPER.writeValueAsBytes(json));
    String input =
        browser
            .call(
                "Runtime.evaluate", Map.of("expression", "document.querySelector('#consultation')"))
            .at("/result/objectId")
            .asText();
    browser.call(
        "DOM.setFileInputFiles", Map.of("files", List.of(file.toString()), "objectId", input));
  }

  private static void press(String selector) {
    browser.tabTo(selector);
    browser.enter();
  }

  /** The page is there, nobody is shut out of it, and nothing of it lies beside the screen. */
  private static void there(String words) {
    browser.awaitText(words);
    browser.forgetComplaints("status of 422");
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.axe()).as(words).isEqualTo("[]");
    assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean())
        .as(words)
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 320})
  void itIsCheckedAndSent(int width) throws Exception {
    open(width);
    ObjectNode corrected = consultation("As it should be");
    choose(corrected);
    browser.tabTo("#reason");
    browser.call("Input.insertText", Map.of("text", "The wrong title"));
    press("main form button");
    there("Version 2 would go at once.");
    assertThat(browser.text()).contains("What was decided, step by step");
    choose(corrected);
    press("main form button");
    browser.awaitText("version 2");
    assertThat(browser.evaluate("location.pathname").asText())
        .startsWith("/outbox/")
        .doesNotContain(document.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 320})
  void whatIsRefusedIsSaidAndTheReasonIsStillThere(int width) throws Exception {
    open(width);
    ObjectNode wrong = consultation("As it should be");
    ((ObjectNode) wrong.path("patient")).put("birthDate", "31st of March");
    choose(wrong);
    browser.tabTo("#reason");
    browser.call("Input.insertText", Map.of("text", "The wrong title"));
    press("main form button");
    there("There is a problem");
    assertThat(browser.text()).contains("/patient/birthDate", "Nothing was sent.");
    assertThat(browser.evaluate("document.querySelector('#reason').value").asText())
        .isEqualTo("The wrong title");
  }
}
