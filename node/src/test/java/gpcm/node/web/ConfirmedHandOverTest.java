package gpcm.node.web;

import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.fhir.FhirReader;
import gpcm.fhir.FhirWriter;
import gpcm.fhir.ReadLimits;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HandOverSettings;
import gpcm.node.content.ContentHash;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people confirm of coded entries reaches the record system, and nothing else coded does. */
class ConfirmedHandOverTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FEED = "/api/v1/handover";
  private static final String ALLERGY = "91936005";
  private static final String PROBLEM = "38341003";
  private static final String RASH = "271807003";
  private static final String FEVER = "386661006";
  private static final String MEDICATION = "322236009";

  @Running static TestNetwork network;
  @TempDir static Path folder;

  private UUID sent;
  private UUID entry;
  private Someone clinician;

  @BeforeEach
  void aCodedDocumentHasArrived() throws Exception {
    handingOver(HandOverSettings.fetchedFor(new OdsCode(PRACTICE)));
    clinician = Someone.at(network, PRACTICE, "Delta Fictional", Role.CLINICIAN, Role.CLERK);
    sent = network.submit(TestNetwork.document("generic-coded.json", TestNetwork.HUB));
    entry = arrived(sent);
  }

  private static List<HandOverSettings> running = List.of();

  private static void handingOver(HandOverSettings wanted) throws Exception {
    if (!running.equals(List.of(wanted))) {
      network.restartNode(before -> before.with(List.of(wanted)));
      running = List.of(wanted);
    }
  }

  private static UUID arrived(UUID document) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    return UUID.fromString(
        network.one(
            "select e.id from worklist_entry e join document d on d.document_id = e.document_id"
                + " where d.id = '%s'".formatted(document)));
  }

  @Test
  void nothingCodedIsOfferedWhileAnEntryIsOpen() throws Exception {
    List<Integer> open = open();
    for (int place : open.subList(1, open.size())) {
      confirm(place);
    }
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one("select coded_changed from worklist_entry where id = '" + entry + "'")
                    .equals("f"));
    assertThat(items(entry)).isEmpty();

    confirm(open.getFirst());

    assertThat(offered().at("/document/codedEntries")).hasSize(open.size());
  }

  @Test
  void whatIsConfirmedComesWithItsPatientInTwoReleasesOfFhir() throws Exception {
    confirmAll();

    JsonNode item = offered();

    Bundle stu3 = stu3(item);
    assertThat(stu3.getType()).isEqualTo(Bundle.BundleType.COLLECTION);
    assertThat(stu3.getEntryFirstRep().getResource())
        .isInstanceOfSatisfying(
            Patient.class,
            patient ->
                assertThat(patient.getIdentifierFirstRep().getValue()).isEqualTo("9990000018"));
    assertThat(types(stu3)).contains("AllergyIntolerance", "Condition", "ReferralRequest");
    JsonNode r4 = r4(item);
    assertThat(r4.at("/type").asText()).isEqualTo("collection");
    assertThat(r4.at("/entry/0/resource/identifier/0/value").asText()).isEqualTo("9990000018");
    JsonNode allergy = resource(r4, "AllergyIntolerance");
    assertThat(allergy.at("/code/coding/0/code").asText())
        .as(allergy.toString())
        .isEqualTo(ALLERGY);
    // In STU3 the status is a code, in R4 a concept.
    assertThat(allergy.at("/clinicalStatus/coding/0/code").asText()).isEqualTo("active");
    assertThat(line(item, "allergy").at("/code/code").asText()).isEqualTo(ALLERGY);
    assertThat(line(item, "allergy").path("decidedBy").asText()).isEqualTo("Delta Fictional");
  }

  @Test
  void whatCannotBeWrittenInR4IsListedAndSaysSo() throws Exception {
    confirmAll();

    JsonNode referral = line(offered(), "referral");

    assertThat(referral.path("inStu3").asBoolean()).isTrue();
    assertThat(referral.path("inR4").asBoolean()).isFalse();
  }

  @Test
  void whatWasRejectedAndWhatIsForReadingStaysHere() throws Exception {
    int fever = place(FEVER);
    clinician.post(coded() + "/" + fever + "/reject", "{\"reason\": \"Not this patient's\"}");
    confirmAll();

    JsonNode item = offered();

    assertThat(item.toString()).doesNotContain(FEVER).contains(ALLERGY);
    assertThat(bytes(item, 0)).doesNotContain(FEVER).contains(ALLERGY);
    assertThat(bytes(item, 1)).doesNotContain(FEVER).contains(ALLERGY);
    assertThat(types(stu3(item))).doesNotContain("Location", "Device", "List");
  }

  @Test
  void aChangedCodeTakesThePlaceOfTheSendersEverywhereInItsResource() throws Exception {
    int problem = place(PROBLEM);
    clinician.post(
        coded() + "/" + problem + "/change",
        "{\"code\": {\"system\": \"http://snomed.info/sct\", \"code\": \"%s\", \"display\": \"Rash\"}, \"reason\": \"Read out wrongly\"}"
            .formatted(RASH));
    confirmAll();

    JsonNode item = offered();

    JsonNode line = line(item, "problem");
    assertThat(line.at("/code/code").asText()).isEqualTo(RASH);
    assertThat(line.at("/sentAs/code").asText()).isEqualTo(PROBLEM);
    assertThat(line.path("reason").asText()).isEqualTo("Read out wrongly");
    assertThat(condition(stu3(item)))
        .contains(RASH)
        .doesNotContain(PROBLEM)
        .doesNotContain("Hypertensive");
    assertThat(resource(r4(item), "Condition").toString())
        .contains(RASH)
        .doesNotContain(PROBLEM)
        .doesNotContain("Hypertensive");
  }

  @Test
  void aChangedAllergyIsReadNowhereAsTheSenderCodedIt() throws Exception {
    clinician.post(
        coded() + "/" + place(ALLERGY) + "/change",
        "{\"code\": {\"system\": \"http://snomed.info/sct\", \"code\": \"%s\", \"display\": \"Rash\"}, \"reason\": \"Read out wrongly\"}"
            .formatted(RASH));
    confirmAll();

    JsonNode item = offered();

    assertThat(line(item, "allergy").at("/code/code").asText()).isEqualTo(RASH);
    for (int form : List.of(0, 1)) {
      String allergy = resource(JSON.readTree(bytes(item, form)), "AllergyIntolerance").toString();
      assertThat(allergy).contains(RASH).doesNotContain(ALLERGY).doesNotContain("penicillin");
    }
  }

  @Test
  void theBytesOfAnItemAreThoseThatItNames() throws Exception {
    confirmAll();

    JsonNode files = offered().at("/document/files");

    assertThat(files).hasSize(2);
    for (JsonNode file : files) {
      byte[] bytes = caller().get(file.path("href").asText()).bytes();
      assertThat(ContentHash.of(bytes).hex()).isEqualTo(file.path("sha256").asText());
      assertThat(bytes.length).isEqualTo(file.path("size").asInt());
    }
  }

  @Test
  void whatIsTakenBackIsInTheFeedNoMoreAndItsFilesAreGone() throws Exception {
    confirmAll();
    JsonNode item = offered();

    takeBack(place(ALLERGY));

    assertThat(items(entry)).noneMatch(each -> each.path("id").equals(item.path("id")));
    assertThat(caller().get(FEED + "/" + item.path("id").asText()).text()).doesNotContain(ALLERGY);
    assertThat(caller().get(item.at("/document/files/0/href").asText()).status()).isEqualTo(404);
    await().atMost(PATIENCE).until(() -> state(item).equals("superseded"));
  }

  @Test
  void whatCountsStillFollowsAtOnceWhileTheEntryIsOpen() throws Exception {
    confirmAll();
    JsonNode item = offered();
    accept(item);

    takeBack(place(ALLERGY));

    JsonNode next = offered();
    assertThat(next.path("id")).isNotEqualTo(item.path("id"));
    assertThat(next.at("/document/codedEntries").toString())
        .doesNotContain(ALLERGY)
        .contains(PROBLEM);
  }

  @Test
  void aLineSaysAllThatPeopleWereShown() throws Exception {
    confirmAll();

    assertThat(line(offered(), "allergy").path("details").toString()).contains("Rash on both arms");
  }

  @Test
  void whatIsAboutSomebodyElseIsListedAsSuchAndInNoBundle() throws Exception {
    int allergy = place(ALLERGY);
    network.execute(
        "update coded_entry set details = '[[\"About somebody else\", \"It names another\", 0]]'"
            + " where entry = '%s' and ordinal = %d".formatted(entry, allergy));
    confirmAll();

    JsonNode item = offered();

    JsonNode line = line(item, "allergy");
    assertThat(line.path("aboutSomebodyElse").asBoolean()).isTrue();
    assertThat(line.path("inStu3").asBoolean() || line.path("inR4").asBoolean()).isFalse();
    assertThat(line(item, "problem").path("aboutSomebodyElse").asBoolean()).isFalse();
    assertThat(bytes(item, 0)).doesNotContain("AllergyIntolerance");
    assertThat(bytes(item, 1)).doesNotContain("AllergyIntolerance");
  }

  @Test
  void whatSeveralEntriesShareIsThereOnceAndNeverInTwoForms() throws Exception {
    int medication = place(MEDICATION);
    int problem = place(PROBLEM);
    String shared =
        network.one(
            "select original from coded_entry where entry = '%s' and ordinal = %d"
                .formatted(entry, medication));
    network.execute(
        "update coded_entry set original = '%s' where entry = '%s' and ordinal = %d"
            .formatted(shared.replace("'", "''"), entry, problem));
    confirmAll();
    assertThat(bytes(offered(), 0).split("\"resourceType\":\"MedicationStatement\"", -1))
        .hasSize(2);

    network.execute(
        "update coded_entry set original = replace(original, 'Paracetamol', 'Ibuprofen') where"
            + " entry = '%s' and ordinal = %d".formatted(entry, problem));
    accept(offered());
    takeBack(place(FEVER));

    JsonNode next = offered();
    assertThat(bytes(next, 0).split("\"resourceType\":\"MedicationStatement\"", -1)).hasSize(2);
    assertThat(
            Stream.of(line(next, "problem"), line(next, "medication"))
                .map(each -> each.path("inStu3").asBoolean()))
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void afterADecisionAnewAnotherItemSaysAllThatCounts() throws Exception {
    confirmAll();
    JsonNode item = offered();
    accept(item);
    int allergy = place(ALLERGY);
    takeBack(allergy);
    accept(offered());

    clinician.post(coded() + "/" + allergy + "/reject", "{\"reason\": \"Confirmed by mistake\"}");

    JsonNode next = offered();
    assertThat(next.path("id")).isNotEqualTo(item.path("id"));
    assertThat(next.path("position").asLong()).isGreaterThan(item.path("position").asLong());
    assertThat(next.at("/document/codedEntries").toString()).doesNotContain(ALLERGY);
    assertThat(bytes(next, 0)).doesNotContain(ALLERGY).contains(PROBLEM);
  }

  @Test
  void thatNothingCountsAnyMoreIsSaidToo() throws Exception {
    List<Integer> all = open();
    for (int place : all.subList(1, all.size())) {
      clinician.post(coded() + "/" + place + "/reject", "{\"reason\": \"Not wanted\"}");
    }
    confirm(all.getFirst());
    accept(offered());

    takeBack(all.getFirst());

    assertThat(offered().at("/document/codedEntries")).isEmpty();
  }

  @Test
  void whereEverythingWasRejectedNothingIsOffered() throws Exception {
    for (int place : open()) {
      clinician.post(coded() + "/" + place + "/reject", "{\"reason\": \"Not wanted\"}");
    }

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one("select coded_changed from worklist_entry where id = '" + entry + "'")
                    .equals("f"));
    assertThat(items(entry)).isEmpty();
  }

  @Test
  void anAnswerToWhatWasSupersededIsTakenAndSaysSo() throws Exception {
    confirmAll();
    JsonNode item = offered();
    takeBack(place(ALLERGY));
    await().atMost(PATIENCE).until(() -> state(item).equals("superseded"));

    Answer answer = accept(item);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("state").asText()).isEqualTo("superseded");
  }

  @Test
  void whatWasConfirmedInTheVersionBeforeIsOfferedOfTheNewOne() throws Exception {
    confirmAll();
    JsonNode item = offered();

    UUID newer = newVersion();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(items(newer))
                    .as(clinician.get("/api/v1/worklist/" + newer + "/coded").text())
                    .isNotEmpty());
    assertThat(items(newer).getFirst().at("/document/codedEntries"))
        .hasSameSizeAs(item.at("/document/codedEntries"));
    assertThat(items(entry)).isEmpty();
    assertThat(caller().get(item.at("/document/files/0/href").asText()).status()).isEqualTo(404);
  }

  @Test
  void aDecisionIsTakenBackOnlyWithAReason() throws Exception {
    confirm(place(ALLERGY));

    Answer answer =
        clinician.post(coded() + "/" + place(ALLERGY) + "/take-back", "{\"reason\": \" \"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("/reason");
  }

  @Test
  void onlyADecisionIsTakenBack() throws Exception {
    Answer answer = takeBack(place(ALLERGY));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("to review");
  }

  @Test
  void ofACompletedDocumentNothingIsTakenBackUntilItIsReopened() throws Exception {
    confirmAll();
    String work = "/api/v1/worklist/" + entry;
    long version = clinician.get(work).json().at("/work/version").asLong();
    Answer completed =
        clinician.post(
            work + "/complete", "{\"outcome\": \"coded-only\", \"version\": " + version + "}");
    assertThat(completed.status()).as(completed.text()).isEqualTo(200);

    Answer answer = takeBack(place(ALLERGY));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("reopen");
  }

  @Test
  void whoTookWhatBackStandsInTheAuditLogWithTheReason() throws Exception {
    confirm(place(ALLERGY));

    assertThat(takeBack(place(ALLERGY)).status()).isEqualTo(200);

    assertThat(
            network.one(
                "select count(*) from audit_entry where action = 'coded-entry-taken-back' and"
                    + " case_id = '%s'".formatted(entry)))
        .isEqualTo("1");
    assertThat(clinician.get(coded()).json().at("/progress/open").asInt()).isPositive();
  }

  @Test
  void aDecisionIsTakenBackOnItsPage() throws Exception {
    int place = place(ALLERGY);
    confirm(place);
    String page = "/worklist/%s/coded/%d".formatted(entry, place);
    assertThat(clinician.get(page).text()).contains("Take the decision back");

    Answer answer =
        clinician.post(
            page,
            "csrf=%s&decision=take-back&reason=A+mistake"
                .formatted(FormToken.of(clinician.session())));

    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    assertThat(
            network.one(
                "select state from coded_entry where entry = '%s' and ordinal = %d"
                    .formatted(entry, place)))
        .isEqualTo("to-review");
  }

  @Test
  void aFolderHasThemAsFilesOfTheItem() throws Exception {
    handingOver(
        new HandOverSettings(
            new OdsCode(PRACTICE), Duration.ofHours(4), Optional.of(folder), Optional.empty()));
    // The node is another one now, with an address of its own.
    clinician = Someone.at(network, PRACTICE, "Delta Fictional", Role.CLINICIAN);
    confirmAll();

    await().atMost(PATIENCE).until(() -> inFolder().isPresent());

    Path item = inFolder().orElseThrow();

    assertThat(Files.readString(item.resolve("1.json"))).contains(ALLERGY);
    assertThat(Files.readString(item.resolve("2.json"))).contains(ALLERGY);
    assertThat(Files.readString(item.resolve("item.json"))).contains("\"href\":\"1.json\"");

    takeBack(place(ALLERGY));

    await().atMost(PATIENCE).until(() -> Files.notExists(item));
  }

  @Test
  void whatAReplacedDocumentOfferedIsLateForNobody() throws Exception {
    confirmAll();
    JsonNode item = offered();
    newVersion();

    await().atMost(PATIENCE).until(() -> state(item).equals("superseded"));
  }

  private Optional<Path> inFolder() throws Exception {
    Path offered = folder.resolve("offered");
    if (Files.notExists(offered)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(offered)) {
      for (Path each : all.toList()) {
        String json = Files.readString(each.resolve("item.json"));
        if (json.contains("\"kind\":\"coded\"") && json.contains(entry.toString())) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }

  private UUID newVersion() throws Exception {
    String id = network.one("select document_id from document where id = '" + sent + "'");
    String encounter =
        network.one("select encounter_id from worklist_entry where id = '" + entry + "'");
    String json =
        new String(
            DocumentJson.write(TestNetwork.document("generic-coded.json", TestNetwork.HUB)),
            StandardCharsets.UTF_8);
    Document document =
        DocumentJson.read(
            json.replaceFirst(
                    "\"encounterId\"\\s*:\\s*\"[^\"]*\"", "\"encounterId\":\"" + encounter + "\"")
                .replaceFirst(
                    "\"version\"\\s*:\\s*1", "\"version\": 2, \"replaces\": \"" + id + "\"")
                .getBytes(StandardCharsets.UTF_8));
    return arrived(network.submit(document));
  }

  private HttpCaller caller() {
    return HttpCaller.of(network.node().url(), network.served(), PRACTICE);
  }

  private String coded() {
    return "/api/v1/worklist/" + entry + "/coded";
  }

  private List<Integer> open() throws Exception {
    List<Integer> open = new ArrayList<>();
    for (JsonNode each : clinician.get(coded()).json().path("entries")) {
      if (each.path("state").asText().equals("to-review")) {
        open.add(each.path("n").asInt());
      }
    }
    return open;
  }

  private int place(String code) throws Exception {
    for (JsonNode each : clinician.get(coded()).json().path("entries")) {
      if (each.at("/code/code").asText().equals(code)) {
        return each.path("n").asInt();
      }
    }
    throw new AssertionError("no entry of " + code);
  }

  private void confirm(int place) throws Exception {
    Answer answer = clinician.post(coded() + "/" + place + "/confirm", "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private void confirmAll() throws Exception {
    for (int place : open()) {
      confirm(place);
    }
  }

  private Answer takeBack(int place) throws Exception {
    return clinician.post(
        coded() + "/" + place + "/take-back", "{\"reason\": \"Confirmed by mistake\"}");
  }

  private List<JsonNode> items(UUID document) throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode each : caller().get(FEED + "?limit=200").json().path("items")) {
      if (each.path("kind").asText().equals("coded")
          && each.at("/document/entry").asText().equals(document.toString())) {
        all.add(each);
      }
    }
    return all;
  }

  private JsonNode offered() {
    await().atMost(PATIENCE).until(() -> items(entry).size() == 1);
    try {
      return items(entry).getFirst();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Answer accept(JsonNode item) throws Exception {
    return caller()
        .post(
            FEED + "/" + item.path("id").asText() + "/answer",
            "application/json",
            "{\"result\": \"accepted\"}".getBytes(StandardCharsets.UTF_8));
  }

  private String state(JsonNode item) {
    return network.one(
        "select state from hand_over_item where id = '%s'"
            .formatted(UUID.fromString(item.path("id").asText())));
  }

  private String bytes(JsonNode item, int place) throws Exception {
    Answer answer = caller().get(item.at("/document/files/" + place + "/href").asText());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private Bundle stu3(JsonNode item) throws Exception {
    return (Bundle)
        new FhirReader(ReadLimits.STANDARD)
            .readResource(bytes(item, 0))
            .bundle()
            .getEntryFirstRep()
            .getResource();
  }

  private JsonNode r4(JsonNode item) throws Exception {
    return JSON.readTree(bytes(item, 1));
  }

  private static JsonNode resource(JsonNode bundle, String type) {
    for (JsonNode each : bundle.path("entry")) {
      if (each.at("/resource/resourceType").asText().equals(type)) {
        return each.path("resource");
      }
    }
    throw new AssertionError("no " + type + " in " + bundle);
  }

  private static List<String> types(Bundle bundle) {
    return bundle.getEntry().stream().map(each -> each.getResource().fhirType()).toList();
  }

  private static String condition(Bundle bundle) {
    return new FhirWriter()
        .json(
            bundle.getEntry().stream()
                .map(each -> each.getResource())
                .filter(each -> each.fhirType().equals("Condition"))
                .findFirst()
                .orElseThrow());
  }

  private static JsonNode line(JsonNode item, String kind) {
    for (JsonNode each : item.at("/document/codedEntries")) {
      if (each.path("kind").asText().equals(kind)) {
        return each;
      }
    }
    throw new AssertionError("no " + kind + " in " + item);
  }
}
