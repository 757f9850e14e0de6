package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.message.coded.CodedKind;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.coded.CodedItem;
import gpcm.node.coded.CodedState;
import gpcm.node.config.CodedSettings;
import gpcm.node.config.CodedSettings.Handling;
import gpcm.node.config.CodedSettings.Rule;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * GPC-SD-OC-04: coded entries arrive, people decide on them one by one, and only then they count.
 */
class CodedReviewTest {
  private static final String CHANGE =
      "{\"code\": {\"system\": \"http://snomed.info/sct\", \"code\": \"271807003\", \"display\":"
          + " \"Rash\"}, \"reason\": \"Read out wrongly\"}";
  private static final String NO = "{\"reason\": \"Not this patient's\"}";

  @Running static TestNetwork network;

  private UUID sent;
  private UUID entry;
  private Someone clinician;

  @BeforeEach
  void aCodedDocumentHasArrived() throws Exception {
    sent = network.submit(TestNetwork.document("generic-coded.json", TestNetwork.HUB));
    entry = arrived(sent);
    clinician = somebody("Delta Fictional", Role.CLINICIAN);
  }

  private static Someone somebody(String name, Role... roles) {
    return Someone.at(network, TestNetwork.PRACTICE, name, roles);
  }

  private static UUID arrived(UUID document) {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    return UUID.fromString(
        network.one(
            "select e.id from worklist_entry e join document d on d.document_id = e.document_id"
                + " where d.id = '%s'".formatted(document)));
  }

  private String coded() {
    return coded(entry);
  }

  private static String coded(UUID document) {
    return "/api/v1/worklist/" + document + "/coded";
  }

  private JsonNode list(UUID document) throws Exception {
    Answer answer = clinician.get(coded(document));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode first(JsonNode list, String kind) {
    for (JsonNode each : list.path("entries")) {
      if (each.path("kind").asText().equals(kind)) {
        return each;
      }
    }
    throw new AssertionError("no " + kind + " in " + list);
  }

  private int place(String kind) throws Exception {
    return first(list(entry), kind).path("n").asInt();
  }

  private static void refused(Answer answer, int status, String kind) throws Exception {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).isEqualTo("urn:gpcm:problem:" + kind);
  }

  /** The newest version of the document, with something else in it. */
  private UUID replacedBy(String from, String to) throws Exception {
    String id = network.one("select document_id from document where id = '" + sent + "'");
    String json =
        new String(
            DocumentJson.write(TestNetwork.document("generic-coded.json", TestNetwork.HUB)),
            StandardCharsets.UTF_8);
    String encounter =
        network.one("select encounter_id from worklist_entry where id = '" + entry + "'");
    String changed =
        json.replaceFirst(
                "\"encounterId\"\\s*:\\s*\"[^\"]*\"", "\"encounterId\":\"" + encounter + "\"")
            .replaceFirst("\"version\"\\s*:\\s*1", "\"version\": 2, \"replaces\": \"" + id + "\"")
            .replace(from, to);
    assertThat(changed).contains(to);
    Document document = DocumentJson.read(changed.getBytes(StandardCharsets.UTF_8));
    return arrived(network.submit(document));
  }

  private List<CodedItem> confirmed(UUID document) {
    return network.served().coded().confirmed().of(TestNetwork.PRACTICE, document);
  }

  @Test
  void anAllergyThatArrivesWaitsForAPersonWithEverythingTheyNeed() throws Exception {
    JsonNode allergy = first(list(entry), "allergy");

    assertThat(allergy.path("state").asText()).isEqualTo("to-review");
    assertThat(allergy.path("code").path("code").asText()).isEqualTo("91936005");
    assertThat(allergy.path("code").path("display").asText()).isEqualTo("Allergy to penicillin");
    assertThat(allergy.path("status").asText()).isEqualTo("active, unconfirmed");
    assertThat(allergy.path("saidBy").asText()).isEqualTo("clinician");
    assertThat(allergy.path("recorded").asText()).isEqualTo("2026-11-20");
    assertThat(allergy.path("details").toString()).contains("Rash on both arms");
    assertThat(allergy.path("section").asText()).isEqualTo("Allergies and intolerances");
    assertThat(confirmed(entry)).isEmpty();
  }

