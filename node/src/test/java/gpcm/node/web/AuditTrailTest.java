package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Patient;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests leave in the audit log, over real HTTP and in the real database. */
class AuditTrailTest {
  private static final String PASSWORD = "four plain words here";
  private static final String NOWHERE = "0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57";

  @Running static TestNetwork network;
  private static HttpCaller http;
  private static UUID document;
  private static String entry;

  @BeforeAll
  static void aDocumentHasTravelled() throws Exception {
    http = new HttpCaller(network.node().url());
    document = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    entry = network.one("select id from worklist_entry where organisation = 'A99902'");
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private static List<AuditEntry> entries(String organisation) {
    return network.served().audited().search().find(AuditQuery.newest(organisation, 1001));
  }

  /** What requests have written for an organisation since; what the node does goes on beside. */
  private static List<AuditEntry> since(String organisation, Set<UUID> before) {
    return entries(organisation).stream()
        .filter(one -> !before.contains(one.id()))
        .filter(one -> one.place().screen().isPresent())
        .toList();
  }

  private static Set<UUID> ids(String organisation) {
    Set<UUID> ids = new HashSet<>();
    entries(organisation).forEach(one -> ids.add(one.id()));
    return ids;
  }

  private static String session(String organisation, Role... roles) {
    return Credentials.session(
        network.served(), organisation, roles.length == 0 ? Role.values() : roles);
  }

  private static Answer call(String method, String path, String session, String body)
      throws Exception {
    boolean api = path.startsWith("/api/");
    var request =
        http.to(path)
            .header("Cookie", Cookies.SESSION + "=" + session)
            .header("X-CSRF-Token", FormToken.of(session))
            .header("X-Reason", "a complaint")
            .header("Content-Type", api ? "application/json" : HttpCaller.FORM)
            .method(
                method,
                method.equals("GET")
                    ? java.net.http.HttpRequest.BodyPublishers.noBody()
                    : java.net.http.HttpRequest.BodyPublishers.ofString(
                        api
                            ? body
                            : "reason=a+complaint&csrf=" + FormToken.of(session) + "&" + body));
    return http.send(request);
  }

  private static Answer get(String path, String session) throws Exception {
    return call("GET", path, session, "");
  }

  private static AuditEntry only(String organisation, Set<UUID> before) {
    assertThat(since(organisation, before)).hasSize(1);
    return since(organisation, before).getFirst();
  }

  /** Passkeys are asked for under a name only, and this node has none here. */
  static List<String> routes() {
    return RouteTable.shipped().routes().stream()
        .filter(route -> !route.equals("POST /sign-in/passkey"))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void everyRequestLeavesOneEntryOfWhatTheTableSays(String route) throws Exception {
    String[] parts = route.split(" ", -1);
    List<Action> actions = RouteTable.shipped().actions(parts[0], parts[1]);
    String path =
        parts[1]
            .replace("{id}", parts[1].contains("alerts") ? "999999" : NOWHERE)
            .replace("{n}", "0")
            .replace("{site}", "A99904")
            .replace("{encounter}", "nowhere")
            .replace("{useCase}", "generic")
            .replace("{provider}", "nowhere")
            .replace("{mailbox}", "none")
            .replace("{file}", "nowhere");
    String session = session(TestNetwork.HUB);
    Set<UUID> before = ids(TestNetwork.HUB);
    Answer answer =
        parts[1].startsWith("/sign-in")
            ? signInRoute(parts[0], path)
            : call(parts[0], path, session, "");
    List<AuditEntry> left = since(TestNetwork.HUB, before);
    assertThat(left).as(answer.status() + " " + answer.text()).hasSize(actions.isEmpty() ? 0 : 1);
    left.forEach(
        one -> {
          if (route.endsWith("/back-channel-logout")) {
            assertThat(one.action()).as("no provider signed it").isEqualTo(Action.ACCESS_REFUSED);
          } else {
            assertThat(actions).contains(one.action());
          }
          assertThat(one.place().screen()).contains(route);
        });
  }

  private static Answer signInRoute(String method, String path) throws Exception {
    if (method.equals("GET")) {
      return http.get(path);
    }
    return signIn(path, "user=nobody&password=nothing&key=nothing");
  }

  private static Answer signIn(String path, String body) throws Exception {
    String form =
        http.get("/sign-in")
            .header("Set-Cookie")
            .replaceFirst("^[^=]*=", "")
            .replaceFirst(";.*", "");
    return http.post(
        path,
        HttpCaller.FORM,
        (body + "&csrf=" + FormToken.of(form)).getBytes(StandardCharsets.UTF_8),
        "Cookie",
        Cookies.FORM + "=" + form);
  }

  @Test
  void whoOpensADocumentStandsThereWithRolesSessionPatientAndAddress() throws Exception {
    Set<UUID> before = ids(TestNetwork.HUB);
    String id = UUID.randomUUID().toString();
    String session = session(TestNetwork.HUB, Role.SENDER);
    Answer page =
        http.send(
            http.to("/outbox/" + document)
                .header("Cookie", Cookies.SESSION + "=" + session)
                .header("X-Request-ID", id));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("X-Request-ID")).isEqualTo(id);
    AuditEntry opened = only(TestNetwork.HUB, before);
    assertThat(opened.action()).isEqualTo(Action.DOCUMENT_OPENED);
    assertThat(opened.data().caseId()).contains(document);
    assertThat(opened.actor().kind()).isEqualTo(Actor.Kind.PERSON);
    assertThat(opened.actor().name()).contains("B. Fictional");
    assertThat(opened.actor().roles()).containsExactly("sender");
    assertThat(opened.actor().session()).isPresent().get().isNotEqualTo(session);
    assertThat(opened.place().address()).contains("127.0.0.1");
    assertThat(opened.place().requestId()).contains(id);
    assertThat(opened.patients())
        .extracting(Patient::nhsNumber)
        .containsExactly(Optional.of(TestNetwork.KNOWN));
    assertThat(opened.patients().getFirst().name()).isPresent();
  }

  @Test
  void aListNamesWhatItShowed() throws Exception {
    Set<UUID> before = ids(TestNetwork.PRACTICE);
    get("/worklist?replaced=false", session(TestNetwork.PRACTICE, Role.CLERK));
    AuditEntry seen = only(TestNetwork.PRACTICE, before);
    assertThat(seen.data().shown()).containsExactly(UUID.fromString(entry));
    assertThat(seen.data().count()).hasValue(1);
    assertThat(seen.query()).contains("replaced=false");
    assertThat(seen.patients()).hasSize(1);
  }

  @Test
  void whereNoPatientIsNamedTheEntryNamesNone() throws Exception {
    Set<UUID> before = ids(TestNetwork.HUB);
    get("/outbox", session(TestNetwork.HUB, Role.OPERATOR));
    AuditEntry seen = only(TestNetwork.HUB, before);
    assertThat(seen.data().shown()).contains(document);
    assertThat(seen.patients()).isEmpty();
  }

  @Test
  void aFileNamesItsHash() throws Exception {
    Set<UUID> before = ids(TestNetwork.PRACTICE);
    get("/api/v1/worklist/" + entry + "/files/0", session(TestNetwork.PRACTICE, Role.CLERK));
    AuditEntry opened = only(TestNetwork.PRACTICE, before);
    assertThat(opened.action()).isEqualTo(Action.ATTACHMENT_OPENED);
    assertThat(opened.data().attachment()).hasValue(1);
    assertThat(opened.data().contentHash()).isPresent();
  }

  @Test
  void aMachineStandsThereWithItsNameAndForWhom() throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB, Permission.RESEND);
    Set<UUID> before = ids(TestNetwork.HUB);
    http.send(
        http.to("/api/v1/documents/" + document + "/resend")
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"by\": \"N. Fictional\"}")));
    AuditEntry tried = only(TestNetwork.HUB, before);
    assertThat(tried.action()).isEqualTo(Action.RESENT);
    assertThat(tried.outcome()).isEqualTo(Outcome.failed("409 not-failed"));
    assertThat(tried.actor().kind()).isEqualTo(Actor.Kind.MACHINE);
    assertThat(tried.actor().name()).contains("N. Fictional, stated by a machine");
    assertThat(tried.actor().roles()).containsExactly("send.again");
  }

  @Test
  void whoIsRefusedStandsThereToo() throws Exception {
    Set<UUID> before = ids(TestNetwork.PRACTICE);
    assertThat(get("/worklist/" + entry, session(TestNetwork.PRACTICE, Role.SENDER)).status())
        .isEqualTo(403);
    AuditEntry refused = only(TestNetwork.PRACTICE, before);
    assertThat(refused.action()).isEqualTo(Action.ACCESS_REFUSED);
    assertThat(refused.outcome()).isEqualTo(Outcome.refused("403 forbidden"));
    assertThat(refused.data().caseId()).contains(UUID.fromString(entry));
  }

  @Test
  void aWrongKeyStandsThereAndSomebodyWithoutAnyDoesNot() throws Exception {
    Set<UUID> before = ids(TestNetwork.HUB);
    http.get("/api/v1/documents");
    assertThat(since(TestNetwork.HUB, before)).isEmpty();
    http.send(http.to("/api/v1/documents").header("Authorization", "Bearer gpcm_wrong"));
    assertThat(only(TestNetwork.HUB, before).outcome())
        .isEqualTo(Outcome.refused("401 unauthorized"));
  }

  @Test
  void theReasonThatWasAskedForStandsThere() throws Exception {
    Set<UUID> before = ids(TestNetwork.PRACTICE);
    String auditor = session(TestNetwork.PRACTICE, Role.AUDITOR);
    assertThat(call("POST", "/worklist/" + entry, auditor, "").status()).isEqualTo(200);
    assertThat(only(TestNetwork.PRACTICE, before).reason()).contains("a complaint");
  }

  @Test
  void whatIsNotThereForSomebodyIsNotNamedToTheirOrganisation() throws Exception {
    Set<UUID> before = ids(TestNetwork.PRACTICE);
    get("/outbox/" + document, session(TestNetwork.PRACTICE));
    AuditEntry tried = only(TestNetwork.PRACTICE, before);
    assertThat(tried.outcome()).isEqualTo(Outcome.failed("404 not-found"));
    assertThat(tried.data().caseId()).isEmpty();
  }

  @Test
  void aRequestsOwnIdCannotBringAPatientIntoWhatIsSealed() throws Exception {
    Set<UUID> before = ids(TestNetwork.HUB);
    http.send(
        http.to("/outbox")
            .header("Cookie", Cookies.SESSION + "=" + session(TestNetwork.HUB))
            .header("X-Request-ID", TestNetwork.KNOWN));
    assertThat(only(TestNetwork.HUB, before).place().requestId())
        .isPresent()
        .get()
        .isNotEqualTo(TestNetwork.KNOWN);
  }

  @Test
  void noPatientsNumberIsSealed() throws Exception {
    get("/", session(TestNetwork.HUB));
    get("/outbox/" + document, session(TestNetwork.HUB));
    get("/worklist/" + entry, session(TestNetwork.PRACTICE));
    call("POST", "/audit", session(TestNetwork.HUB), "patient=" + TestNetwork.KNOWN);
    assertThat(
            network.one(
                "select count(*) from audit_entry where convert_from(entry, 'UTF8') like '%"
                    + TestNetwork.KNOWN
                    + "%'"))
        .isEqualTo("0");
  }

  @Test
  void signingInStandsThereWithHowAndWithTheRoles() throws Exception {
    Person person = account(Role.SENDER);
    Set<UUID> before = ids(TestNetwork.HUB);
    assertThat(
            signIn(
                    "/sign-in",
                    "user=" + person.subject() + "&password=" + PASSWORD.replace(' ', '+'))
                .status())
        .isEqualTo(303);
    AuditEntry in = only(TestNetwork.HUB, before);
    assertThat(in.action()).isEqualTo(Action.SIGN_IN_DONE);
    assertThat(in.outcome().code()).contains("password");
    assertThat(in.actor().id()).isEqualTo(person.id().toString());
    assertThat(in.actor().roles()).containsExactly("sender");
    assertThat(
            network.one(
                "select count(*) from session where handle = '"
                    + in.actor().session().orElseThrow()
                    + "'"))
        .isEqualTo("1");
  }

  @Test
  void aWrongPasswordStandsThereWithWhoWasMeantAndNothingThatWasTyped() throws Exception {
    Person person = account(Role.SENDER);
    Set<UUID> before = ids(TestNetwork.HUB);
    Set<UUID> elsewhere = ids(TestNetwork.PRACTICE);
    signIn("/sign-in", "user=" + person.subject() + "&password=a-secret-thing");
    AuditEntry refused = only(TestNetwork.HUB, before);
    assertThat(refused.action()).isEqualTo(Action.SIGN_IN_REFUSED);
    assertThat(refused.actor().id()).isEqualTo(person.id().toString());
    assertThat(refused.toString()).doesNotContain("a-secret-thing");
    assertThat(since(TestNetwork.PRACTICE, elsewhere)).isEmpty();
  }

  @Test
  void aNameThatNobodyHasIsNotKept() throws Exception {
    Set<UUID> before = ids(TestNetwork.HUB);
    signIn("/sign-in", "user=my-password-by-mistake&password=x");
    AuditEntry refused = only(TestNetwork.HUB, before);
    assertThat(refused.actor().id()).isEqualTo("unknown");
    assertThat(refused.toString()).doesNotContain("by-mistake");
  }

  @Test
  void aPasswordThatIsSetStandsThere() throws Exception {
    Person person = account(Role.SENDER);
    String in =
        signIn("/sign-in", "user=" + person.subject() + "&password=" + PASSWORD.replace(' ', '+'))
            .response()
            .headers()
            .allValues("Set-Cookie")
            .stream()
            .filter(one -> one.startsWith(Cookies.SESSION + "="))
            .findFirst()
            .orElseThrow()
            .replaceFirst("^[^=]*=", "")
            .replaceFirst(";.*", "");
    Set<UUID> before = ids(TestNetwork.HUB);
    call(
        "POST",
        "/password",
        in,
        "name=B.+Fictional&password=other+plain+words+here&again=other+plain+words+here&old="
            + PASSWORD.replace(' ', '+'));
    assertThat(only(TestNetwork.HUB, before).action()).isEqualTo(Action.PASSWORD_CHANGED);
  }

  @Test
  void whoLooksAtTheNodesStandsThere() throws Exception {
    Set<UUID> before = ids(TestNetwork.HUB);
    get("/api/v1/nodes", session(TestNetwork.HUB, Role.OPERATOR));
    AuditEntry seen = only(TestNetwork.HUB, before);
    assertThat(seen.action()).isEqualTo(Action.LIST_SEEN);
    assertThat(seen.place().screen()).contains("GET /api/v1/nodes");
    assertThat(seen.data().count()).hasValue(1);
    assertThat(seen.patients()).isEmpty();
    assertThat(seen.purpose()).isEqualTo("HOPERAT");
  }

  @Test
  void aRoleThatIsGivenStandsThereWithWhomAndWhy() throws Exception {
    Person person = account(Role.SENDER);
    Set<UUID> before = ids(TestNetwork.HUB);
    call(
        "POST",
        "/people/" + person.id() + "/roles",
        session(TestNetwork.HUB, Role.ADMINISTRATOR),
        "role=clerk");
    AuditEntry given = only(TestNetwork.HUB, before);
    assertThat(given.action()).isEqualTo(Action.ROLE_GIVEN);
    assertThat(given.change().after()).contains("clerk, person " + person.id());
    assertThat(given.reason()).contains("a complaint");
  }

  @Test
  void aLinkThatIsMadeAndUsedStandsThereWithoutItsSecret() throws Exception {
    Person person = account(Role.SENDER);
    Set<UUID> before = ids(TestNetwork.HUB);
    String page =
        call(
                "POST",
                "/people/" + person.id() + "/link",
                session(TestNetwork.HUB, Role.ADMINISTRATOR),
                "")
            .text();
    AuditEntry made = only(TestNetwork.HUB, before);
    assertThat(made.action()).isEqualTo(Action.LINK_MADE);
    String secret = page.replaceFirst("(?s).*link\\?key=([A-Za-z0-9_-]+).*", "$1");
    assertThat(made.toString()).doesNotContain(secret);
    before = ids(TestNetwork.HUB);
    signIn("/sign-in/link", "key=" + secret);
    AuditEntry used = only(TestNetwork.HUB, before);
    assertThat(used.action()).isEqualTo(Action.SIGN_IN_DONE);
    assertThat(used.outcome().code()).contains("link");
  }

  private static Person account(Role role) {
    Person person =
        network
            .node()
            .directory()
            .accounts()
            .create("b.fictional." + UUID.randomUUID(), "B. Fictional", PASSWORD);
    network.node().directory().people().give(person.id(), TestNetwork.HUB, role, "a test");
    return person;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/outbox",
        "/outbox/DOCUMENT",
        "/api/v1/documents",
        "/api/v1/documents/DOCUMENT",
        "/api/v1/documents/DOCUMENT/files/0",
        "/alerts",
        "/people",
        "/audit"
      })
  void whatCannotBeWrittenIsNotShown(String path) throws Exception {
    String session = session(TestNetwork.HUB);
    String address = path.replace("DOCUMENT", document.toString());
    String shown = get(address, session).text();
    Answer hidden = network.refusingAudit(() -> get(address, session));
    assertThat(hidden.status()).isEqualTo(500);
    assertThat(shown.length()).isGreaterThan(0);
    assertThat(hidden.text())
        .doesNotContain(TestNetwork.KNOWN, "999 000 0018", "B. Fictional</bdi></h2>");
  }

  @Test
  void whatIsSubmittedIsWrittenWithIt() throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB, Permission.SUBMIT);
    Set<UUID> before = ids(TestNetwork.HUB);
    try (HttpCaller sender = HttpCaller.with(network.node().url(), new Credentials(key, ""))) {
      byte[] json = TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString());
      byte[] file =
          java.nio.file.Files.readAllBytes(TestNetwork.example("consultation-summary-throat.txt"));
      Answer taken =
          sender.postForm(
              "/api/v1/documents",
              List.of(
                  HttpCaller.Part.of("consultation", "", "application/json", json),
                  HttpCaller.Part.of(
                      "attachment", "consultation-summary-throat.txt", "text/plain", file)));
      assertThat(taken.status()).as(taken.text()).isEqualTo(201);
      List<AuditEntry> left =
          since(TestNetwork.HUB, before).stream()
              .filter(one -> one.action() == Action.SUBMITTED)
              .toList();
      assertThat(left).hasSize(1);
      assertThat(left.getFirst().data().caseId().orElseThrow())
          .hasToString(taken.json().path("id").asText());
      assertThat(left.getFirst().patients().getFirst().nhsNumber()).contains(TestNetwork.KNOWN);
    }
  }
}
