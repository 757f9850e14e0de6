package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.working.Working;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are found by whatever they are called, with what belongs to them and no patient. */
class MessagesTest {
  private static final String LIST = "/api/v1/messages";

  @Running static TestNetwork network;
  private static MessagesFixture there;
  private static Someone hub;
  private static Someone practice;
  private static Someone pharmacy;

  @BeforeAll
  static void messagesHaveTravelled() throws Exception {
    there = MessagesFixture.in(network);
    hub = Someone.at(network, TestNetwork.HUB, "L. Operator", Role.OPERATOR);
    practice = Someone.at(network, TestNetwork.PRACTICE, "M. Operator", Role.OPERATOR);
    pharmacy = Someone.at(network, TestNetwork.PHARMACY, "N. Operator", Role.OPERATOR);
  }

  private static List<JsonNode> list(Someone who, String query) throws Exception {
    Answer answer = who.get(LIST + "?" + query);
    assertThat(answer.status()).as(query + answer.text()).isEqualTo(200);
    List<JsonNode> messages = new ArrayList<>();
    answer.json().path("messages").forEach(messages::add);
    return messages;
  }

  private static List<String> kinds(Someone who, String query) throws Exception {
    return list(who, query).stream().map(MessagesTest::kind).sorted().toList();
  }

  private static String kind(JsonNode message) {
    return message.path("direction").asText() + " " + message.path("kind").asText();
  }

  private static JsonNode one(Someone who, Object id) throws Exception {
    Answer answer = who.get(LIST + "/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> exchange(JsonNode message) {
    List<String> kinds = new ArrayList<>();
    message.path("exchange").forEach(each -> kinds.add(kind(each)));
    return kinds;
  }

  private static String idOf(Someone who, String query) throws Exception {
    return list(who, query).getFirst().path("id").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "mesh_message_id", "message_id", "document_id", "encounter_id"})
  void whatWasSentIsFoundByEachOfItsIds(String column) throws Exception {
    assertThat(kinds(hub, "id=" + there.of(column, there.accepted()))).contains("sent document");
  }

