package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Patient;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import gpcm.node.web.HttpCaller.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever may not see a document sees neither its patient nor what it says anywhere else: not in
 * alerts, not on other pages, not in lists. The hub has sent three: one that anybody there who
 * sends may see, a confidential one of a machine, and a confidential one that a sender handed in.
 */
class DocumentRightsTest {
  private static final String PHARMACY = "A99904";
  private static final String[] PATIENT = {
    "Testpatient", "TESTPATIENT", "9990000018", "999 000 0018", "9 Jan 1957", "1957-01-09"
  };

  @Running static TestNetwork network;
  private static HttpCaller http;
  private static final Map<UUID, String> ALERTS = new HashMap<>();
  private static UUID open;
  private static UUID secret;
  private static UUID mine;
  private static String handedIn;
  private static String openEntry;
  private static String secretEntry;

  @BeforeAll
  static void documentsHaveTravelledAndAlertsAreOpen() throws Exception {
    http = new HttpCaller(network.node().url());
    open = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    secret = network.submit(letter());
    handedIn = session(TestNetwork.HUB, "who-hands-in", Optional.empty(), Role.SENDER);
    mine = UUID.fromString(submitted(handedIn));
    for (UUID each : List.of(open, secret, mine)) {
      awaitCompleted(each);
      network.raise(
          each,
          new AlertText(
              "failed/" + each,
              "Not delivered: the report on Alpha Testpatient, NHS number 9990000018",
              "Of Testford Surgery, number " + (ALERTS.size() + 1),
              "Telephone Testford Surgery"));
      ALERTS.put(each, network.one("select id from alert where document = '" + each + "'"));
    }
    openEntry = entry(open);
    secretEntry = entry(secret);
    for (String each : List.of(openEntry, secretEntry)) {
      network.raiseReceived(
          UUID.fromString(
              network.one("select received from worklist_entry where id = '" + each + "'")),
          new AlertText(
              "sent-back/" + each,
              "A letter on Alpha Testpatient was sent back",
              each.equals(openEntry) ? "Of the Hub" : "Of the Hub, again",
              "Telephone the Hub"));
    }
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  /** A confidential letter, which names nobody as its author whom the node knows. */
  private static Document letter() throws Exception {
    return DocumentJson.read(
        confidential(
            new String(
                DocumentJson.write(TestNetwork.document("generic.json", TestNetwork.HUB)),
                StandardCharsets.UTF_8)));
  }

  private static void awaitCompleted(UUID document) {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
  }

  private static byte[] confidential(String json) {
    String marked = json.replaceFirst("\"confidential\"\\s*:\\s*false", "\"confidential\":true");
    assertThat(marked).isNotEqualTo(json);
    return marked.getBytes(StandardCharsets.UTF_8);
  }

  private static String submitted(String session) throws Exception {
    byte[] json =
        confidential(
            new String(
                TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()),
                StandardCharsets.UTF_8));
    byte[] file = Files.readAllBytes(TestNetwork.example("consultation-summary-throat.txt"));
    try (HttpCaller sender = HttpCaller.with(network.node().url(), new Credentials("", session))) {
      Answer taken =
          sender.postForm(
              "/api/v1/documents",
              List.of(
                  Part.of("consultation", "", "application/json", json),
                  Part.of("attachment", "consultation-summary-throat.txt", "text/plain", file)),
              "X-CSRF-Token",
              FormToken.of(session));
      assertThat(taken.status()).as(taken.text()).isEqualTo(201);
      return taken.json().path("id").asText();
    }
  }

  private static String entry(UUID document) {
    return network.one(
        """
        select e.id from worklist_entry e join document d on d.document_id = e.document_id where d.id = '%s'
        """
            .formatted(document));
  }

  private static String session(
      String organisation, String subject, Optional<String> nationalId, Role... roles) {
    Person person =
        network
            .served()
            .directory()
            .people()
            .known("https://a.example", subject, "C. Fictional", nationalId);
    return network
        .served()
        .directory()
        .sessions()
        .begin(
            new SignIn(
                person,
                organisation,
                Set.of(roles),
                Set.of(),
                Optional.empty(),
                2,
                network.served().clock().instant()),
            "127.0.0.1",
            "a test");
  }