  /** GPC-SD-OC-05: the receiver shows the identifier of the kind of document. */
  @Test
  void thePlaceInTheListGoesThroughTheReviewOfCodedEntries() throws Exception {
    String document = "/worklist/" + entry;
    int first = place("allergy");
    String written = "?view=mine&amp;sort=patient&amp;action=FA\"";
    String place = "?view=mine&sort=patient&action=FA";
    assertThat(clinician.get(document + place).text())
        .contains("href=\"" + document + "/coded/" + first + written);
    assertThat(clinician.get(document + "/coded" + place).text())
        .contains("nhsuk-back-link\" href=\"" + document + written)
        .contains("href=\"" + document + "/coded/" + first + written);
    String one = clinician.get(document + "/coded/" + first + place).text();
    assertThat(one)
        .contains("nhsuk-back-link\" href=\"" + document + "/coded" + written)
        .contains("action=\"" + document + "/coded/" + first + written)
        .contains("href=\"" + document + "/files/0" + written);
    assertThat(clinician.post(document + "/coded/" + first + place, "decision=reject").text())
        .as("with what is wrong")
        .contains("action=\"" + document + "/coded/" + first + written);
    assertThat(
            clinician
                .post(document + "/coded/" + first + place, "decision=confirm")
                .header("Location"))
        .startsWith(document + "/coded")
        .endsWith(place);
  }

  @Test
  void theTypeThatTheSenderCodedIsShown() throws Exception {
    JsonNode type = list(entry).path("type");
    assertThat(type.path("code").asText()).isEqualTo("371531000");
    assertThat(type.path("display").asText()).isEqualTo("Report of clinical encounter");
    assertThat(clinician.get("/worklist/" + entry).text())
        .contains("Report of clinical encounter", "371531000");
  }

  @Test
  void theOriginalIsGivenWhereItIsAskedFor() throws Exception {
    assertThat(first(clinician.get(coded() + "?originals=true").json(), "allergy").toString())
        .contains("\\\"resourceType\\\":\\\"AllergyIntolerance\\\"");
    assertThat(first(list(entry), "allergy").has("original")).isFalse();
  }

  @Test
  void theProgressCountsWhatThereIsToDecide() throws Exception {
    JsonNode before = list(entry).path("progress");
    assertThat(before.path("decided").asInt()).isZero();
    assertThat(before.path("open").asInt()).isEqualTo(before.path("all").asInt()).isPositive();

    clinician.post(coded() + "/" + place("allergy") + "/confirm", "");

    JsonNode after = list(entry).path("progress");
    assertThat(after.path("decided").asInt()).isEqualTo(1);
    assertThat(after.path("open").asInt()).isEqualTo(before.path("all").asInt() - 1);
  }

  @Test
  void whatIsOpenKeepsTheDocumentFromBeingCompleted() throws Exception {
    String complete = "/api/v1/worklist/" + entry + "/complete";
    String body = "{\"version\": 1, \"outcome\": \"no-action-needed\"}";
    int open = list(entry).at("/progress/open").asInt();
    assertThat(open).isGreaterThan(1);
    Answer blocked = clinician.post(complete, body);
    refused(blocked, 409, "still-open");
    assertThat(blocked.json().path("detail").asText()).contains(open + " coded entries");

    for (JsonNode each : list(entry).path("entries")) {
      if (each.path("state").asText().equals("to-review")) {
        clinician.post(coded() + "/" + each.path("n").asInt() + "/confirm", "");
      }
    }

    assertThat(list(entry).at("/progress/open").asInt()).isZero();
    assertThat(clinician.post(complete, body).status()).isEqualTo(200);
  }

  @Test
  void whatSaysOnlyWhereThingsWereDoneIsForReading() throws Exception {
    JsonNode location = first(list(entry), "location");
    assertThat(location.path("state").asText()).isEqualTo("for-reading");
    refused(
        clinician.post(coded() + "/" + location.path("n").asInt() + "/confirm", ""),
        409,
        "not-decidable");
  }

  @Test
  void aConfirmedEntryCountsAndSaysWhoConfirmedIt() throws Exception {
    int place = place("allergy");
    Answer answer = clinician.post(coded() + "/" + place + "/confirm", "");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode allergy = first(list(entry), "allergy");
    assertThat(allergy.path("state").asText()).isEqualTo("confirmed");
    assertThat(allergy.path("decision").path("by").asText()).isEqualTo("Delta Fictional");
    assertThat(confirmed(entry)).extracting(CodedItem::kind).containsExactly(CodedKind.ALLERGY);
    audited(Action.CODED_ENTRY_CONFIRMED);
  }