  @Test
  void withTheEncounterOrThisNodesIdItsAnswersAreFoundToo() throws Exception {
    for (String id : List.of(there.encounter(), there.accepted().toString())) {
      assertThat(kinds(hub, "id=" + id))
          .containsExactly(
              "received business-response", "received infrastructure-response", "sent document");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mesh_message_id", "message_id", "document_id", "encounter_id"})
  void whatWasReceivedIsFoundByEachOfItsIdsWithTheAnswersToIt(String column) throws Exception {
    assertThat(kinds(practice, "id=" + there.of(column, there.accepted())))
        .containsExactly(
            "received document", "sent business-response", "sent infrastructure-response");
  }

  @Test
  void anEntryOfTheWorklistLeadsToItsMessage() throws Exception {
    String entry =
        network.one(
            "select id from worklist_entry where received = '%s'"
                .formatted(there.received(there.accepted())));
    assertThat(kinds(practice, "id=" + entry)).containsExactly("received document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "mesh_message_id", "message_id"})
  void anAnswerIsFoundByEachOfItsIds(String column) throws Exception {
    String id =
        network.one(
            "select %s from answer where received = '%s' and kind = 'business'"
                .formatted(column, there.received(there.accepted())));
    assertThat(kinds(practice, "id=" + id)).containsExactly("sent business-response");
  }

  @Test
  void aReportIsFoundByTheMessageItIsAbout() throws Exception {
    assertThat(kinds(hub, "id=" + there.of("mesh_message_id", there.refused())))
        .contains("received mesh-report", "sent document");
  }

  @Test
  void whatWentBeforeInAnotherMessageIsFoundByItsFormerIds() throws Exception {
    String mesh = "20261101093000000000_ABCDEF";
    String message = UUID.randomUUID().toString();
    network.execute(
        "update document set earlier_mesh_ids = array['%s'], earlier_message_ids = array['%s'] where id = '%s'"
            .formatted(mesh, message, there.accepted()));
    for (String id : List.of(mesh, message)) {
      assertThat(idOf(hub, "id=" + id)).isEqualTo(there.accepted().toString());
    }
    JsonNode ids = one(hub, there.accepted()).path("ids");
    assertThat(ids.path("earlierMesh").get(0).asText()).isEqualTo(mesh);
    assertThat(ids.path("earlierMessages").get(0).asText()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "30002, 'received business-response, sent document'",
    "30001, 'received business-response, sent document'",
    "EPL-151, received mesh-report",
    "20009, ''"
  })
  void aCodeFindsWhatCarriesItAndWhatItAnswered(String code, String kinds) throws Exception {
    assertThat(String.join(", ", kinds(hub, "code=" + code))).isEqualTo(kinds);
  }

  @Test
  void theAnswersThatWereGivenAreFoundByTheirCode() throws Exception {
    assertThat(kinds(practice, "code=30002")).containsExactly("sent business-response");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A99902OT001", "A99902", "a99902ot001"})
  void whoIsAtTheOtherEndIsNamedByMailboxOrOdsCode(String party) throws Exception {
    assertThat(kinds(hub, "party=" + party))
        .contains("received business-response", "sent document")
        .doesNotContain("received mesh-report");
    assertThat(list(hub, "party=A99904")).isEmpty();
  }

  @Test
  void theLocalIdThatTheOtherEndGivesFindsWhatItSent() throws Exception {
    UUID id = there.unreadable("no xml");
    network.execute(
        "update received_message set local_id = 'LOC77', sender = '' where id = '%s'"
            .formatted(id));
    assertThat(idOf(practice, "party=LOC77")).isEqualTo(id.toString());
  }

  @Test
  void aWorkflowKindOrDirectionFindsItsOwn() throws Exception {
    assertThat(kinds(hub, "workflow=GPFED_CONSULT_REPORT"))
        .contains("sent document", "received mesh-report")
        .doesNotContain("received business-response");
    assertThat(kinds(hub, "workflow=GPFED_CONSULT_REPORT_ACK"))
        .contains("received business-response")
        .doesNotContain("sent document");
    assertThat(list(hub, "workflow=ANOTHER_WORKFLOW")).isEmpty();
    for (String kind :
        List.of("document", "business-response", "infrastructure-response", "mesh-report")) {
      assertThat(list(hub, "kind=" + kind)).isNotEmpty();
      assertThat(list(hub, "kind=" + kind))
          .allSatisfy(each -> assertThat(each.path("kind").asText()).isEqualTo(kind));
    }
    assertThat(kinds(hub, "direction=sent")).containsOnly("sent document");
    assertThat(kinds(practice, "direction=sent&kind=document")).isEmpty();
    assertThat(kinds(practice, "direction=received&kind=document"))
        .containsOnly("received document");
  }

  @Test
  void whatCouldNotBeReadIsOfTheKindOther() throws Exception {
    UUID id = there.unreadable("no xml at all");
    assertThat(list(practice, "kind=other"))
        .anySatisfy(each -> assertThat(each.path("id").asText()).isEqualTo(id.toString()));
  }

  @Test
  void daysAreThoseOfTheUnitedKingdomAndTheLastOneIsWhole() throws Exception {
    LocalDate today = LocalDate.ofInstant(Someone.now(network), Working.ZONE);
    UUID id = there.unreadable("of a day");
    String at = "update received_message set received_at = '%s' where id = '" + id + "'";
    String of = "kind=other&since=%s&until=%s".formatted(today.minusDays(9), today.minusDays(9));
    network.execute(
        at.formatted(today.minusDays(9).atTime(23, 59, 59).atZone(Working.ZONE).toInstant()));
    assertThat(idOf(practice, of)).isEqualTo(id.toString());
    network.execute(at.formatted(today.minusDays(8).atStartOfDay(Working.ZONE).toInstant()));
    assertThat(list(practice, of)).isEmpty();
  }

  @Test
  void partsOfTheListFollowOneAnotherNewestFirst() throws Exception {
    List<String> all =
        list(hub, "limit=1000").stream().map(each -> each.path("id").asText()).toList();
    assertThat(list(hub, "limit=1000").stream().map(each -> each.path("at").asText()).toList())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    List<String> byParts = new ArrayList<>();
    String next = LIST + "?limit=2";
    while (!next.isEmpty()) {
      JsonNode part = hub.get(next).json();
      part.path("messages").forEach(each -> byParts.add(each.path("id").asText()));
      next = part.path("next").asText();
    }
    assertThat(byParts).isEqualTo(all).doesNotHaveDuplicates();
  }

  @Test
  void aDocumentItsAnswersAndReportsAreOneExchangeWhereverOneBegins() throws Exception {
    String[] all = {
      "sent document",
      "received infrastructure-response",
      "received business-response",
      "received mesh-report"
    };
    String response = idOf(hub, "code=30002&direction=received");
    for (Object id : List.of(there.refused(), there.report(), response)) {
      assertThat(exchange(one(hub, id))).containsExactlyInAnyOrder(all);
    }
  }

  @Test
  void aReceivedDocumentAndTheAnswersToItAreOneExchange() throws Exception {
    String answer = idOf(practice, "code=30002");
    for (Object id : List.of(there.received(there.refused()), answer)) {
      assertThat(exchange(one(practice, id)))
          .containsExactlyInAnyOrder(
              "received document", "sent infrastructure-response", "sent business-response");
    }
  }

  @Test
  void aReportOnAnAnswerBelongsToWhatWasAnswered() throws Exception {
    UUID received = there.received(there.accepted());
    UUID report = there.unreadable("");
    network.execute(
        """
        update received_message set message_type = 'REPORT', status_code = '14', state = 'report', linked_message_id =
          (select mesh_message_id from answer where received = '%s' and kind = 'business') where id = '%s'
        """
            .formatted(received, report));
    assertThat(exchange(one(practice, report)))
        .containsExactlyInAnyOrder(
            "received document",
            "sent infrastructure-response",
            "sent business-response",
            "received mesh-report");
    network.execute("delete from received_message where id = '" + report + "'");
  }

  @Test
  void whatElseIsAboutTheSameEncounterStandsBeside() throws Exception {
    UUID other = UUID.randomUUID();
    network.execute(
        """
        insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number, patient_name,
          patient_birth_date, registered_practice, occurred_at, subject, consultation_sha256, submission_sha256, accepted_at, updated_at,
          recipient, recipient_type, stands, message_sha256, message_size)
        select '%s', organisation, use_case, 'failed', encounter_id, 2, confidential, patient_nhs_number, patient_name,
          patient_birth_date, registered_practice, occurred_at, subject, consultation_sha256, submission_sha256, accepted_at, updated_at,
          recipient, recipient_type, false, message_sha256, message_size from document where id = '%s'
        """
            .formatted(other, there.accepted()));
    JsonNode related = one(hub, there.accepted()).path("related");
    assertThat(related).hasSize(1);
    assertThat(related.get(0).path("id").asText()).isEqualTo(other.toString());
    network.execute("delete from document where id = '" + other + "'");
  }

  @Test
  void ofAnswersThatWereReadBeforeThisVersionTheSameIsKnown() throws Exception {
    String known =
        "select string_agg(id || ' ' || response_code || ' ' || answers, ',' order by id) from"
            + " received_message where response_code is not null and answers is not null";
    String before = network.one(known);
    assertThat(before).contains("30002 " + there.refused(), "20013 " + there.accepted());
    network.execute("update received_message set response_code = null, answers = null");
    try (InputStream in =
        network.getClass().getResourceAsStream("store/migration/V63__messages.sql")) {
      String migration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int begins = migration.indexOf("update received_message");
      network.execute(migration.substring(begins, migration.indexOf(';', begins)));
    }
    assertThat(network.one(known)).isEqualTo(before);
  }

  @Test
  void itsTimelineIsInSentencesAndOfTheWholeExchange() throws Exception {
    List<String> words = new ArrayList<>();
    one(hub, there.refused())
        .path("timeline")
        .forEach(each -> words.add(each.path("words").asText()));
    assertThat(words)
        .contains("The message was made.", "MESH has taken it.")
        .contains(
            "The receiver answered about the patient (business acknowledgement): the patient is not"
                + " known here.");
  }

  @Test
  void codesAndStatesAreInPlainWords() throws Exception {
    JsonNode document = one(hub, there.refused());
    assertThat(document.path("stateWords").asText()).isEqualTo("Not accepted");
    assertThat(document.path("code").asText()).isEqualTo("30002");
    assertThat(document.path("codeWords").asText()).startsWith("Patient not known here");
    assertThat(one(hub, there.report()).path("codeWords").asText())
        .isEqualTo("No mailbox was found for the patient's registered practice");
  }

  @Test
  void whatTheChecksFoundStandsWithoutWhatTheyFoundThere() throws Exception {
    UUID id = there.unreadable("<Bundle/>");
    network.execute(
        """
        insert into finding (received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated)
        values ('%s', 0, 'GPCM-SD-CS-018', 'MUST', '20009', 'Bundle.type', 'TESTPATIENT', 'message', 'Say message', false)
        """
            .formatted(id));
    JsonNode finding = one(practice, id).path("findings").get(0);
    assertThat(finding.path("requirement").asText()).isEqualTo("GPCM-SD-CS-018");
    assertThat(finding.path("expected").asText()).isEqualTo("message");
    assertThat(finding.toString()).doesNotContain("TESTPATIENT");
  }

  @Test
  void nothingOfAPatientStandsInAnyAnswerOrPage() throws Exception {
    UUID unread = there.unreadable("TESTPATIENT");
    network.execute(
        """
        update received_message set message_id = 'Alpha TESTPATIENT', document_id = '9990000018', sender_reference = '9990000018',
          workflow_id = 'WORK_9990000018', linked_message_id = '9990000018', response_code = 'TESTPATIENT', sender = '9990000018'
        where id = '%s'
        """
            .formatted(unread));
    for (Someone who : List.of(hub, practice)) {
      List<String> addresses = new ArrayList<>(List.of(LIST + "?limit=1000", "/messages"));
      list(who, "limit=1000")
          .forEach(
              each -> {
                addresses.add(LIST + "/" + each.path("id").asText());
                addresses.add("/messages/" + each.path("id").asText());
              });
      for (String address : addresses) {
        Answer answer = who.get(address);
        assertThat(answer.status()).as(address).isEqualTo(200);
        assertThat(answer.text().toUpperCase(java.util.Locale.ROOT))
            .as(address)
            .doesNotContain("TESTPATIENT", "9990000018", "9990000026", "GPPROVIDER_", "1957-01-09")
            .doesNotContain("999 000 0018", "19570109", "9 JAN 1957", "CONSULTATION REPORT FOR");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=9990000018",
        "id=999%20000%200018",
        "party=9990000018",
        "party=GPPROVIDER_9990000018_19570109_TESTPATIENT",
        "code=TESTPATIENT",
        "workflow=Testpatient",
        "patient=9990000018",
        "kind=letter",
        "since=yesterday"
      })
  void nobodyIsLookedForAndWhatIsNoFilterIsRefused(String query) throws Exception {
    assertThat(hub.get(LIST + "?" + query).status()).isEqualTo(400);
    assertThat(hub.get("/messages?" + query).status()).isEqualTo(400);
  }

  @Test
  void anAddressThatMeshMakesOfAPatientIsToldAsSuch() throws Exception {
    assertThat(one(hub, there.accepted()).path("to").path("kind").asText())
        .isEqualTo("patient-routed");
  }

  @Test
  void whereAConfidentialDocumentCameFromIsToldByNothing() throws Exception {
    UUID received = there.received(there.accepted());
    String answer = idOf(practice, "id=" + there.encounter() + "&kind=business-response");
    assertThat(idOf(practice, "party=A99901&kind=document&id=" + there.encounter()))
        .isEqualTo(received.toString());
    network.execute("update received_message set restricted = true where id = '" + received + "'");
    try {
      for (Object id : List.of(received, answer)) {
        JsonNode message = one(practice, id);
        String other = message.path("direction").asText().equals("sent") ? "to" : "from";
        assertThat(message.path(other).path("kind").asText()).isEqualTo("concealed");
        assertThat(message.path("confidential").asBoolean()).isTrue();
        assertThat(practice.get(LIST + "/" + id).text()).doesNotContain("A99901");
        assertThat(practice.get("/messages/" + id).text()).doesNotContain("A99901");
      }
      assertThat(list(practice, "party=A99901&id=" + there.encounter())).isEmpty();
    } finally {
      network.execute(
          "update received_message set restricted = false where id = '" + received + "'");
    }
  }

  @Test
  void anOpenVersionBesideAConfidentialOneTellsNothingEither() throws Exception {
    UUID open = there.received(there.accepted());
    UUID version2 = UUID.randomUUID();
    network.execute("update received_message set sender = 'A99905OT001' where id = '" + open + "'");
    network.execute("update answer set address = 'A99905OT001' where received = '" + open + "'");
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject, local_id,
          status_code, status_description, linked_message_id, sha256, size, state, received_at, position, message_id, document_id,
          sender_reference, restricted)
        select '%1$s', organisation, '20261128093000000000_000002', message_type, sender, recipient, workflow_id, subject, local_id,
          status_code, status_description, linked_message_id, sha256, size, state, received_at, position, '%1$s', '%1$s',
          sender_reference, true from received_message where id = '%2$s'
        """
            .formatted(version2, open));
    try {
      JsonNode related = one(practice, version2).path("related");
      assertThat(related.findValuesAsText("id")).contains(open.toString());
      List<String> addresses = new ArrayList<>(List.of(LIST + "?limit=1000", "/messages"));
      for (Object id : List.of(version2, open, there.encounter())) {
        addresses.add(LIST + "?id=" + id);
        addresses.add("/messages?id=" + id);
      }
      for (Object id : List.of(version2, open)) {
        addresses.add(LIST + "/" + id);
        addresses.add("/messages/" + id);
      }
      String sent = idOf(practice, "id=" + there.encounter() + "&kind=business-response");
      addresses.add(LIST + "/" + sent);
      addresses.add("/messages/" + sent);
      for (String address : addresses) {
        Answer answer = practice.get(address);
        assertThat(answer.status()).as(address).isEqualTo(200);
        assertThat(answer.text()).as(address).doesNotContain("A99905");
      }
      assertThat(practice.get("/messages").text()).contains("A99901OT001");
      assertThat(list(practice, "party=A99905&id=" + there.encounter())).isEmpty();
    } finally {
      network.execute(
          "update received_message set sender = 'A99901OT001' where id = '" + open + "'");
      network.execute("update answer set address = 'A99901OT001' where received = '" + open + "'");
      network.execute("delete from received_message where id = '" + version2 + "'");
    }
  }

  @Test
  void ofWhatIsNotReadYetNobodyKnowsWhetherItsSenderMayBeShown() throws Exception {
    UUID id = there.unreadable("<Bundle/>");
    network.execute(
        "update received_message set sender = 'A99907OT001', state = 'stored', due_at = null where id = '%s'"
            .formatted(id));
    assertThat(one(practice, id).path("from").path("kind").asText()).isEqualTo("not-read");
    for (String address : List.of(LIST + "?id=" + id, "/messages?id=" + id, "/messages/" + id)) {
      assertThat(practice.get(address).text()).as(address).doesNotContain("A99907");
    }
    assertThat(practice.get("/messages/" + id).text()).contains("the message is not read yet");
    assertThat(list(practice, "party=A99907OT001")).isEmpty();
    network.execute("update received_message set state = 'unreadable' where id = '" + id + "'");
    assertThat(one(practice, id).path("from").path("mailbox").asText()).isEqualTo("A99907OT001");
    assertThat(list(practice, "party=A99907OT001")).hasSize(1);
  }

  @Test
  void nobodySeesAnotherOrganisations() throws Exception {
    for (String column : List.of("id", "mesh_message_id", "message_id", "document_id")) {
      assertThat(list(pharmacy, "id=" + there.of(column, there.accepted()))).isEmpty();
    }
    assertThat(list(pharmacy, "")).isEmpty();
    String unknown = pharmacy.get(LIST + "/" + UUID.randomUUID()).textWithoutReference();
    for (UUID id : List.of(there.accepted(), there.report(), there.received(there.accepted()))) {
      Answer none = pharmacy.get(LIST + "/" + id);
      assertThat(none.status()).isEqualTo(404);
      assertThat(none.textWithoutReference()).isEqualTo(unknown);
    }
    assertThat(hub.get(LIST + "/" + there.received(there.accepted())).status()).isEqualTo(404);
    assertThat(list(hub, "limit=1000"))
        .allSatisfy(
            each -> assertThat(each.path("organisation").asText()).isEqualTo(TestNetwork.HUB));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void operatorsSeeThemAndAuditorsWithAReason(Role role) throws Exception {
    Someone one = Someone.at(network, TestNetwork.HUB, "One with a role", role);
    int expected = role == Role.OPERATOR ? 200 : 403;
    for (String address : List.of(LIST, LIST + "/" + there.accepted(), "/messages")) {
      assertThat(one.get(address).status()).as(address).isEqualTo(expected);
    }
    int withReason = role == Role.OPERATOR || role == Role.AUDITOR ? 200 : 403;
    Answer answer = one.http().send(one.http().to(LIST).header("X-Reason", "A complaint"));
    assertThat(answer.status()).isEqualTo(withReason);
  }

  @Test
  void itIsRecordedWhoSawWhichByWhatTheyAskedFor() throws Exception {
    list(hub, "id=" + there.encounter());
    AuditEntry seen = entry(Action.LIST_SEEN).orElseThrow();
    assertThat(seen.query()).contains("id=" + there.encounter());
    assertThat(seen.data().toString()).contains(there.accepted().toString());
    assertThat(seen.patients()).isEmpty();
    one(hub, there.accepted());
    AuditEntry opened = entry(Action.MESSAGE_SEEN).orElseThrow();
    assertThat(opened.data().caseId()).contains(there.accepted());
    assertThat(opened.patients()).isEmpty();
  }

  private static Optional<AuditEntry> entry(Action action) {
    return network.served().audited().search().find(AuditQuery.newest(TestNetwork.HUB, 50)).stream()
        .filter(each -> each.action() == action)
        .findFirst();
  }
}
