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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the system in a real browser, on a bad day: charts full, much to look at. */
@Tag("slow")
class SystemBrowserTest {
  @TempDir static Path folder;
  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;

  @BeforeAll
  static void aBadDay() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    network.restartNode(configuration -> configuration.in("integration 2").runBy(TestNetwork.HUB));
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0), network.served(), folder.resolve("uploads"));
    network.countsNoMore();
    network.execute(
        """
        insert into message_hour (hour, organisation, sent, received)
        select date_trunc('hour', now(), 'UTC') - n * interval '1 hour', 'A99901', round(40 + 38 * sin(n / 3.8)), round(60 + 55 * sin(n / 3.8 + 0.4))
        from generate_series(0, 190) n
        """);
    network.execute(
        """
        insert into queue_hour (hour, queue, deepest, oldest_seconds)
        select date_trunc('hour', now(), 'UTC') - n * interval '1 hour', 'ready', 50 - n / 4, greatest(20, 4600 - n * 520)
        from generate_series(0, 190) n where n not between 8 and 10
        """);
    network.execute(
        """
        insert into code_hour (hour, organisation, code, given, messages) values
          (date_trunc('hour', now(), 'UTC'), 'A99901', '30001', false, 712), (date_trunc('hour', now(), 'UTC'), 'A99901', '30002', false, 14),
          (date_trunc('hour', now(), 'UTC'), 'A99901', 'EPL-151', false, 2), (date_trunc('hour', now(), 'UTC'), 'A99902', '20013', true, 901)
        """);
    network.execute(
        """
        update mailbox set handshake_failed_at = now() - interval '3 hours', handshake_at = now() - interval '15 hours',
          handshake_trouble = 'MESH refused to open the mailbox: HTTP 403 Not authorised. Check mailbox id, password, shared key and this computer''s clock.'
        where organisation = 'A99902'
        """);
    network.execute(
        """
        with run as (insert into check_run (id, asked_by, organisation, node, started_at) values
          (gen_random_uuid(), 'L. Operator', 'A99901', 'node-1', now()) returning id)
        insert into check_result (run, place, name, outcome, words, took_millis)
        select id, place, name, outcome, words, took from run, (values (0, 'Database', 'good', 'It answers within 3 ms.', 3),
          (1, 'Disk', 'look', '9.1 GB of 120 GB are free where this node keeps its data.', 1),
          (2, 'MESH mailbox A99901OT001', 'bad', 'MESH refused to open the mailbox: HTTP 403 Not authorised. Check mailbox id and password.', 310),
          (3, 'PDS', 'not-made', 'Nobody is looked up there.', 1), (4, 'Audit log', 'running', '', null)) each (place, name, outcome, words, took)
        """);
    network.execute(
        """
        insert into node (id, name, build, started_at, heartbeat_at, alive_until)
        values ('gone', 'node-in-the-back-room', '2.0.3', now() - interval '9 days', now() - interval '40 minutes', now() - interval '39 minutes')
        """);
    network.execute(
        """
        update mailbox set paused_at = now() - interval '2 hours', paused_by = 'L. Operator',
          paused_because = 'The recipients of this morning''s letters are being checked one by one before anything else leaves'
        where organisation = 'A99901'
        """);
    network.execute(
        """
        update mailbox set held_since = now() - interval '20 minutes', held_until = now() + interval '10 minutes',
          last_trouble = 'MESH answers 403: the certificate does not belong to the mailbox'
        where organisation = 'A99904'
        """);
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
    Directory directory = network.node().directory();
    Person person =
        directory.people().known(Person.LOCAL, "operator", "L. Operator", Optional.empty());
    directory.people().give(person.id(), TestNetwork.HUB, Role.OPERATOR, "a test");
    String key = directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=/system"));
    browser.click("main button", "/system");
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

  private static void open(String path, int width) {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
    browser.open(server.url().resolve(path), ".*");
    browser.awaitText("Environment: integration 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390, 320})
  void nobodyIsShutOutAndNothingScrollsSideways(int width) throws Exception {
    for (String path :
        new String[] {
          "/system", "/system?of=week", "/system/configuration", "/system/checks", "/"
        }) {
      open(path, width);
      browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
      assertThat(browser.axe()).as(path).isEqualTo("[]");
      assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean())
          .as(path)
          .isTrue();
      browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = false)");
      browser.picture("system" + path.replaceAll("[^a-z]", "-"), width);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void theWordsOfTheChartsCanBeReadAndDoNotCollide(int width) {
    for (String path : new String[] {"/system", "/system?of=week"}) {
      open(path, width);
      assertThat(
              browser
                  .evaluate(
                      """
                      [...document.querySelectorAll('.gpcm-chart')].map(chart => {
                        const words = [...chart.querySelectorAll('text')].filter(each => each.getClientRects().length > 0)
                          .map(each => each.getBoundingClientRect());
                        const small = words.filter(each => each.height < 11).length;
                        const collide = words.some((one, i) => words.slice(i + 1).some(other =>
                          one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom));
                        return words.length > 6 && small === 0 && !collide ? 'good' : words.length + ' ' + small + ' ' + collide;
                      }).join(' ')
                      """)
                  .asText())
          .as(path)
          .isEqualTo("good good");
    }
  }

  @Test
  void theShapeOfAChartIsSaidInWords() {
    open("/system", 1280);
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('svg.gpcm-chart')].map(each => each.getAttribute('role') + ': ' +
                      each.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id).textContent).join('. ')).join(' | ')
                    """)
                .asText())
        .contains("img: Messages an hour, last 24 hours. Sent: ", " in all, most of them (")
        .contains(
            "img: How long the oldest message ready to be sent has waited, last 24 hours. The"
                + " longest was 76 minutes, from ",
            "The limit of 60 minutes was passed in 2 of 21.");
  }

  @Test
  void byKeyboardAloneSendingIsResumedAndPaused() {
    open("/system", 1280);
    assertThat(browser.text()).contains("Sending from mailbox A99901OT001 is paused.");
    type("It is over");
    browser.evaluate("document.querySelector(\"[formaction$='resume-sending']\").focus()");
    key("Enter", 13);
    browser.awaitText("Messages leave mailbox A99901OT001 again.");
    assertThat(browser.text()).doesNotContain("Sending from mailbox A99901OT001 is paused.");
    type("It is not over");
    browser.evaluate("document.querySelector(\"[formaction$='pause-sending']\").focus()");
    key("Enter", 13);
    browser.awaitText("Nothing leaves mailbox A99901OT001 until you resume sending.");
    assertThat(browser.text()).contains("by L. Operator: It is not over");
  }

  private static void type(String text) {
    browser.evaluate("document.querySelector('#reason').focus()");
    browser.call("Input.insertText", Map.of("text", text));
  }

  private static void key(String key, int code) {
    browser.call(
        "Input.dispatchKeyEvent",
        Map.of(
            "type",
            "keyDown",
            "key",
            key,
            "code",
            key,
            "windowsVirtualKeyCode",
            code,
            "text",
            "\r"));
    browser.call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
  }
}