  @Test
  void aChangedEntryCountsWithItsNewCodeAndKeepsTheSendersBesideIt() throws Exception {
    int place = place("problem");
    Answer answer = clinician.post(coded() + "/" + place + "/change", CHANGE);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode problem = first(list(entry), "problem");
    assertThat(problem.path("state").asText()).isEqualTo("changed");
    assertThat(problem.path("code").path("code").asText()).isEqualTo("38341003");
    assertThat(problem.path("decision").path("code").path("code").asText()).isEqualTo("271807003");
    assertThat(problem.path("decision").path("reason").asText()).isEqualTo("Read out wrongly");
    assertThat(confirmed(entry).getFirst().concept().code()).isEqualTo("271807003");
    audited(Action.CODED_ENTRY_CHANGED);
  }

  @Test
  void aRejectedEntryDoesNotCount() throws Exception {
    int place = place("problem");
    Answer answer = clinician.post(coded() + "/" + place + "/reject", NO);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(first(list(entry), "problem").path("state").asText()).isEqualTo("rejected");
    assertThat(first(list(entry), "problem").path("decision").path("reason").asText())
        .isEqualTo("Not this patient's");
    assertThat(confirmed(entry)).isEmpty();
    audited(Action.CODED_ENTRY_REJECTED);
  }

  private void audited(Action action) {
    assertThat(
            network.one(
                "select count(*) from audit_entry where action = '%s' and case_id = '%s'"
                    .formatted(action.code(), entry)))
        .isEqualTo("1");
  }

  @Test
  void aChangeOrRejectionWithoutAReasonIsRefused() throws Exception {
    int place = place("problem");
    refused(
        clinician.post(coded() + "/" + place + "/reject", "{\"reason\": \" \"}"),
        422,
        "invalid-entry");
    refused(
        clinician.post(coded() + "/" + place + "/change", CHANGE.replace("Read out wrongly", "")),
        422,
        "invalid-entry");
    assertThat(first(list(entry), "problem").path("state").asText()).isEqualTo("to-review");
  }

  @Test
  void aChangeToWhatIsNoCodeIsRefused() throws Exception {
    refused(
        clinician.post(
            coded() + "/" + place("problem") + "/change", CHANGE.replace("271807003", "271807004")),
        422,
        "invalid-entry");
  }

  @Test
  void whoDecidesSecondIsToldWhoDecidedWhat() throws Exception {
    String address = coded() + "/" + place("allergy");
    clinician.post(address + "/reject", NO);

    Answer second = somebody("Echo Fictional", Role.CLINICIAN).post(address + "/confirm", "");

    refused(second, 409, "already-decided");
    assertThat(second.json().path("detail").asText()).contains("was rejected by Delta Fictional");
    assertThat(first(list(entry), "allergy").path("state").asText()).isEqualTo("rejected");
  }

