package gpcm.node.web;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.OdsCode;
import gpcm.exchange.AlertText;
import gpcm.node.Configurations;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HandOverSettings;
import gpcm.node.config.IntakeSettings;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was received about somebody whose record the register calls restricted is opened by those
 * alone who may: a clinician with B1611, and an auditor who says why. Two documents came before the
 * register said so.
 */
class RestrictedRecordsTest {
  private static final String SAID = "record is restricted";
  private static final String OTHER = "9990000034";
  private static final String HUB_MAILBOX = "A99901OT001";

  /** What only a ticket opens, what shows a row, and what gives it to somebody who may open it. */
  private static final Set<String> NO_CONTENT =
      Set.of(
          "GET /viewing/worklist/{id}/files/{n}",
          "POST /worklist/{id}/work/assign",
          "POST /api/v1/worklist/{id}/assign",
          "GET /api/v1/handover/{id}",
          "POST /api/v1/handover/{id}/answer",
          "POST /api/v1/handover/{id}/again");

  @Running static TestNetwork network;
  private static Someone clerk;
  private static Someone clinician;
  private static Someone cleared;
  private static Someone auditor;
  private static Someone everything;
  private static String summary;
  private static String letter;

  @BeforeAll
  static void twoDocumentsCameBefore() throws Exception {
    network.restartNode(
        before ->
            Configurations.intake(
                before.with(List.of(HandOverSettings.fetchedFor(new OdsCode(PRACTICE)))),
                PRACTICE,
                IntakeSettings::withDoubtfulWaiting));
    clerk = someone("A. Clerk", Set.of(), Role.CLERK);
    clinician = someone("B. Clinician", Set.of("B0790"), Role.CLINICIAN);
    cleared = someone("C. Clinician", Set.of("B1611"), Role.CLINICIAN);
    auditor = someone("D. Auditor", Set.of(), Role.AUDITOR);
    everything =
        someone(
            "E. Everything",
            Set.of(),
            Stream.of(Role.values()).filter(role -> role != Role.AUDITOR).toArray(Role[]::new));
    says(person(KNOWN, "Testpatient", ""));
    summary = arrived("consultation-summary.json");
    letter = arrived("generic-coded.json");
    network.raiseReceived(
        UUID.fromString(
            network.one("select received from worklist_entry where id = '" + letter + "'")),
        new AlertText("sent-back/" + letter, "Of the hidden person", "What was", "Do it"));
    assertThat(clerk.get("/worklist/" + summary).status()).isEqualTo(200);
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network
                    .one("select count(*) > 0 from hand_over_item where entry = '" + summary + "'")
                    .equals("t"));
  }

  @BeforeEach
  void theRegisterSaysThatItIsRestricted() throws Exception {
    says(person(KNOWN, "Testpatient", "yes"));
    if (!restricted(summary)) {
      arrived("generic.json");
    }
  }

  private static Someone someone(String name, Set<String> activities, Role... roles) {
    return someone(PRACTICE, name, activities, roles);
  }

  private static Someone someone(
      String organisation, String name, Set<String> activities, Role... roles) {
    return Someone.with(network, organisation, name, activities, roles);
  }

  private static String person(String number, String family, String restricted) {
    return """
    {"nhsNumber":"%s","birthDate":"1957-01-09","family":"%s","given":"Alpha","standing":"known","address":"7 Hidden Lane","telephone":"01632 960999","restricted":"%s"}
    """
        .formatted(number, family, restricted);
  }

  private static void says(String... people) throws IOException {
    Files.writeString(network.patients(), String.join("", people));
  }

  private static String arrived(String example) throws IOException {
    return network.entryOf(network.submit(TestNetwork.document(example, HUB)));
  }

  private static boolean restricted(String entry) throws Exception {
    return row(clerk, entry).path("restrictedPatient").asBoolean();
  }

  private static JsonNode row(Someone who, String entry) throws Exception {
    for (String list : List.of("?view=all&limit=1000", "?limit=1000")) {
      for (JsonNode row : who.get("/api/v1/worklist" + list).json().path("entries")) {
        if (row.path("id").asText().equals(entry)) {
          return row;
        }
      }
    }
    throw new AssertionError("no row of " + entry);
  }

  private static String received(String entry) {
    return network.one("select received from worklist_entry where id = '" + entry + "'");
  }

  private static long events(String entry, String kind) {
    return Long.parseLong(
        network.one(
            "select count(*) from event where received = '%s' and kind = '%s'"
                .formatted(received(entry), kind)));
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(answer.text()).contains(SAID, "document.open-restricted-patient");
  }

  @Test
  void whatCameBeforeItWasKnownIsMarkedAndItsTimelineSaysSince() throws Exception {
    assertThat(restricted(letter)).isTrue();
    assertThat(events(letter, "record-restricted")).isPositive();
    assertThat(cleared.get("/worklist/" + letter).text())
        .contains("Restricted record", "the patient’s record is restricted");
  }

  @Test
  void aRowSaysWhomItIsAboutAndWhoOpensItAndNeitherTitleNorSender() throws Exception {
    JsonNode row = row(clerk, letter);
    assertThat(row.at("/patient/nhsNumber").asText()).isEqualTo(KNOWN);
    assertThat(row.path("title").asText()).isEmpty();
    assertThat(row.at("/sender/odsCode").asText()).isEmpty();
    assertThat(clerk.get("/worklist?view=all").text())
        .contains("Restricted record", "Opened by clinicians with B1611", "Withheld")
        .doesNotContain("ODS Code " + HUB);
  }

  @Test
  void whoMayOpenItIsShownTheWholeRow() throws Exception {
    assertThat(row(cleared, letter).path("title").asText()).isEqualTo("Walk-in clinic letter");
    assertThat(row(cleared, letter).at("/sender/odsCode").asText()).isEqualTo(HUB);
  }

  @ParameterizedTest
  @CsvSource({"sender, sender_ods", "type, type_code"})
  void aFilterByWhoSentItOrWhatItIsDoesNotTell(String filter, String column) throws Exception {
    String path =
        "/api/v1/worklist?view=all&"
            + filter
            + "="
            + network.one("select " + column + " from worklist_entry where id = '" + letter + "'");
    assertThat(clerk.get(path).json().path("entries")).isEmpty();
    assertThat(cleared.get(path).json().path("entries")).isNotEmpty();
  }

  @Test
  void itsMessageIsNotTakenOutByWhoeverNamesIt() throws Exception {
    for (String name : List.of(letter, received(letter))) {
      refused(everything.post("/api/v1/messages", "{\"message\":\"" + name + "\"}"));
      refused(everything.post("/messages", "reason=Why&message=" + name));
    }
  }

  @Test
  void theFrontPageWithholdsWhereItCameFrom() throws Exception {
    assertThat(clerk.get("/").text()).contains("Restricted record", "<em>Withheld</em>");
    assertThat(cleared.get("/").text()).contains("Restricted record").doesNotContain("Withheld");
  }

  static List<String> contents() {
    return List.of(
        "/worklist/%s",
        "/worklist/%s/files/0",
        "/worklist/%s/coded",
        "/api/v1/worklist/%s",
        "/api/v1/worklist/%s/coded");
  }

  @ParameterizedTest
  @MethodSource("contents")
  void aClerkDoesNotOpenIt(String path) throws Exception {
    refused(clerk.get(path.formatted(letter)));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void aClinicianWithoutTheActivityDoesNotOpenIt(String path) throws Exception {
    refused(clinician.get(path.formatted(letter)));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void aClinicianWithTheActivityOpensIt(String path) throws Exception {
    assertThat(cleared.get(path.formatted(letter)).status()).isEqualTo(200);
  }

  @Test
  void anAuditorOpensItAndSaysWhy() throws Exception {
    String path = "/api/v1/worklist/" + letter;
    assertThat(auditor.get(path).status()).isNotEqualTo(200);
    assertThat(
            auditor.http().send(auditor.http().to(path).header("X-Reason", "A complaint")).status())
        .isEqualTo(200);
  }

  @Test
  void aFormerSignInOfAnAuditorIsNotEnough() throws Exception {
    String session =
        Credentials.session(
            network.served(),
            PRACTICE,
            Someone.now(network).minus(Duration.ofMinutes(16)),
            Role.AUDITOR);
    HttpCaller http = HttpCaller.with(network.node().url(), new Credentials("", session));
    assertThat(
            http.send(http.to("/api/v1/worklist/" + letter).header("X-Reason", "A complaint"))
                .status())
        .isNotEqualTo(200);
  }

  @Test
  void whoeverIsRefusedStandsInTheAuditLog() throws Exception {
    String refusals =
        "select count(*) from audit_entry where action = 'access-refused' and case_id = '%s'"
            .formatted(letter);
    long before = Long.parseLong(network.one(refusals));
    refused(clerk.get("/worklist/" + letter));
    assertThat(Long.parseLong(network.one(refusals))).isGreaterThan(before);
  }

  /** Of every route there is, so that a new one is not forgotten. */
  @Test
  void noRouteOfADocumentOpensItForWhoHasEveryOtherRight() throws Exception {
    String item =
        network.one("select id from hand_over_item where entry = '" + summary + "' limit 1");
    List<String> routes;
    try (InputStream text = Permission.class.getResourceAsStream("/gpcm/node/web/routes.txt")) {
      routes =
          new String(text.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("\\|", -1)[0].strip().replaceAll(" +", " "))
              .filter(line -> line.matches(".*/(worklist|handover)/\\{id\\}.*"))
              .filter(line -> !NO_CONTENT.contains(line))
              .toList();
    }
    assertThat(routes).hasSizeGreaterThan(50);
    for (String route : routes) {
      String path =
          route
              .replaceFirst("^\\w+ ", "")
              .replace("{id}", route.contains("/handover/") ? item : letter)
              .replace("{n}", "0");
      Answer answer =
          route.startsWith("GET ")
              ? everything.get(path)
              : everything.post(path, path.startsWith("/api/") ? body(route) : "reason=Asked");
      assertThat(answer.status()).as(route + ": " + answer.text()).isEqualTo(403);
      assertThat(answer.text()).as(route).contains(SAID);
    }
  }

  /** What some ask for before they look for the document. */
  private static String body(String route) {
    return switch (route.replaceFirst(".*/coded/", "")) {
      case "confirm" -> "{\"entries\": [1]}";
      case "{n}/change" ->
          "{\"code\": {\"code\": \"386661006\", \"display\": \"Fever\"}, \"reason\": \"Asked\"}";
      case "{n}/reject", "{n}/take-back" -> "{\"reason\": \"Asked\"}";
      default -> "{}";
    };
  }

  @Test
  void anOfferedItemIsThereForPeopleWithoutWhatItHolds() throws Exception {
    String item =
        network.one("select id from hand_over_item where entry = '" + summary + "' limit 1");
    JsonNode shown = clerk.get("/api/v1/handover/" + item).json();
    assertThat(shown.at("/document/patient/nhsNumber").asText()).isEqualTo(KNOWN);
    assertThat(shown.at("/document").has("files")).isFalse();
    assertThat(shown.at("/document/sender/odsCode").asText("none")).isEmpty();
    assertThat(shown.at("/document/sender/name").asText("none")).isEmpty();
    for (JsonNode each : clerk.get("/api/v1/handover").json().findValues("sender")) {
      assertThat(each.path("odsCode").asText("none")).isEmpty();
    }
  }

  @Test
  void itsPlaceAmongOthersDoesNotTellWhoSentIt() throws Exception {
    assertThat(clerk.get("/api/v1/worklist?view=all&sort=sender&limit=1000").text())
        .doesNotContain(letter);
    assertThat(clerk.get("/worklist?view=all&sort=sender").text())
        .contains("Documents of restricted records are in every order but this one.");
    assertThat(clerk.get("/worklist?view=all&sort=patient").text())
        .doesNotContain("in every order but this one");
    assertThat(cleared.get("/api/v1/worklist?view=all&sort=sender&limit=1000").text())
        .contains(letter);
  }

  @Test
  void neitherItsMessageNorItsAnswerTellsWhoSentIt() throws Exception {
    String message = "/api/v1/messages/" + received(letter);
    String answer =
        "/api/v1/messages/"
            + network.one(
                "select id from answer where received = '" + received(letter) + "' limit 1");
    assertThat(everything.get(message).text()).doesNotContain(HUB_MAILBOX);
    assertThat(everything.get(answer).text()).doesNotContain(HUB_MAILBOX);
    says(person(KNOWN, "Testpatient", "no"));
    arrived("generic.json");
    assertThat(everything.get(message).text()).contains(HUB_MAILBOX);
    assertThat(everything.get(answer).text()).contains(HUB_MAILBOX);
  }

  @Test
  void aRecordSystemTakesItAsBefore() throws Exception {
    String item =
        network.one("select id from hand_over_item where entry = '" + summary + "' limit 1");
    String key =
        Credentials.key(network.served(), PRACTICE, Permission.HAND_OVER, Permission.OPEN_DOCUMENT);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      JsonNode files = machine.get("/api/v1/handover/" + item).json().at("/document/files");
      assertThat(files).isNotEmpty();
      for (JsonNode file : files) {
        assertThat(machine.get(file.path("href").asText()).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aKeyForSomethingElseDoesNotOpenIt() throws Exception {
    String key = Credentials.key(network.served(), PRACTICE, Permission.OPEN_DOCUMENT);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      refused(machine.get("/api/v1/worklist/" + letter));
    }
  }

  @Test
  void aKeyForRestrictedRecordsOpensIt() throws Exception {
    String key =
        Credentials.key(
            network.served(),
            PRACTICE,
            Permission.OPEN_DOCUMENT,
            Permission.OPEN_RESTRICTED_PATIENT);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      assertThat(machine.get("/api/v1/worklist/" + letter).status()).isEqualTo(200);
    }
  }

  @Test
  void anAlertAboutItSaysNothingOfIt() throws Exception {
    assertThat(clerk.get("/api/v1/alerts").text()).doesNotContain("Of the hidden person");
    assertThat(cleared.get("/api/v1/alerts").text()).contains("Of the hidden person");
  }

  @Test
  void severalAtOnceLeaveItOut() throws Exception {
    Answer answer =
        clerk.post(
            "/api/v1/worklist-bulk",
            "{\"act\":\"take\",\"entry\":[\"%s/%s\"]}"
                .formatted(
                    letter,
                    network.one(
                        "select work_version from worklist_entry where id = '" + letter + "'")));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text()).contains("the patient's " + SAID);
    assertThat(
            network.one(
                "select owner_person is null from worklist_entry where id = '" + letter + "'"))
        .as(answer.text())
        .isEqualTo("t");
  }

  @Test
  void anotherOrganisationsDocumentsOfThePatientAreAsTheyWere() throws Exception {
    String theirs = arrived("generic.json");
    network.execute(
        "update worklist_entry set organisation = '%s' where id = '%s'".formatted(HUB, theirs));
    Someone atTheHub = someone(HUB, "F. Clerk", Set.of(), Role.CLERK);
    Answer answer = atTheHub.get("/api/v1/worklist/" + theirs);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("restrictedPatient").asBoolean(true)).isFalse();
  }

  @Test
  void aNumberWrittenInPartsIsTheSamePatients() throws Exception {
    String parted = arrived("generic.json");
    network.execute(
        "update worklist_entry set patient_nhs_number = '999 000 0018' where id = '"
            + parted
            + "'");
    refused(clerk.get("/worklist/" + parted));
  }

  @Test
  void aRegisterThatDoesNotSayKeepsWhatIsKnown() throws Exception {
    says(person(KNOWN, "Testpatient", ""));
    String later = arrived("generic.json");
    assertThat(restricted(later)).isTrue();
    assertThat(restricted(letter)).isTrue();
  }

  @Test
  void aRegisterThatHasThemNoMoreKeepsWhatIsKnown() throws Exception {
    says(person(OTHER, "Otherpatient", "no"));
    arrived("generic.json");
    assertThat(restricted(letter)).isTrue();
  }

  @Test
  void theMarkGoesWhenTheRegisterSaysSoAndTheTimelineTellsIt() throws Exception {
    says(person(KNOWN, "Testpatient", "no"));
    arrived("generic.json");
    assertThat(restricted(letter)).isFalse();
    assertThat(events(letter, "record-not-restricted")).isPositive();
    assertThat(clerk.get("/worklist/" + letter).text())
        .contains("the patient’s record is not restricted any more")
        .doesNotContain(">Restricted record<");
  }

  @Test
  void aDoubtfulDocumentIsProtectedBeforeAnybodyHasMatchedIt() throws Exception {
    says(person(KNOWN, "Otherpatient", "yes"));
    String doubtful = arrived("generic.json");
    refused(clerk.get("/worklist/" + doubtful + "/match"));
    assertThat(cleared.get("/worklist/" + doubtful + "/match").text())
        .contains("Which patient is it?", "Not shown: restricted record")
        .doesNotContain("7 Hidden Lane", "01632 960999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/worklist/%s/match", "/api/v1/worklist/%s/match"})
  void theMatchingPageDoesNotTellWhereARestrictedCandidateLives(String path) throws Exception {
    says(
        person(KNOWN, "Otherpatient", "no").replace("7 Hidden Lane", "1 Plain Road"),
        person(OTHER, "Testpatient", "yes"));
    String doubtful = arrived("generic.json");
    Answer answer = clerk.get(path.formatted(doubtful));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text())
        .contains("1 Plain Road", "Testpatient")
        .doesNotContain("7 Hidden Lane");
  }

  @Test
  void theLookUpOfCandidatesProtectsItAtOnce() throws Exception {
    says(person(KNOWN, "Otherpatient", "no"));
    String doubtful = arrived("generic.json");
    assertThat(clerk.get("/worklist/" + doubtful + "/match").status()).isEqualTo(200);
    says(person(KNOWN, "Otherpatient", "yes"));
    refused(clerk.get("/worklist/" + doubtful + "/match"));
    refused(clerk.get("/worklist/" + doubtful));
  }

  @Test
  void whatAPersonMatchesIsLookedUpOnceMore() throws Exception {
    says(person(KNOWN, "Otherpatient", "no"));
    String doubtful = arrived("generic.json");
    says(person(KNOWN, "Otherpatient", "yes"));
    clerk.post("/worklist/" + doubtful + "/match", "choice=this-patient&reason=Compared");
    refused(clerk.get("/worklist/" + doubtful));
  }

  @Test
  void aDocumentThatIsMatchedWithARestrictedPatientOfAnotherNumberIsProtected() throws Exception {
    says(person(KNOWN, "Otherpatient", "no"));
    String doubtful = arrived("generic.json");
    says(person(OTHER, "Testpatient", "yes"));
    clerk.post("/worklist/" + doubtful + "/match", "choice=this-patient&reason=Compared");
    refused(clerk.get("/worklist/" + doubtful));
  }

  private static String arrivedUnrestricted() throws Exception {
    says(person(KNOWN, "Otherpatient", "no"));
    return arrived("generic.json");
  }

  private static void matchedWithARestrictedOne(String entry) throws Exception {
    says(person(OTHER, "Testpatient", "yes"));
    clerk.post("/worklist/" + entry + "/match", "choice=this-patient&reason=Compared");
  }

  @Test
  void theMarkOfAMatchGoesWhenTheRegisterSaysThatThoseAreNotRestricted() throws Exception {
    String matched = arrivedUnrestricted();
    String waiting = arrived("generic.json");
    matchedWithARestrictedOne(matched);
    refused(clerk.get("/worklist/" + matched));
    long before = events(matched, "record-not-restricted");
    says(person(OTHER, "Testpatient", "no"));
    assertThat(cleared.get("/worklist/" + waiting + "/match").status()).isEqualTo(200);
    assertThat(clerk.get("/worklist/" + matched).status()).isEqualTo(200);
    assertThat(events(matched, "record-not-restricted")).isEqualTo(before + 1);
  }

  @Test
  void aMarkOfTheNumberItselfStaysWhateverIsSaidOfACandidate() throws Exception {
    says(person(KNOWN, "Otherpatient", ""));
    String waiting = arrived("generic.json");
    says(person(OTHER, "Testpatient", "no"));
    assertThat(cleared.get("/worklist/" + waiting + "/match").status()).isEqualTo(200);
    refused(clerk.get("/worklist/" + waiting));
    refused(clerk.get("/worklist/" + letter));
  }

  @Test
  void whatTheRegisterSaysOfTheNumberCountsMoreThanAMatch() throws Exception {
    String matched = arrivedUnrestricted();
    String waiting = arrived("generic.json");
    matchedWithARestrictedOne(matched);
    says(person(KNOWN, "Otherpatient", "yes"));
    arrived("generic.json");
    says(person(OTHER, "Testpatient", "no"));
    assertThat(cleared.get("/worklist/" + waiting + "/match").status()).isEqualTo(200);
    refused(clerk.get("/worklist/" + matched));
  }

  @Test
  void thatTheOwnerOfTheNumberIsNotRestrictedOpensNothingOfWhomItWasMatchedWith() throws Exception {
    String matched = arrivedUnrestricted();
    String waiting = arrived("generic.json");
    matchedWithARestrictedOne(matched);
    says(person(KNOWN, "Otherpatient", "no"));
    assertThat(cleared.get("/worklist/" + waiting + "/match").status()).isEqualTo(200);
    refused(clerk.get("/worklist/" + matched));
  }

  @Test
  void whatTheRegisterTakesBackOfTheNumberLeavesWhomItWasMatchedWith() throws Exception {
    String matched = arrivedUnrestricted();
    String waiting = arrived("generic.json");
    matchedWithARestrictedOne(matched);
    for (String now : List.of("yes", "no")) {
      says(person(KNOWN, "Otherpatient", now));
      assertThat(cleared.get("/worklist/" + waiting + "/match").status()).isEqualTo(200);
      refused(clerk.get("/worklist/" + matched));
    }
    says(person(OTHER, "Testpatient", "no"));
    assertThat(cleared.get("/worklist/" + waiting + "/match").status()).isEqualTo(200);
    assertThat(clerk.get("/worklist/" + matched).status()).isEqualTo(200);
  }

  /** As when the last of the patient's other documents is deleted at that moment. */
  @Test
  void aMarkThatGoesBeforeTheDocumentIsFiledIsThereWithIt() throws Exception {
    says(person(KNOWN, "Testpatient", "no"));
    arrived("generic.json");
    says(person(KNOWN, "Testpatient", "yes"));
    network.execute(
        """
        create table mark_gone (at timestamptz);
        create function mark_goes() returns trigger language plpgsql as $$
        begin
          if exists (select from mark_gone) then return new; end if;
          insert into mark_gone values (now());
          return null;
        end $$;
        create trigger mark_goes before insert on restricted_record for each row execute function mark_goes()
        """);
    try {
      refused(clerk.get("/worklist/" + arrived("generic.json")));
      assertThat(network.one("select count(*) from mark_gone")).isEqualTo("1");
    } finally {
      network.execute(
          "drop trigger mark_goes on restricted_record; drop function mark_goes; drop table"
              + " mark_gone");
    }
  }

  @Test
  void theFiltersOfferNeitherWhoSentItNorWhatItIs() throws Exception {
    String sender = "<option value=\"" + HUB + "\"";
    String type =
        "<option value=\""
            + network.one("select type_code from worklist_entry where id = '" + letter + "'")
            + "\"";
    assertThat(cleared.get("/worklist?view=all").text()).contains(sender, type);
    assertThat(clerk.get("/worklist?view=all").text()).doesNotContain(sender, type);
  }

  @Test
  void whetherItHasWarningsIsNotTold() throws Exception {
    network.execute("update worklist_entry set warnings = 'A note' where id = '" + letter + "'");
    assertThat(row(clerk, letter).path("warnings").asInt()).isZero();
    assertThat(row(cleared, letter).path("warnings").asInt()).isEqualTo(1);
    String filtered = "/api/v1/worklist?view=all&warnings=true&limit=1000";
    assertThat(clerk.get(filtered).text()).doesNotContain(letter);
    assertThat(cleared.get(filtered).text()).contains(letter);
  }
}