  private static String somebody(String organisation, Role... roles) {
    return session(organisation, "somebody-" + UUID.randomUUID(), Optional.empty(), roles);
  }

  private static Answer as(String session, String path, String... headers) throws Exception {
    var request = http.to(path).header("Cookie", Cookies.SESSION + "=" + session);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request);
  }

  private static Answer post(String session, String path, String fields) throws Exception {
    return http.send(
        http.to(path)
            .header("Cookie", Cookies.SESSION + "=" + session)
            .header("Content-Type", HttpCaller.FORM)
            .POST(
                java.net.http.HttpRequest.BodyPublishers.ofString(
                    "csrf=" + FormToken.of(session) + "&" + fields)));
  }

  /** What one of the alerts of the three documents is in a list of the API. */
  private static JsonNode alert(JsonNode list, UUID document) {
    for (JsonNode alert : list.path("alerts")) {
      if (alert.path("id").asText().equals(ALERTS.get(document))) {
        return alert;
      }
    }
    throw new AssertionError("no alert of " + document + " in " + list);
  }

  /** Of each of the three documents there is an alert, in full or without what it is about. */
  private static void assertTold(String session, Set<UUID> inFull) throws Exception {
    JsonNode list = as(session, "/api/v1/alerts").json();
    for (UUID each : List.of(open, secret, mine)) {
      JsonNode alert = alert(list, each);
      String box = as(session, "/alerts/" + ALERTS.get(each)).text();
      assertThat(alert.path("kind").asText()).isEqualTo("sent");
      assertThat(alert.path("raisedAt").asText()).isNotEmpty();
      assertThat(alert.path("withheld").asBoolean()).isEqualTo(!inFull.contains(each));
      if (inFull.contains(each)) {
        assertThat(alert.path("document").asText()).isEqualTo(each.toString());
        assertThat(alert.path("title").asText()).contains("Alpha Testpatient");
        assertThat(box).contains("Alpha Testpatient", "/outbox/" + each);
      } else {
        for (String text : List.of(alert.toString(), box)) {
          assertThat(text)
              .contains("A document was not delivered", "what stopped it has to be mended")
              .doesNotContain(PATIENT)
              .doesNotContain("Testford", each.toString());
        }
      }
    }
  }

  @Test
  void aClinicianHearsOfOthersDocumentsThatThereIsAnAlertAndWhatToDo() throws Exception {
    assertTold(somebody(TestNetwork.HUB, Role.CLINICIAN), Set.of());
  }

  @Test
  void whoWroteADocumentHearsWhatItsAlertSays() throws Exception {
    String author = network.one("select author from document where id = '" + open + "'");
    assertTold(
        session(TestNetwork.HUB, "the-author", Optional.of(author), Role.CLINICIAN),
        Set.of(open, mine));
  }

  @Test
  void aSenderHearsOfOthersConfidentialDocumentsThatThereIsAnAlert() throws Exception {
    assertTold(somebody(TestNetwork.HUB, Role.SENDER), Set.of(open));
  }

  @Test
  void whoHandedADocumentInHearsWhatItsAlertSays() throws Exception {
    assertTold(handedIn, Set.of(open, mine));
  }

  @Test
  void whoSendsAndMayOpenWhatIsConfidentialHearsAll() throws Exception {
    assertTold(somebody(TestNetwork.HUB, Role.SENDER, Role.CLINICIAN), Set.of(open, secret, mine));
  }

  @Test
  void anOperatorHearsOfNoDocument() throws Exception {
    String operator = somebody(TestNetwork.HUB, Role.OPERATOR);
    assertThat(as(operator, "/api/v1/alerts").json().path("total").asInt()).isZero();
    assertThat(as(operator, "/alerts").text()).doesNotContain(PATIENT);
  }

  @Test
  void aKeyHearsWhatItsScopesLetItSee() throws Exception {
    assertKeyTold(Set.of(), Permission.CLOSE_ALERT_SENT);
    assertKeyTold(Set.of(open), Permission.CLOSE_ALERT_SENT, Permission.SEE_OUTBOX);
    assertKeyTold(Set.of(), Permission.CLOSE_ALERT_SENT, Permission.OPEN_CONFIDENTIAL);
    assertKeyTold(
        Set.of(open, secret, mine),
        Permission.CLOSE_ALERT_SENT,
        Permission.SEE_OUTBOX,
        Permission.OPEN_CONFIDENTIAL);
  }

  private static void assertKeyTold(Set<UUID> inFull, Permission... scopes) throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB, scopes);
    JsonNode list =
        http.send(http.to("/api/v1/alerts").header("Authorization", "Bearer " + key)).json();
    for (UUID each : List.of(open, secret, mine)) {
      assertThat(alert(list, each).path("withheld").asBoolean())
          .as(Set.of(scopes) + " " + each)
          .isEqualTo(!inFull.contains(each));
    }
  }

  @Test
  void aClerkHearsWhatIsToBeDoneIfThePatientOfAClosedConfidentialDocumentIsOurs() throws Exception {
    network.raiseReceived(
        UUID.fromString(
            network.one("select received from worklist_entry where id = '" + secretEntry + "'")),
        new AlertText("not-known-here/1", "A letter on Alpha Testpatient came", "", ""));
    String alert = network.one("select id from alert where problem = 'not-known-here/1'");
    assertThat(as(somebody(TestNetwork.PRACTICE, Role.CLERK), "/alerts/" + alert).text())
        .contains(
            "If so, the register has to be mended and the sender asked to send it again as a new"
                + " document: this one cannot be matched any more.");
    network.execute("delete from alert where problem = 'not-known-here/1'");
  }

  @Test
  void anotherOrganisationHearsNothing() throws Exception {
    String all = somebody(PHARMACY, Role.values());
    assertThat(as(all, "/api/v1/alerts").json().path("total").asInt()).isZero();
    assertThat(as(all, "/alerts").text()).contains("No open alerts");
  }

  @Test
  void aClerkHearsOfAConfidentialDocumentThatThereIsAnAlert() throws Exception {
    String clerk = somebody(TestNetwork.PRACTICE, Role.CLERK);
    String page = as(clerk, "/alerts").text();
    assertThat(page.split("A document was sent back to its sender[^<]*</bdi></a>", -1)).hasSize(2);
    assertThat(page.split("A letter on Alpha Testpatient[^<]*</bdi></a>", -1)).hasSize(2);
  }

  @Test
  void aClinicianHearsWhatTheAlertsOfReceivedDocumentsSay() throws Exception {
    String page = as(somebody(TestNetwork.PRACTICE, Role.CLINICIAN), "/alerts").text();
    assertThat(page.split("A letter on Alpha Testpatient[^<]*</bdi></a>", -1)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void everyPageSaysHowManyAlertsThereAreAndNoMore(Role role) throws Exception {
    String session = somebody(TestNetwork.HUB, role);
    for (String path : List.of("/", "/outbox", "/worklist")) {
      Answer page = as(session, path);
      assertThat(page.text())
          .as(path)
          .doesNotContain("Not delivered", "not delivered", "Telephone");
      if (page.status() == 200 && (role == Role.CLINICIAN || role == Role.SENDER)) {
        assertThat(page.text())
            .as(path)
            .containsPattern("[0-9]+<span class=\"nhsuk-u-visually-hidden\"> open alerts")
            .contains("href=\"/alerts\"");
      }
    }
  }

  private static List<AuditEntry> entries(String organisation, Action action, String session) {
    String actor =
        network
            .served()
            .directory()
            .sessions()
            .look(session)
            .map(acting -> acting.person().toString())
            .orElseThrow();
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(organisation, 1000).by(actor).doing(List.of(action)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/alerts", "/api/v1/alerts"})
  void whoLookedAtAPatientIsFoundByTheAlertsThatNamedThem(String path) throws Exception {
    String sender = somebody(TestNetwork.HUB, Role.SENDER);
    as(sender, path);
    AuditEntry seen = entries(TestNetwork.HUB, Action.ALERT_SEEN, sender).getFirst();
    assertThat(seen.data().shown()).containsExactly(open);
    assertThat(seen.data().confidentiality()).isEmpty();
    assertThat(seen.patients())
        .extracting(Patient::nhsNumber)
        .containsExactly(Optional.of(TestNetwork.KNOWN));
    assertThat(
            network
                .served()
                .audited()
                .search()
                .find(AuditQuery.newest(TestNetwork.HUB, 1000).about(TestNetwork.KNOWN)))
        .extracting(AuditEntry::id)
        .contains(seen.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/alerts", "/api/v1/alerts"})
  void whoWasToldOfNoPatientIsNotFoundByThem(String path) throws Exception {
    String clinician = somebody(TestNetwork.HUB, Role.CLINICIAN);
    as(clinician, path);
    AuditEntry seen = entries(TestNetwork.HUB, Action.ALERT_SEEN, clinician).getFirst();
    assertThat(seen.data().shown()).isEmpty();
    assertThat(seen.data().count().orElseThrow()).isGreaterThanOrEqualTo(3);
    assertThat(seen.patients()).isEmpty();
  }

  @Test
  void aConfidentialDocumentIsMarkedWhereItsAlertWasSeen() throws Exception {
    String clinician = somebody(TestNetwork.PRACTICE, Role.CLINICIAN);
    as(clinician, "/alerts");
    AuditEntry seen = entries(TestNetwork.PRACTICE, Action.ALERT_SEEN, clinician).getFirst();
    assertThat(seen.data().shown())
        .containsExactlyInAnyOrder(UUID.fromString(openEntry), UUID.fromString(secretEntry));
    assertThat(seen.data().confidentiality()).contains("R");
  }

  @Test
  void whoClosesAnAlertIsFoundByTheDocumentAndByThePatientThatTheySaw() throws Exception {
    String sender = somebody(TestNetwork.HUB, Role.SENDER);
    for (UUID document : List.of(open, secret)) {
      network.raise(
          document, new AlertText("to-close/" + document, "Of Alpha Testpatient", "It", "Act"));
      String alert = network.one("select max(id) from alert");
      assertThat(post(sender, "/alerts/" + alert + "/resolution", "outcome=sent-again").status())
          .isEqualTo(303);
      AuditEntry closed = entries(TestNetwork.HUB, Action.ALERT_CLOSED, sender).getFirst();
      assertThat(closed.data().caseId()).contains(document);
      assertThat(closed.change().after()).contains("closed: sent-again");
      assertThat(closed.patients()).hasSize(document.equals(open) ? 1 : 0);
    }
    assertThat(as(sender, "/audit?case=" + secret).text()).doesNotContain(PATIENT);
  }

  @Test
  void aSenderIsShownHowOthersConfidentialDocumentsTravelAndNoMore() throws Exception {
    String sender = somebody(TestNetwork.HUB, Role.SENDER);
    Answer page = as(sender, "/outbox/" + secret);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("you may not open it", "20013 processed", "Completed")
        .doesNotContain(PATIENT)
        .doesNotContain("Outpatient", "/files/", "Timeline");
    JsonNode json = as(sender, "/api/v1/documents/" + secret).json();
    assertThat(json.path("state").asText()).isEqualTo("completed");
    assertThat(json.toString()).doesNotContain(PATIENT).doesNotContain("Outpatient");
    assertThat(json.path("files")).isEmpty();
    assertThat(entries(TestNetwork.HUB, Action.DOCUMENT_OPENED, sender))
        .allSatisfy(entry -> assertThat(entry.patients()).isEmpty());
  }

  @Test
  void whoHandedAConfidentialDocumentInOpensItAndOthersDoNot() throws Exception {
    String another = somebody(TestNetwork.HUB, Role.SENDER);
    for (String path : List.of("/outbox/" + mine, "/api/v1/documents/" + mine)) {
      assertThat(as(handedIn, path).text()).contains("Testpatient", "/files/0");
      assertThat(as(another, path).text()).doesNotContain(PATIENT);
    }
    for (String path :
        List.of("/outbox/" + mine + "/files/0", "/api/v1/documents/" + mine + "/files/0")) {
      assertThat(as(handedIn, path, "X-Reason", "a test").status()).as(path).isEqualTo(200);
      assertThat(as(another, path, "X-Reason", "a test").status()).as(path).isEqualTo(403);
    }
  }

  @Test
  void aRowOfAConfidentialDocumentNamesItsPatientToWhoMayOpenIt() throws Exception {
    String another = somebody(TestNetwork.HUB, Role.SENDER);
    assertNamed(another, Set.of(open));
    assertNamed(handedIn, Set.of(open, mine));
  }

  private static void assertNamed(String sender, Set<UUID> named) throws Exception {
    for (JsonNode row : as(sender, "/api/v1/documents").json().path("documents")) {
      UUID id = UUID.fromString(row.path("id").asText());
      assertThat(row.has("patient")).isEqualTo(named.contains(id));
      assertThat(row.has("subject")).isEqualTo(named.contains(id));
    }
    for (String path : List.of("/", "/outbox")) {
      for (String row : as(sender, path).text().split("<tr ", -1)) {
        for (UUID id : List.of(open, secret, mine)) {
          if (row.contains("/outbox/" + id)) {
            assertThat(row.contains("999 000 0018")).isEqualTo(named.contains(id));
            assertThat(row.toLowerCase(Locale.ROOT).contains("testpatient"))
                .isEqualTo(named.contains(id));
          }
        }
      }
    }
    assertThat(entries(TestNetwork.HUB, Action.LIST_SEEN, sender))
        .allSatisfy(entry -> assertThat(entry.patients()).hasSize(1));
  }

  @Test
  void aClerkIsShownTheRowOfAConfidentialDocumentWithoutItsTitle() throws Exception {
    String clerk = somebody(TestNetwork.PRACTICE, Role.CLERK);
    for (String path : List.of("/", "/worklist")) {
      for (String row : as(clerk, path).text().split("<tr ", -1)) {
        if (row.contains("/worklist/" + secretEntry)) {
          assertThat(row)
              .contains("Document", "TESTPATIENT, Alpha Example (Ms)", "999 000 0018", "Withheld")
              .doesNotContain("Outpatient");
        }
      }
    }
    for (JsonNode row : as(clerk, "/api/v1/worklist").json().path("entries")) {
      boolean hidden = row.path("confidential").asBoolean();
      assertThat(row.has("title")).isEqualTo(!hidden);
      assertThat(row.has("warnings")).isEqualTo(!hidden);
      if (hidden) {
        assertThat(row.toString()).doesNotContain("Outpatient").contains("9990000018");
      }
    }
    assertThat(as(clerk, "/worklist/" + secretEntry).status()).isEqualTo(403);
  }

  @Test
  void aClinicianIsShownItsTitle() throws Exception {
    String clinician = somebody(TestNetwork.PRACTICE, Role.CLINICIAN);
    assertThat(as(clinician, "/worklist").text()).contains("Outpatient letter");
    assertThat(as(clinician, "/api/v1/worklist").text())
        .contains("\"title\":\"Outpatient letter\"");
  }

  @Test
  void nobodysOwnEntriesNameAPatientThatTheyWereNotShown() throws Exception {
    String sender = somebody(TestNetwork.HUB, Role.SENDER);
    UUID failed = network.submit(letter());
    awaitCompleted(failed);
    network.execute("update document set state = 'failed' where id = '" + failed + "'");
    as(sender, "/outbox/" + failed);
    as(sender, "/api/v1/documents/" + failed);
    assertThat(post(sender, "/outbox/" + failed + "/resend", "").status()).isEqualTo(303);
    assertThat(as(sender, "/audit").text()).doesNotContain(PATIENT);
    assertThat(as(sender, "/audit?whose=" + failed).status()).isEqualTo(404);
    assertThat(entries(TestNetwork.HUB, Action.RESENT, sender))
        .allSatisfy(entry -> assertThat(entry.data().caseId()).contains(failed))
        .isNotEmpty();
  }
}
