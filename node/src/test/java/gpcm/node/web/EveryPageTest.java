package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.exchange.IncomingFact.Question;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.working.Working;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page there is, in a real browser: usable by everybody, at every width, by keyboard alone. A
 * new page fails here until it has an entry. With {@code -Dpictures=FOLDER} they can be looked at.
 */
@Tag("slow")
class EveryPageTest {
  /** Routes that answer no page of their own: files, redirects, and what stands in frames. */
  private static final Set<String> NO_PAGES =
      Set.of(
          "/assets/{file}",
          "/assets/images/{file}",
          "/viewing.css",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/system/configuration/file",
          "/system/support",
          "/icon.svg",
          "/favicon.ico",
          "/passkeys.js",
          "/sign-in/at/{provider}",
          "/sign-in/jwks",
          "/audit/checkpoint",
          "/confirmations/{id}/message",
          "/worklist/new",
          "/viewing/outbox/{id}/files/{n}",
          "/viewing/worklist/{id}/files/{n}");

  /**
   * Pages that need a provider's answer or a second person: SignInBrowserTest and others open them.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "/sign-in/callback",
          "/sign-in/choice",
          "/confirmations/{id}",
          "/confirmations/{id}/message/text");

  private static final String FOCUS =
      """
      (() => {
        const one = document.activeElement;
        if (one === document.body) { return 'end'; }
        if (one.tagName === 'IFRAME') { return 'frame'; }
        const box = one.getBoundingClientRect();
        const name = one.tagName + ' ' + (one.id || one.getAttribute('href') || one.textContent.trim().slice(0, 40));
        if (box.width < 2) { return 'ok ' + name; }
        const points = [[box.left + Math.min(box.width / 2, 12), box.top + Math.min(box.height / 2, 12)],
          [box.left + box.width / 2, box.top + box.height / 2]];
        const seen = points.some(([x, y]) => {
          const at = document.elementFromPoint(x, y);
          return at && (at === one || one.contains(at) || at.contains(one)
            || (one.labels && [...one.labels].some(label => label === at || label.contains(at))));
        });
        return (seen ? 'ok ' : 'HIDDEN ') + name;
      })()
      """;

  /** Pictures of another day differ in nothing but the day. */
  private static final String SAME_TIMES =
      """
      (() => {
        const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) {
          const cell = words.currentNode.parentElement.closest('td');
          const due = cell && cell.textContent.trim().startsWith('Due');
          words.currentNode.data = words.currentNode.data
            .replace(/(Due )?[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2} [0-9]{2}:[0-9]{2}/g,
              (all, word) => (word || '') + (word || due ? '30' : '27') + ' Nov 2026 09:14')
            .replace(/(just now|[0-9]+ (minute|hour)s? ago)/g, '6 hours ago');
        }
      })()
      """;

  @TempDir static Path folder;
  private static final LimitSettings.Rate PLENTY =
      new LimitSettings.Rate(10_000, Duration.ofSeconds(1));

  private static TestNetwork network;
  private static WebServer server;
  private static Chromium browser;

  /** A page in a state: its route, who looks, and where it is. */
  private record Page(String name, String route, String organisation, String address) {}

