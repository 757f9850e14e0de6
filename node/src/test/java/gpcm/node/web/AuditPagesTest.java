package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.audit.note.SignedNote;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages on which people read the audit log, and what they hand out. */
class AuditPagesTest {
  private static final Pattern OLDER = Pattern.compile("name=\"before\" value=\"([^\"]+)\"");

  @Running static TestNetwork network;
  private static HttpCaller http;
  private static UUID document;
  private static String entry;
  private static String clerk;
  private static String sender;

  @BeforeAll
  static void somebodyHasLooked() throws Exception {
    http = new HttpCaller(network.node().url());
    document = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    entry = network.one("select id from worklist_entry where organisation = 'A99902'");
    clerk = session(TestNetwork.PRACTICE, Role.CLERK);
    sender = session(TestNetwork.HUB, Role.SENDER);
    assertThat(get("/worklist/" + entry, clerk).status()).isEqualTo(200);
    assertThat(get("/outbox/" + document, sender).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private static String session(String organisation, Role... roles) {
    return Credentials.session(network.served(), organisation, roles);
  }

  private static Answer get(String path, String session) throws Exception {
    return http.send(http.to(path).header("Cookie", Cookies.SESSION + "=" + session));
  }

  private static Answer post(String path, String session, String fields) throws Exception {
    return http.post(
        path,
        HttpCaller.FORM,
        ("csrf=" + FormToken.of(session) + "&" + fields).getBytes(StandardCharsets.UTF_8),
        "Cookie",
        Cookies.SESSION + "=" + session);
  }

  private static List<AuditEntry> newest(String organisation) {
    return network.served().audited().search().find(AuditQuery.newest(organisation, 50)).stream()
        .filter(one -> one.place().screen().isPresent())
        .toList();
  }

  @Test
  void whoLookedAtADocumentIsToldInAPlainSentence() throws Exception {
    Answer page = get("/audit?case=" + entry, session(TestNetwork.PRACTICE, Role.AUDITOR));
    assertThat(page.text())
        .contains("B. Fictional opened a document", TestNetwork.KNOWN, "127.0.0.1", "clerk");
  }

  @Test
  void whoLookedAtAPatientIsFoundByTheNumberOfAForm() throws Exception {
    String auditor = session(TestNetwork.PRACTICE, Role.AUDITOR);
    assertThat(post("/audit", auditor, "patient=999+000+0018&action=document-opened").text())
        .contains("opened a document (case " + entry);
    assertThat(post("/audit", auditor, "patient=9990000999&action=document-opened").text())
        .contains("No entries like this.");
  }

  @Test
  void aPatientsNumberIsInNoAddress() throws Exception {
    String auditor = session(TestNetwork.PRACTICE, Role.AUDITOR);
    assertThat(get("/audit?patient=" + TestNetwork.KNOWN, auditor).status()).isEqualTo(400);
    String page = get("/audit?whose=" + entry + "&action=document-opened", auditor).text();
    assertThat(page).contains("opened a document (case " + entry);
  }

  @Test
  void aDocumentsPageLeadsAuditorsToWhoLookedAtIt() throws Exception {
    String auditor = session(TestNetwork.PRACTICE, Role.AUDITOR);
    assertThat(post("/worklist/" + entry, auditor, "reason=a+complaint").text())
        .contains("/audit?case=" + entry, "/audit?whose=" + entry);
    assertThat(get("/worklist/" + entry, clerk).text()).doesNotContain("/audit?case=");
  }

  @Test
  void byWhomWhatAndWhen() throws Exception {
    String auditor = session(TestNetwork.PRACTICE, Role.AUDITOR);
    String person =
        network.one(
            "select person::text from session where organisation = 'A99902' and 'clerk' = any"
                + " (provider_roles) limit 1");
    assertThat(get("/audit?person=" + person, auditor).text()).contains("opened a document");
    assertThat(get("/audit?person=" + UUID.randomUUID(), auditor).text())
        .contains("No entries like this.");
    assertThat(get("/audit?case=" + entry + "&action=alert-closed", auditor).text())
        .contains("No entries like this.");
    assertThat(get("/audit?case=" + entry + "&until=2020-01-01", auditor).text())
        .contains("No entries like this.");
    assertThat(get("/audit?case=" + entry + "&from=2020-01-01", auditor).text())
        .contains("opened a document");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=yesterday",
        "from=999999999-01-01",
        "until=2026-02-30",
        "action=nothing",
        "case=1",
        "before=1",
        "whose=1",
        "offset=3"
      })
  void whatIsNoQuestionIsRefused(String query) throws Exception {
    assertThat(get("/audit?" + query, session(TestNetwork.PRACTICE, Role.AUDITOR)).status())
        .isEqualTo(400);
  }

  @Test
  void aLongListIsReadPartByPart() throws Exception {
    var log = network.served().audited().log();
    UUID one = UUID.randomUUID();
    Actor actor = Actor.unknown("a test", TestNetwork.PRACTICE);
    log.write(
        IntStream.range(0, 120)
            .mapToObj(
                n ->
                    log.entry(TestNetwork.PRACTICE, Action.NOTED, actor)
                        .with(Data.ofCase(one).inMessage("number-" + n + ".")))
            .toList());
    String auditor = session(TestNetwork.PRACTICE, Role.AUDITOR);
    String fields = "case=" + one;
    String page = post("/audit", auditor, fields).text();
    StringBuilder all = new StringBuilder(page);
    int parts = 1;
    for (Matcher older = OLDER.matcher(page); older.find(); older = OLDER.matcher(page)) {
      page = post("/audit", auditor, fields + "&before=" + older.group(1)).text();
      all.append(page);
      parts++;
    }
    assertThat(parts).isEqualTo(5);
    for (int n = 0; n < 120; n++) {
      assertThat(all.toString().split(Pattern.quote("number-" + n + "."), -1)).hasSize(2);
    }
  }

  @Test
  void readingTheLogIsAnEntryOfIt() throws Exception {
    post("/audit", session(TestNetwork.PRACTICE, Role.AUDITOR), "patient=" + TestNetwork.KNOWN);
    AuditEntry read = newest(TestNetwork.PRACTICE).getFirst();
    assertThat(read.action()).isEqualTo(Action.AUDIT_READ);
    assertThat(read.patients().getFirst().nhsNumber()).contains(TestNetwork.KNOWN);
    assertThat(read.data().count()).isPresent();
  }

  @Test
  void whoMayReadTheirOwnReadsNothingElse() throws Exception {
    String other = session(TestNetwork.PRACTICE, Role.CLINICIAN);
    assertThat(get("/audit?case=" + entry, clerk).text()).contains("opened a document");
    assertThat(get("/audit?case=" + entry, other).text()).contains("No entries like this.");
    assertThat(get("/audit?whose=" + entry, other).status()).isEqualTo(404);
  }

  @Test
  void anAdministratorReadsOfSettingsAndNotOfPatients() throws Exception {
    String administrator = session(TestNetwork.PRACTICE, Role.ADMINISTRATOR);
    assertThat(get("/audit", administrator).text()).contains("The node").contains("started");
    assertThat(get("/audit?case=" + entry, administrator).text()).contains("No entries like this.");
    assertThat(get("/audit?action=document-opened", administrator).text())
        .contains("No entries like this.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "fhir"})
  void whatIsHandedOutIsOfOneOrganisationAndWhole(String format) throws Exception {
    String auditor = session(TestNetwork.PRACTICE, Role.AUDITOR);
    Answer answer = post("/audit/export", auditor, "format=" + format);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Disposition"))
        .startsWith("attachment; filename=\"audit-a99902.");
    assertThat(answer.text()).contains(entry).doesNotContain(document.toString());
    AuditEntry exported = newest(TestNetwork.PRACTICE).getFirst();
    assertThat(exported.action()).isEqualTo(Action.AUDIT_EXPORTED);
  }

  /**
   * Three entries about a case of which the second is changed, as only a superuser can who means
   * it.
   *
   * @return the id of the changed one
   */
  private static String changed(UUID about, String change) throws Exception {
    var log = network.served().audited().log();
    Actor actor = Actor.unknown("a test", TestNetwork.PHARMACY);
    for (String words : List.of("word-one", "word-two", "word-three")) {
      log.write(
          List.of(
              log.entry(TestNetwork.PHARMACY, Action.NOTED, actor)
                  .with(Data.ofCase(about).inMessage(words))
                  .about(Patient.nhs(TestNetwork.KNOWN))));
    }
    String id =
        network.one(
            "select entry_id::text from audit_entry where convert_from(entry, 'UTF8') like"
                + " '%word-two%' and convert_from(entry, 'UTF8') like '%"
                + about
                + "%'");
    isSealed(id);
    network.execute(
        "do $$ begin set local session_replication_role = replica; "
            + change.formatted(id)
            + "; end $$");
    return id;
  }

  private static void isSealed(String id) {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network
                    .one("select count(*) from audit_leaf where entry_id = '" + id + "'")
                    .equals("1"));
  }

  @Test
  void anEntryOfALaterVersionIsNotCalledChanged() throws Exception {
    UUID about = UUID.randomUUID();
    String id = changed(about, "perform '%s'");
    String later = id.substring(0, 24) + "000000000000";
    network.execute(
        """
        insert into audit_entry (entry_id, entry, org, at, action, actor, case_id)
        select '%s', '{"v":2}', org, at, action, actor, case_id from audit_entry where entry_id = '%s'
        """
            .formatted(later, id));
    isSealed(later);
    assertThat(get("/audit?case=" + about, session(TestNetwork.PHARMACY, Role.AUDITOR)).text())
        .contains("Written by a later version of this program", later, "word-two")
        .doesNotContain("Changed since it was written");
  }

  /** As it could be read, as it could not, and what may be erased of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set entry = replace(entry::text, encode('word-two'::bytea, 'hex'),"
            + " encode('word-six'::bytea, 'hex'))::bytea where entry_id = '%s'",
        "update audit_entry set entry = '{}' where entry_id = '%s'",
        "update audit_personal set body = replace(body::text, encode('9990000018'::bytea, 'hex'),"
            + " encode('9990000026'::bytea, 'hex'))::bytea where entry_id = '%s'"
      })
  void anEntryThatWasChangedStandsAmongTheOthersAsChanged(String change) throws Exception {
    UUID about = UUID.randomUUID();
    String id = changed(about, change);
    String auditor = session(TestNetwork.PHARMACY, Role.AUDITOR);
    assertThat(get("/audit?case=" + about, auditor).text())
        .contains("word-one", "word-three", "Cannot be shown", id)
        .contains("Changed since it was written, so what it says is not shown")
        .doesNotContain("word-two", "word-six");
    for (String format : List.of("csv", "jsonl", "fhir")) {
      Answer out = post("/audit/export", auditor, "format=%s&case=%s".formatted(format, about));
      assertThat(out.status()).isEqualTo(200);
      assertThat(out.text())
          .as(format)
          .contains(id, "Changed since it was written")
          .doesNotContain("word-two", "word-six");
      assertThat(out.text().lines().count()).isEqualTo(format.equals("csv") ? 4 : 3);
    }
  }

  /** The table has it in its columns, so that whoever sorts it finds it at its time. */
  @Test
  void aChangedEntryOfTheTableHasItsTimeAndId() throws Exception {
    UUID about = UUID.randomUUID();
    String id = changed(about, "update audit_entry set entry = '{}' where entry_id = '%s'");
    String[] lines =
        post(
                "/audit/export",
                session(TestNetwork.PHARMACY, Role.AUDITOR),
                "format=csv&case=" + about)
            .text()
            .split("\r\n", -1);
    assertThat(lines[2])
        .matches("\"20[-0-9T:.]+Z\",\"Changed since it was .*\"" + id + "\",\"[0-9]+\"");
    assertThat(lines[2].split(",\"", -1)).hasSameSizeAs(lines[0].split(",\"", -1));
  }

  @Test
  void nobodyButAnAuditorTakesItOut() throws Exception {
    for (Role role :
        List.of(Role.CLERK, Role.CLINICIAN, Role.SENDER, Role.OPERATOR, Role.ADMINISTRATOR)) {
      assertThat(post("/audit/export", session(TestNetwork.PRACTICE, role), "format=csv").status())
          .isEqualTo(403);
    }
  }

  @Test
  void anotherOrganisationsEntriesAreNotShown() throws Exception {
    String auditor = session(TestNetwork.HUB, Role.AUDITOR);
    assertThat(get("/audit", auditor).text()).doesNotContain(entry);
    assertThat(post("/audit", auditor, "patient=" + TestNetwork.KNOWN).text())
        .contains(document.toString())
        .doesNotContain(entry);
    assertThat(get("/audit?case=" + entry, auditor).text()).contains("No entries like this.");
    assertThat(get("/audit?whose=" + entry, auditor).status()).isEqualTo(404);
  }

  @Test
  void theCheckpointIsForEverybodyAndNamesNobody() throws Exception {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> http.get("/audit/checkpoint").status() == 200);
    Answer checkpoint = http.get("/audit/checkpoint");
    assertThat(SignedNote.parse(checkpoint.text()).signatures()).isNotEmpty();
    assertThat(checkpoint.text()).doesNotContain(TestNetwork.KNOWN);
  }
}
