package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is done with several documents of the list at once, and with one by the button in its row.
 */
class WorklistBulkTest {
  @Running static TestNetwork network;
  private static Someone clerk;
  private static Someone other;
  private static String first;
  private static String second;

  @BeforeAll
  static void documentsAreReceived() throws Exception {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    other = Someone.at(network, TestNetwork.PRACTICE, "B. Clerk", Role.CLERK);
    first =
        network.entryOf(
            network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
    second =
        network.entryOf(
            network.submit(TestNetwork.document("online-consultation.json", TestNetwork.HUB)));
  }

  @BeforeEach
  void nobodyHasThem() {
    network.execute(
        """
        update worklist_entry set work = 'new', owner_person = null, owner_team = null, started = false,
          work_version = work_version + 1, outcome = null, done_at = null, done_by = null, confidential = false
        """);
  }

  private static String chosen(String id) {
    return network.one(
        "select id || '/' || work_version from worklist_entry where id = '" + id + "'");
  }

  private static String form(String act, String... entries) {
    return "act="
        + act
        + "&back=/worklist?view=unassigned"
        + List.of(entries).stream().map(each -> "&entry=" + each).collect(Collectors.joining());
  }

  private static String state(String id) {
    return network.one("select work from worklist_entry where id = '" + id + "'");
  }

  private static Answer done(Someone who, String form) throws Exception {
    return who.post("/worklist/selected/done", form);
  }

  private static List<AuditEntry> logged(String id, Action action) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.PRACTICE, 1000))
        .stream()
        .filter(entry -> entry.action() == action)
        .filter(entry -> entry.data().caseId().filter(UUID.fromString(id)::equals).isPresent())
        .toList();
  }

  @Test
  void thePatientsAreNamedBeforeAnythingIsDone() throws Exception {
    Answer preview = clerk.post("/worklist/selected", form("take", chosen(first), chosen(second)));
    assertThat(preview.status()).as(preview.text()).isEqualTo(200);
    assertThat(preview.text())
        .contains("Take 2 documents?", "Nothing is done yet.", "TESTPATIENT, Alpha Example (Ms)")
        .contains("TESTPATIENT, Charlie (Mr)", "999 000 0018", "Born", "Leave everything as it is");
    assertThat(state(first)).isEqualTo("new");
  }

  @Test
  void eachIsAnActOfItsOwnInTheLog() throws Exception {
    int before = logged(first, Action.TAKEN).size();
    Answer taken = done(clerk, form("take", chosen(first), chosen(second)));
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(taken.text())
        .contains("2 documents taken.", "href=\"/worklist?view=unassigned\"")
        .doesNotContain("could not be");
    assertThat(state(first)).isEqualTo("in-progress");
    assertThat(state(second)).isEqualTo("in-progress");
    assertThat(logged(first, Action.TAKEN)).hasSize(before + 1);
  }

  @Test
  void whatHasChangedMeanwhileIsNotTakenAndItIsSaidByWhom() throws Exception {
    String seen = chosen(first);
    assertThat(done(other, form("take", seen)).status()).isEqualTo(200);
    Answer taken = done(clerk, form("take", seen, chosen(second)));
    assertThat(taken.text())
        .contains("1 document taken.", "1 document could not be taken", "B. Clerk took it");
    assertThat(
            network.one(
                "select p.name from worklist_entry e join person p on p.id = e.owner_person where"
                    + " e.id = '"
                    + first
                    + "'"))
        .isEqualTo("B. Clerk");
    assertThat(logged(first, Action.TAKEN))
        .extracting(AuditEntry::outcome)
        .contains(Outcome.failed("409 changed-meanwhile"));
  }

  @Test
  void thePreviewSaysOfEachWhyItCannotBeDone() throws Exception {
    assertThat(done(other, form("take", chosen(first))).status()).isEqualTo(200);
    Answer preview = clerk.post("/worklist/selected", form("take", chosen(first), chosen(second)));
    assertThat(preview.text())
        .contains("Take 1 document?", "Not to be taken", "B. Clerk has it")
        .doesNotContain("name=\"entry\" value=\"" + first);
  }

  @Test
  void theyAreAssignedToAPerson() throws Exception {
    String form = form("assign", chosen(first), chosen(second));
    assertThat(clerk.post("/worklist/selected", form).text())
        .contains("Assign 2 documents?", "B. Clerk");
    Answer assigned = done(clerk, form + "&person=" + other.person().id());
    assertThat(assigned.text()).contains("2 documents assigned.", "B. Clerk");
    assertThat(state(first)).isEqualTo("assigned");
  }

  @Test
  void toNobodyNothingIsAssigned() throws Exception {
    Answer asked = done(clerk, form("assign", chosen(first)));
    assertThat(asked.status()).isEqualTo(422);
    assertThat(asked.text())
        .contains("<title>Error: ", "There is a problem", "href=\"#person\"")
        .contains("Choose to whom the documents go");
    assertThat(state(first)).isEqualTo("new");
  }

  @Test
  void whatIsForActionIsNotMarkedAsDoneUnopened() throws Exception {
    Answer preview = clerk.post("/worklist/selected", form("done", chosen(first)));
    assertThat(preview.text())
        .contains("None of these can be marked as done", "It is for action: open it")
        .doesNotContain("/worklist/selected/done");
    assertThat(done(clerk, form("done", chosen(first))).text())
        .contains("Nothing was marked as done", "It is for action");
    assertThat(state(first)).isEqualTo("new");
  }

  /** The copy for the practice of what a pharmacy acts on, with a question more or without it. */
  private static String information(boolean asks) throws Exception {
    String json =
        Files.readString(TestNetwork.example("online-consultation-pharmacy.json"))
            .replaceFirst(
                "\"encounterId\": \"[^\"]*\"", "\"encounterId\": \"" + UUID.randomUUID() + "\"")
            .replace("A99903", TestNetwork.HUB)
            .replace("9990000026", TestNetwork.KNOWN)
            .replace("1984-05-06", "1957-01-09")
            .replaceFirst(
                ",\\s*\\{ \"text\": \"Please send a picture[^\\n]*\\n",
                asks
                    ? ", { \"text\": \"What next?\", \"answers\": [{ \"text\": \"A follow-up\" }]"
                        + " }\n"
                    : "\n")
            .replaceFirst("(?s),\\s*\"attachments\": \\[.*?\\]", "");
    Document document = DocumentJson.read(json.getBytes(StandardCharsets.UTF_8));
    String found =
        " from worklist_entry where recipient_type = 'FI' and organisation = 'A99902' and work ="
            + " 'new' and received_at > '"
            + network.served().clock().instant()
            + "'";
    network.submit(document);
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> !network.one("select count(*)" + found).equals("0"));
    String id = network.one("select id" + found + " order by received_at desc limit 1");
    network.execute("update worklist_entry set coded_entries = 0 where id = '%s'".formatted(id));
    network.execute("delete from coded_entry where entry = '%s'".formatted(id));
    return id;
  }

  @Test
  void whatIsForInformationAndAsksForNothingIsMarkedAsDone() throws Exception {
    String id = information(false);
    Answer preview = clerk.post("/worklist/selected", form("done", chosen(id)));
    assertThat(preview.text())
        .contains("Mark 1 document as done?", "no action needed")
        .contains("That is a word check and no reading");
    assertThat(done(clerk, form("done", chosen(id))).text()).contains("1 document marked as done.");
    assertThat(state(id)).isEqualTo("done");
    assertThat(logged(id, Action.COMPLETED)).hasSize(1);
  }

  @Test
  void whatHasCodesIsNotMarkedAsDone() throws Exception {
    String id = information(false);
    network.execute("update worklist_entry set coded_entries = 2 where id = '%s'".formatted(id));
    assertThat(done(clerk, form("done", chosen(id))).text()).contains("It has coded entries");
    assertThat(state(id)).isEqualTo("new");
  }

  @Test
  void whatSpeaksOfAFollowUpIsNotMarkedAsDone() throws Exception {
    String id = information(true);
    assertThat(done(clerk, form("done", chosen(id))).text())
        .contains("Its text may ask for something, such as a follow-up");
    assertThat(state(id)).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Grateful for your help",
        "kindly see her",
        "GP to prescribe",
        "refer to us",
        "REPEAT the bloods",
        "recheck in May",
        "re-check in May",
        "for review",
        "monitor weight",
        "arrange a scan",
        "we advise rest",
        "I recommend rest",
        "increase the dose",
        "reduce the dose",
        "start aspirin",
        "stop aspirin",
        "Urgent.",
        "Please",
        "f/u",
        "action required"
      })
  void theWordsByWhichLettersAskAreFound(String text) {
    assertThat(InformationOnly.asks(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"She stopped by", "a reviewer", "preferred", "starting weight"})
  void onlyWholeWordsAreFound(String text) {
    assertThat(InformationOnly.asks(text)).isFalse();
  }

  @Test
  void whatHasTechnicalNotesIsNotMarkedAsDone() throws Exception {
    String id = information(false);
    network.execute("update worklist_entry set warnings = 'A note' where id = '%s'".formatted(id));
    assertThat(done(clerk, form("done", chosen(id))).text()).contains("It has technical notes");
    assertThat(state(id)).isEqualTo("new");
  }

  @Test
  void whatCannotAllBeReadIsNotMarkedAsDone() throws Exception {
    String id = information(false);
    network.execute(
        """
        insert into worklist_attachment (entry, ordinal, title, content_type, sha256, size)
        select '%s', 9, 'A picture', 'image/png', sha256, size from worklist_attachment where content_type = 'image/png' limit 1
        """
            .formatted(id));
    assertThat(done(clerk, form("done", chosen(id))).text())
        .contains("Not all of it can be read by this program");
    assertThat(state(id)).isEqualTo("new");
  }

  @Test
  void whatHasAnOpenTaskIsNotMarkedAsDone() throws Exception {
    String id = information(false);
    assertThat(
            clerk
                .post("/api/v1/worklist/" + id + "/task", "{\"what\": \"Ring the pharmacy\"}")
                .status())
        .isEqualTo(200);
    assertThat(done(clerk, form("done", chosen(id))).text()).contains("are open: 1 task");
    assertThat(state(id)).isEqualTo("new");
  }

  @Test
  void whoeverMayNotOpenAConfidentialDocumentDoesNothingWithIt() throws Exception {
    network.execute("update worklist_entry set confidential = true where id = '" + first + "'");
    assertThat(done(clerk, form("take", chosen(first))).text())
        .contains("Nothing was taken", "It is confidential");
    assertThat(state(first)).isEqualTo("new");
  }

  @Test
  void atMostFiftyAreDealtWithAtOnce() throws Exception {
    String[] many =
        IntStream.range(0, 51).mapToObj(unused -> UUID.randomUUID() + "/1").toArray(String[]::new);
    Answer refused = clerk.post("/worklist/selected", form("take", many));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("51 documents are chosen, and at most 50");
  }

  @Test
  void whoChoosesNoneIsToldSo() throws Exception {
    Answer refused = clerk.post("/worklist/selected", form("take"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("No document is chosen", "Nothing was done");
  }

  @Test
  void ofAnotherOrganisationsDocumentNothingIsSaid() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.CLERK);
    Answer refused = done(stranger, form("take", chosen(first)));
    assertThat(refused.text())
        .contains("Your organisation has no such document")
        .doesNotContain("TESTPATIENT", "999 000");
    assertThat(state(first)).isEqualTo("new");
  }

  @Test
  void throughTheApiATeamIsNamedOnlyForWhatIsAssigned() throws Exception {
    Answer answer =
        clerk.post(
            "/api/v1/worklist-bulk",
            "{\"act\": \"take\", \"entry\": [\"%s\"], \"team\": \"\"}".formatted(chosen(first)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.text()).contains("/team");
    assertThat(state(first)).isEqualTo("new");
  }

  @Test
  void theApiAnswersForEachDocument() throws Exception {
    String seen = chosen(first);
    assertThat(done(other, form("take", seen)).status()).isEqualTo(200);
    Answer answer =
        clerk.post(
            "/api/v1/worklist-bulk",
            "{\"act\": \"take\", \"entry\": [\"%s\", \"%s\"]}".formatted(seen, chosen(second)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.path("done").asInt()).isEqualTo(1);
    assertThat(json.at("/documents/0/type").asText())
        .isEqualTo("urn:gpcm:problem:changed-meanwhile");
    assertThat(json.at("/documents/1/state").asText()).isEqualTo("in-progress");
  }

  @Test
  void theListHasABoxForEachDocumentNamedByItsPatient() throws Exception {
    assertThat(clerk.get("/worklist").text())
        .contains("name=\"entry\" value=\"" + chosen(first) + "\"")
        .containsPattern("aria-label=\"Choose: TESTPATIENT, Alpha Example \\(Ms\\), Consultation")
        .doesNotContain(" checked");
    assertThat(clerk.get("/worklist?ticked=true").text()).contains(" checked", "Select none");
  }

  @Test
  void theButtonInARowTakesIt() throws Exception {
    assertThat(clerk.get("/worklist").text())
        .containsPattern(
            "Take<span class=\"nhsuk-u-visually-hidden\"> <bdi>TESTPATIENT, Alpha Example \\(Ms\\),"
                + " Consultation report</bdi>");
    Answer taken =
        clerk.post("/worklist/take", "entry=" + chosen(first) + "&back=/worklist?view=unassigned");
    assertThat(taken.status()).as(taken.text()).isEqualTo(303);
    assertThat(taken.header("Location")).endsWith("/worklist?view=unassigned&taken=" + first);
    assertThat(clerk.get("/worklist?view=unassigned&taken=" + first).text())
        .contains(
            "You have taken the Consultation report for <bdi>TESTPATIENT, Alpha Example (Ms)");
    assertThat(other.get("/worklist?view=unassigned&taken=" + first).text())
        .doesNotContain("You have taken");
  }

  @Test
  void whoIsSecondIsToldWhoWasFirst() throws Exception {
    String seen = chosen(first);
    other.post("/worklist/take", "entry=" + seen);
    Answer refused = clerk.post("/worklist/take", "entry=" + seen);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("B. Clerk took it", "Nothing was done");
  }

  @Test
  void theFormLeadsBackToTheListAndNowhereElse() throws Exception {
    Answer preview =
        clerk.post(
            "/worklist/selected", "act=take&entry=" + chosen(first) + "&back=https://elsewhere");
    assertThat(preview.text()).doesNotContain("elsewhere").contains("href=\"/worklist\"");
  }
}