  private static final List<Page> PAGES = new ArrayList<>();

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
    UUID sent = UUID.randomUUID();
    for (String example :
        List.of(
            "consultation-summary.json",
            "generic.json",
            "online-consultation.json",
            "generic.json")) {
      sent = network.submit(TestNetwork.document(example, TestNetwork.HUB));
      UUID waited = sent;
      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  network.node().outbox().find(waited).orElseThrow().state()
                      == DocumentState.COMPLETED);
    }
    // As a node leaves them that has people decide: one about a patient, one about what to do.
    network.execute(
        """
        insert into business_decision (entry, received, organisation, question, doubts, answers_to, reference, address, opened_at, due_at)
        select id, received, organisation, case row_number() over (order by received_at) when 1 then 'matching' else 'decision' end,
          'the surname differs', message_id, encounter_id, 'A99901OT001', now(), now() + interval '1 day'
        from worklist_entry where use_case = 'generic'
        """);
    settingsAreMade();
    network.raise(sent, new AlertText("late", "An answer is late", "No answer came", "Ring them"));
    network.execute(
        """
        insert into alert (organisation, problem, title, what_happened, what_to_do, times, raised_at, last_at, resolved_at, resolved_by, outcome,
          outcome_text)
        values ('A99901', 'overdue/x', 'An answer was late', 'It was', 'Ring', 1, now(), now(), now(), 'B. Fictional', 'other-route', 'Rang')
        """);
    network.execute(
        """
        insert into saved_view (id, organisation, name, query, made_by, made_at)
        values (gen_random_uuid(), 'A99902', 'Letters that nobody has', 'view=unassigned&action=FA', 'B. Fictional', now())
        """);
    pages(sent);
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
  }

  private static void settingsAreMade() throws Exception {
    Someone administrator =
        Someone.at(network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
    UUID self = administrator.person().id();
    UUID clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK).person().id();
    String team = AssignmentRulesTest.team(administrator, network, "Letters", self, clerk);
    for (String[] each :
        new String[][] {
          {
            "rules",
            "name=Summaries&use-case=consultation-summary&due=2&mark=true&whom=team-" + team
          },
          {"rules", "name=All+others&whom=person-" + clerk},
          {"fallback", "team=" + team},
          {
            "reviews",
            "name=Results&starts=true&use-case=generic&whom-1=team-%s&instruction-1=Read+it"
                .formatted(team)
          },
          {"sampling", "percent=5&whom=team-" + team},
          {"opening-hours", "opens-1=09:00&closes-1=17:30"},
          {
            "alerts",
            "name=Reception&kind=mail&address=desk%40practice.example&step=first&severity=today"
                + "&sides=receiving&sides=technical&hours=open-but-now&summary=true"
          },
          {"closed-days", "day=2027-05-03&name=Bank+holiday"},
          {
            "absence",
            "person=%s&stand-in=%s&from=%s&to=%3$s"
                .formatted(clerk, self, LocalDate.now(Working.ZONE))
          },
        }) {
      AssignmentRulesTest.set(administrator, each[0], each[1]);
    }
  }

  private static void pages(UUID sent) {
    page("sign-in", "/sign-in", "", "/sign-in?to=%2Foutbox");
    page("sign-in-link", "/sign-in/link", "", "/sign-in/link?key=x");
    page("sign-in-passkey", "/sign-in/passkey", "", "/sign-in/passkey");
    for (String organisation : List.of(TestNetwork.HUB, TestNetwork.PRACTICE)) {
      page("overview", "/", organisation, "/");
      page("outbox", "/outbox", organisation, "/outbox");
      page("worklist", "/worklist", organisation, "/worklist");
      page("alerts", "/alerts", organisation, "/alerts");
    }
    page(
        "alert",
        "/alerts/{id}",
        TestNetwork.HUB,
        "/alerts/"
            + network.one(
                "select max(id) from alert where resolved_at is null and organisation = 'A99901'"));
    page("alerts-closed", "/alerts", TestNetwork.HUB, "/alerts?state=closed");
    page("outbox-filtered", "/outbox", TestNetwork.HUB, "/outbox?state=failed");
    String waits = waitsForPeople(sent);
    page("sent-unconfirmed", "/outbox/{id}", TestNetwork.HUB, "/outbox/" + waits);
    page("sent-confirm", "/outbox/{id}/confirm", TestNetwork.HUB, "/outbox/" + waits + "/confirm");
    page("outbox-attention", "/outbox", TestNetwork.HUB, "/outbox?view=needs-attention");
    page("outbox-follow-ups", "/outbox/follow-ups", TestNetwork.HUB, "/outbox/follow-ups");
    page("outbox-views", "/outbox/views", TestNetwork.HUB, "/outbox/views");
    String act = actOnMany();
    page("outbox-bulk", "/outbox/bulk", TestNetwork.HUB, "/outbox/bulk");
    page("outbox-bulk-running", "/outbox/bulk/{id}", TestNetwork.HUB, "/outbox/bulk/" + act);
    page("sent", "/outbox/{id}", TestNetwork.HUB, "/outbox/" + sent);
    page("sent-correct", "/outbox/{id}/correct", TestNetwork.HUB, "/outbox/" + sent + "/correct");
    page("sent-file", "/outbox/{id}/files/{n}", TestNetwork.HUB, "/outbox/" + sent + "/files/0");
    for (WorklistEntry entry : network.node().worklist().list(WorklistQuery.newest(100))) {
      if (entry.organisation().equals(TestNetwork.PRACTICE)) {
        String place = "/worklist/" + entry.id();
        page("document-" + entry.useCase(), "/worklist/{id}", TestNetwork.PRACTICE, place);
        page("file", "/worklist/{id}/files/{n}", TestNetwork.PRACTICE, place + "/files/0");
        if (entry.useCase().equals("online-consultation")) {
          page("coded", "/worklist/{id}/coded", TestNetwork.PRACTICE, place + "/coded");
          page("coded-entry", "/worklist/{id}/coded/{n}", TestNetwork.PRACTICE, place + "/coded/1");
        }
        network
            .node()
            .decisions()
            .find(entry.organisation(), entry.id())
            .map(decision -> decision.question() == Question.MATCHING ? "match" : "decision")
            .ifPresent(
                asked ->
                    page(
                        asked,
                        "/worklist/{id}/" + asked,
                        TestNetwork.PRACTICE,
                        place + "/" + asked));
      }
    }
    page("saved-views", "/worklist/views", TestNetwork.PRACTICE, "/worklist/views");
    page("missing", "/worklist/{id}", TestNetwork.PRACTICE, "/worklist/" + UUID.randomUUID());
    page("wrong", "/worklist", TestNetwork.PRACTICE, "/worklist?after=0");
    for (String path :
        List.of(
            "/audit",
            "/people",
            "/confirmations",
            "/sessions",
            "/keys",
            "/password",
            "/passkeys",
            "/absence")) {
      page(path.substring(1), path, TestNetwork.PRACTICE, path);
    }
    for (String path :
        List.of(
            "/settings",
            "/settings/teams",
            "/settings/rules",
            "/settings/rules/new",
            "/settings/reviews",
            "/settings/reviews/new",
            "/settings/absence",
            "/settings/sampling",
            "/settings/sending",
            "/settings/deciding",
            "/settings/alerts",
            "/settings/retention")) {
      page(path.substring(1).replace('/', '-'), path, TestNetwork.PRACTICE, path);
    }
    page("system", "/system", TestNetwork.HUB, "/system");
    page("system-week", "/system", TestNetwork.HUB, "/system?of=week");
    page("reports", "/reports", TestNetwork.HUB, "/reports");
    page("reports-received", "/reports", TestNetwork.PRACTICE, "/reports");
    page("reports-none", "/reports", TestNetwork.HUB, "/reports?from=2027-03-01&until=2027-03-01");
    page("system-configuration", "/system/configuration", TestNetwork.HUB, "/system/configuration");
    page("system-checks", "/system/checks", TestNetwork.HUB, "/system/checks");
    page("messages", "/messages", TestNetwork.HUB, "/messages");
    page("messages-filtered", "/messages", TestNetwork.HUB, "/messages?kind=business-response");
    page("messages-none", "/messages", TestNetwork.HUB, "/messages?code=20001");
    page("message", "/messages/{id}", TestNetwork.HUB, "/messages/" + sent);
    page(
        "message-unreadable",
        "/messages/{id}",
        TestNetwork.PRACTICE,
        "/messages/" + unreadableMessage());
    page("providers", "/providers", TestNetwork.HUB, "/providers");
    page("provider", "/providers/{site}", TestNetwork.HUB, "/providers/A99904");
    String rule = network.one("select id from assignment_rule where position = 1");
    page("settings-rule", "/settings/rules/{id}", TestNetwork.PRACTICE, "/settings/rules/" + rule);
    page(
        "settings-rule-test",
        "/settings/rules/{id}/test",
        TestNetwork.PRACTICE,
        "/settings/rules/" + rule + "/test");
    page(
        "settings-review",
        "/settings/reviews/{id}",
        TestNetwork.PRACTICE,
        "/settings/reviews/" + network.one("select id from review_template"));
    page("ending", "/session/ending", TestNetwork.PRACTICE, "/session/ending?to=%2F");
  }

  /** One that could not be read, with what was found in it. */
  private static String unreadableMessage() {
    UUID id = UUID.randomUUID();
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, received_at, position)
        select '%s', organisation, '20261128093000000000_ABC123', message_type, sender, recipient, workflow_id, subject, local_id, status_code,
          status_description, linked_message_id, sha256, size, 'unreadable', received_at, position
        from received_message where organisation = 'A99902' limit 1
        """
            .formatted(id));
    network.execute(
        """
        insert into finding (received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated)
        values ('%s', 0, 'GPCM-C-02', 'MUST', '10009', 'line 3, column 5', 'something else', 'a FHIR STU3 message bundle in XML',
          'Send well-formed XML in UTF-8 whose root is a Bundle of type message', false)
        """
            .formatted(id));
    return id.toString();
  }

  /** One to be confirmed, one held, one to be followed up. */
  private static String waitsForPeople(UUID sent) {
    String unsent =
        "posts = 0, posting = 'none', infrastructure_code = null, business_code = null, due_at ="
            + " timestamptz '2999-01-01T12:00Z', waits_until = timestamptz '2999-01-01T12:00Z'";
    String waits =
        network.one(
            "select id from document where organisation = 'A99901' and copy_of is null and id <> '"
                + sent
                + "' order by accepted_at limit 1");
    network.execute(
        "update document set state = 'unconfirmed', " + unsent + " where id = '" + waits + "'");
    network.execute(
        "update document set state = 'held', hold_kind = 'practice', held_since = now(), failure ="
            + " 'PDS has no practice for this patient', "
            + unsent
            + " where id = (select id from document where organisation = 'A99901' and copy_of is"
            + " null and id not in ('"
            + sent
            + "', '"
            + waits
            + "') order by accepted_at limit 1)");
    network.execute(
        "insert into sending_follow_up (id, organisation, document, encounter_id, opened_at,"
            + " opened_by, reason) select gen_random_uuid(), organisation, id, encounter_id, now(),"
            + " 'the hub system', 'Recorded for somebody else' from document where id = '"
            + sent
            + "'");
    return waits;
  }

  /** One that half of it is done of, and that no node goes on with. */
  private static String actOnMany() {
    UUID act = UUID.randomUUID();
    network.execute(
        """
        insert into bulk_act (id, organisation, kind, query, actor, actor_id, made_by, named, drafted_at, items, others, state, reason,
          started_by, started_at, done, left_out, next_at)
        select '%s', 'A99901', 'withdraw', 'view=waiting', '{"kind":"MACHINE","id":"key","organisation":"A99901"}', 'key', 'S. Sender', true, now(),
          count(*), 2, 'running', 'Entered twice', 'S. Sender', now(), 1, 0, 'infinity' from document where organisation = 'A99901'
        """
            .formatted(act));
    network.execute(
        """
        insert into bulk_item (bulk, position, organisation, document, state, recipient, outcome, done_at)
        select '%s', n, organisation, id, 'waiting', recipient, case n when 1 then 'done' end, case n when 1 then now() end
        from (select *, row_number() over (order by accepted_at, id) n from document where organisation = 'A99901') d
        """
            .formatted(act));
    return act.toString();
  }

  private static void page(String name, String route, String organisation, String address) {
    PAGES.add(new Page(name, route, organisation, address));
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
  void everyPageStandsHere() {
    Set<String> listed = new TreeSet<>(NO_PAGES);
    listed.addAll(ELSEWHERE);
    PAGES.forEach(page -> listed.add(page.route()));
    Set<String> there = new TreeSet<>();
    for (String route : RouteTable.shipped().routes()) {
      if (route.startsWith("GET ") && !route.contains("/api/")) {
        there.add(route.substring("GET ".length()).strip());
      }
    }
    assertThat(listed).isEqualTo(there);
  }

  @Test
  void nobodyIsShutOut() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>();
    for (int width : List.of(1280, 320)) {
      each(
          width,
          page -> {
            String found = browser.axe();
            if (!found.equals("[]")) {
              wrong.put(page.name() + " at " + width, found);
            }
          });
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nothingScrollsSideways() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>();
    for (int width : List.of(320, 390, 1280)) {
      each(
          width,
          page -> {
            String widest =
                browser
                    .evaluate(
                        """
                        document.documentElement.scrollWidth <= innerWidth ? '' :
                          document.documentElement.scrollWidth + ': ' +
                          [...document.querySelectorAll('body *')].filter(each =>
                            each.getBoundingClientRect().right > innerWidth + 1).slice(0, 4)
                            .map(each => each.outerHTML.slice(0, 120)).join(' | ')
                        """)
                    .asText();
            if (!widest.isEmpty()) {
              wrong.put(page.name() + " at " + width, widest);
            }
          });
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theKeyboardReachesEverythingAndNothingHidesIt() throws Exception {
    Map<String, List<String>> wrong = new LinkedHashMap<>();
    each(
        1280,
        page -> {
          List<String> path = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            browser.tab();
            String at = browser.evaluate(FOCUS).asText();
            if (at.equals("end")) {
              break;
            }
            path.add(at);
          }
          if (path.isEmpty()
              || !path.getFirst().contains("#main")
              || path.stream().anyMatch(each -> each.startsWith("HIDDEN"))) {
            wrong.put(page.name(), path);
          }
        });
    assertThat(wrong).isEmpty();
  }

  @Test
  void onPaperTheWorklistSaysWhoPrintedItAndLeavesNothingOut() throws Exception {
    browser.call("Network.clearBrowserCookies", Map.of());
    signIn(TestNetwork.PRACTICE);
    browser.open(server.url().resolve("/worklist"), ".*");
    byte[] paper =
        Base64.getDecoder()
            .decode(
                browser
                    .call("Page.printToPDF", Map.of("preferCSSPageSize", true))
                    .path("data")
                    .asText());
    String pictures = System.getProperty("pictures", "");
    if (!pictures.isEmpty()) {
      Files.write(Path.of(pictures, "worklist.pdf"), paper);
    }
    try (PDDocument document = Loader.loadPDF(paper)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("Confidential: personal data. Printed by Dana Example, A99902")
          .contains("TESTPATIENT, Alpha Example (Ms)", "999 000 0018", "Born 9 Jan 1957")
          .contains("Document", "From", "Received", "State", "Sampleton Evening Hub")
          .doesNotContain("Sign out", "Apply filters");
    }
  }

  /**
   * The pictures of the README are of these pages. To approve a change, run with {@code
   * -Dapprove.pictures=true}, look at the pictures, and commit them. Fonts differ between machines,
   * so that only what is laid out or coloured otherwise fails.
   */
  @Test
  void theReadmeShowsThePagesAsTheyAre() throws Exception {
    browser.call("Network.clearBrowserCookies", Map.of());
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 1280, "height", 1000, "deviceScaleFactor", 0.75, "mobile", false));
    signIn(TestNetwork.PRACTICE);
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("worklist", "/worklist");
    PAGES.stream()
        .filter(page -> page.name().equals("document-consultation-summary"))
        .forEach(page -> shown.put("document", page.address()));
    assertThat(shown).hasSize(2);
    for (Map.Entry<String, String> each : shown.entrySet()) {
      browser.open(server.url().resolve(each.getValue()), ".*");
      browser.awaitText("Worklist");
      browser.evaluate(SAME_TIMES);
      new ReadmePicture(each.getKey()).assertIs(browser.screenshot());
    }
  }

  private interface Look {
    void at(Page page) throws Exception;
  }

  private static void each(int width, Look look) throws Exception {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
    String organisation = "";
    browser.call("Network.clearBrowserCookies", Map.of());
    for (Page page : PAGES) {
      if (!page.organisation().equals(organisation)) {
        organisation = page.organisation();
        signIn(organisation);
      }
      browser.open(server.url().resolve(page.address()), ".*");
      browser.awaitText("");
      look.at(page);
      picture(page.name() + "-" + page.organisation(), width);
    }
  }

  private static void signIn(String organisation) {
    Directory directory = network.node().directory();
    Person person =
        directory.people().known(Person.LOCAL, organisation, "Dana Example", Optional.empty());
    boolean known = !directory.people().organisations(person.id()).isEmpty();
    for (Role role : known ? new Role[0] : Role.values()) {
      directory.people().give(person.id(), organisation, role, "a test");
    }
    String key = directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
    browser.open(server.url().resolve("/sign-in/link?key=" + key + "&to=/sessions"));
    browser.click("main button", "/sessions");
  }

  private static void picture(String name, int width) throws IOException {
    String pictures = System.getProperty("pictures", "");
    if (!pictures.isEmpty()) {
      browser.evaluate("scrollTo(0, 0)");
      int height =
          browser.evaluate("Math.min(document.documentElement.scrollHeight, 4000)").asInt();
      Path file = Path.of(pictures, name + "-" + width + ".png");
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          Base64.getDecoder()
              .decode(
                  browser
                      .call(
                          "Page.captureScreenshot",
                          Map.of(
                              "captureBeyondViewport",
                              true,
                              "clip",
                              Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)))
                      .path("data")
                      .asText()));
    }
  }
}