  @Test
  void ofSeveralWhoDecideAtOnceExactlyOneDecides() throws Exception {
    String address = coded() + "/" + place("allergy");
    List<Callable<Answer>> decisions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Someone one = somebody("Foxtrot Fictional " + i, Role.CLINICIAN);
      decisions.add(() -> one.post(address + "/confirm", ""));
      decisions.add(() -> one.post(address + "/reject", NO));
    }
    List<Answer> answers = together(decisions);

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    for (Answer answer : answers) {
      if (answer.status() != 200) {
        refused(answer, 409, "already-decided");
        assertThat(answer.text()).contains("by Foxtrot Fictional");
      }
    }
  }

  private static List<Answer> together(List<Callable<Answer>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(calls.size())) {
      List<Future<Answer>> running = new ArrayList<>();
      for (Callable<Answer> call : calls) {
        running.add(
            callers.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      for (Future<Answer> each : running) {
        answers.add(each.get());
      }
    }
    return answers;
  }

  @Test
  void aClerkDecidesOnlyWithTheNationalActivityForIt() throws Exception {
    refused(
        somebody("Golf Fictional", Role.CLERK).post(coded() + "/1/confirm", ""), 403, "forbidden");
  }

  @Test
  void anotherOrganisationFindsNothingThere() throws Exception {
    Someone elsewhere = Someone.at(network, TestNetwork.HUB, "Hotel Fictional", Role.CLINICIAN);
    refused(elsewhere.get(coded()), 404, "not-found");
    refused(elsewhere.post(coded() + "/1/confirm", ""), 404, "not-found");
  }

  @Test
  void aMachineDecidesOnNothing() throws Exception {
    try (HttpCaller machine =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
      refused(
          machine.post(coded() + "/1/confirm", "application/json", new byte[0]), 403, "forbidden");
    }
  }

  @Test
  void anEntryThatIsNotThereIsNotFound() throws Exception {
    refused(clinician.post(coded() + "/999/confirm", ""), 404, "not-found");
  }

  @Test
  void severalAreConfirmedTogetherWhereEachNeedsNoLookOfItsOwn() throws Exception {
    List<Integer> observations = new ArrayList<>();
    list(entry)
        .path("entries")
        .forEach(
            each -> {
              if (each.path("kind").asText().equals("observation")) {
                observations.add(each.path("n").asInt());
              }
            });

    Answer answer = clinician.post(coded() + "/confirm", "{\"entries\": " + observations + "}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("entries")).hasSize(2);
    assertThat(confirmed(entry))
        .extracting(CodedItem::kind)
        .containsOnly(CodedKind.OBSERVATION)
        .hasSize(2);
  }

  @Test
  void noAllergyAndNoMedicationIsConfirmedTogetherWithOthers() throws Exception {
    for (String kind : List.of("allergy", "medication")) {
      refused(
          clinician.post(
              coded() + "/confirm",
              "{\"entries\": [%d, %d]}".formatted(place("observation"), place(kind))),
          422,
          "one-by-one");
    }
    assertThat(confirmed(entry)).isEmpty();
  }

  @Test
  void moreThanFiftyAreNotConfirmedTogether() throws Exception {
    List<Integer> many = new ArrayList<>();
    for (int i = 1; i <= 51; i++) {
      many.add(i);
    }
    refused(
        clinician.post(coded() + "/confirm", "{\"entries\": " + many + "}"), 422, "invalid-entry");
  }

  @Test
  void inANewVersionWhatIsUnchangedStaysConfirmedAndWhatChangedIsToReviewAgain() throws Exception {
    clinician.post(coded() + "/" + place("allergy") + "/confirm", "");
    clinician.post(coded() + "/" + place("problem") + "/confirm", "");

    UUID second = replacedBy("Measured at home", "Measured in the surgery");

    JsonNode now = list(second);
    JsonNode allergy = first(now, "allergy");
    assertThat(allergy.path("state").asText()).isEqualTo("confirmed");
    assertThat(allergy.path("difference").asText()).isEqualTo("same");
    assertThat(allergy.path("decision").path("by").asText()).isEqualTo("Delta Fictional");
    JsonNode in = allergy.path("decision").path("earlierVersion");
    assertThat(in.path("version").asInt()).isEqualTo(1);
    assertThat(in.path("entry").asText()).isEqualTo(entry.toString());
    JsonNode problem = first(now, "problem");
    assertThat(problem.path("state").asText()).isEqualTo("to-review");
    assertThat(problem.path("difference").asText()).isEqualTo("changed");
    assertThat(problem.path("before").path("state").asText()).isEqualTo("confirmed");
    assertThat(problem.path("before").path("details").toString()).contains("Measured at home");
    assertThat(confirmed(second)).extracting(CodedItem::kind).containsExactly(CodedKind.ALLERGY);
    assertThat(confirmed(entry)).isEmpty();
  }

  @Test
  void aNewVersionSaysWhatIsNewInItAndWhatIsGone() throws Exception {
    UUID second = replacedBy("\"code\" : \"38341003\"", "\"code\" : \"73211009\"");

    JsonNode now = list(second);
    assertThat(first(now, "problem").path("difference").asText()).isEqualTo("new");
    assertThat(now.path("gone").toString()).contains("Hypertensive disorder");
  }

  @Test
  void nobodyDecidesOnWhatANewerVersionHasReplaced() throws Exception {
    int place = place("allergy");
    replacedBy("Measured at home", "Measured in the surgery");

    refused(clinician.post(coded() + "/" + place + "/confirm", ""), 409, "not-decidable");
  }

  @Test
  void underAPauseNobodyDecidesAndNothingConfirmedGoesOn() throws Exception {
    clinician.post(coded() + "/" + place("allergy") + "/confirm", "");
    CodedSettings pause = settings(Handling.PAUSE, Set.of());

    assertThat(standing(pause, CodedKind.ALLERGY)).containsExactly(CodedState.CONFIRMED);
    assertThat(standing(pause, CodedKind.PROBLEM)).containsExactly(CodedState.PAUSED);
    assertThat(network.coded(pause).confirmed().of(TestNetwork.PRACTICE, entry)).isEmpty();
  }

  @Test
  void whereOnlyTheDocumentIsTakenItsEntriesWaitForNobody() {
    CodedSettings only = settings(Handling.DOCUMENT_ONLY, Set.of(CodedKind.PROBLEM));

    assertThat(standing(only, CodedKind.PROBLEM)).containsExactly(CodedState.DOCUMENT_ONLY);
    assertThat(standing(only, CodedKind.ALLERGY)).containsExactly(CodedState.TO_REVIEW);
  }

  @Test
  void aRuleForAnotherSenderLeavesThisOnesEntriesToReview() {
    CodedSettings others =
        new CodedSettings(
            Optional.empty(),
            List.of(
                new Rule(
                    new OdsCode(TestNetwork.PRACTICE),
                    Set.of(new OdsCode("A99904")),
                    Set.of(),
                    Handling.PAUSE)));

    assertThat(standing(others, CodedKind.PROBLEM)).containsExactly(CodedState.TO_REVIEW);
  }

  private static CodedSettings settings(Handling handling, Set<CodedKind> kinds) {
    return new CodedSettings(
        Optional.empty(),
        List.of(
            new Rule(
                new OdsCode(TestNetwork.PRACTICE),
                Set.of(new OdsCode(TestNetwork.HUB)),
                kinds,
                handling)));
  }

  private List<CodedState> standing(CodedSettings settings, CodedKind kind) {
    return network.coded(settings).review().of(TestNetwork.PRACTICE, entry).stream()
        .filter(item -> item.kind() == kind)
        .map(CodedItem::state)
        .toList();
  }

  @Test
  void whatIsInNoPatientsRecordHereIsNotDecidedOn() throws Exception {
    network.execute(
        "update worklist_entry set state = 'not-known-here' where id = '" + entry + "'");
    refused(
        clinician.post(coded() + "/" + place("allergy") + "/confirm", ""), 409, "not-decidable");
  }

  @Test
  void nothingOfAVoidDocumentCounts() throws Exception {
    int place = place("problem");
    clinician.post(coded() + "/" + place("allergy") + "/confirm", "");
    network.execute("update worklist_entry set state = 'void' where id = '" + entry + "'");

    assertThat(confirmed(entry)).isEmpty();
    refused(clinician.post(coded() + "/" + place + "/confirm", ""), 409, "not-decidable");
  }

  @Test
  void theDocumentShowsItsCodedEntriesFirstWithWhoSaysSo() throws Exception {
    String page = clinician.get("/worklist/" + entry).text();
    assertThat(page)
        .contains("Coded entries: 0 of ", "Allergy to penicillin", "Patient-entered", "To review");
    assertThat(page.indexOf("Coded entries: 0 of "))
        .isLessThan(page.indexOf("Document and attachments"));
  }

  @Test
  void anEntryIsReadAndConfirmedOnItsPageAndTheNextOneFollows() throws Exception {
    int place = place("allergy");
    String address = "/worklist/" + entry + "/coded/" + place;
    String page = clinician.get(address).text();
    assertThat(page)
        .contains("Allergy: <bdi>Allergy to penicillin</bdi>", "Rash on both arms", "91936005");

    Answer saved = clinician.post(address, "decision=confirm");

    assertThat(saved.status()).as(saved.text()).isEqualTo(303);
    assertThat(saved.header("Location"))
        .startsWith("/worklist/" + entry + "/coded/")
        .isNotEqualTo(address);
    assertThat(first(list(entry), "allergy").path("state").asText()).isEqualTo("confirmed");
    assertThat(clinician.get(address).text()).contains("Confirmed", "Delta Fictional");
  }

  @Test
  void aPageThatIsSentWithoutAReasonComesBackAndSaysWhatIsMissing() throws Exception {
    String address = "/worklist/" + entry + "/coded/" + place("allergy");
    Answer answer = clinician.post(address, "decision=reject&reason=");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("<title>Error: ", "There is a problem", "href=\"#reason\"");
    assertThat(first(list(entry), "allergy").path("state").asText()).isEqualTo("to-review");
  }

  @Test
  void whoDecidesSecondOnAPageIsToldWhoDecidedWhat() throws Exception {
    String address = "/worklist/" + entry + "/coded/" + place("allergy");
    clinician.post(address, "decision=confirm");

    Answer second =
        somebody("Echo Fictional", Role.CLINICIAN).post(address, "decision=reject&reason=No");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text()).contains("was confirmed by Delta Fictional");
  }
}
