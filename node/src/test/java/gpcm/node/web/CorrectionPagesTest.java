package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.people.Role;
import gpcm.node.sending.DryRun;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import gpcm.node.web.HttpCaller.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person hands in a corrected consultation on the page of the document that was sent. */
class CorrectionPagesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern CHECKED = Pattern.compile("name=\"checked\" value=\"([0-9a-f]+)\"");

  private static final String OTHER = TestNetwork.UNKNOWN_AT_PRACTICE;

  @Running static TestNetwork network;
  private static Someone sender;

  private final String encounter = UUID.randomUUID().toString();
  private UUID document;

  @BeforeAll
  static void somebodySends() {
    sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
  }

  /** A document that its practice has accepted. */
  @BeforeEach
  void oneHasTravelled() throws Exception {
    ObjectNode first = consultation("As first recorded");
    first.put("version", 1);
    document = network.submit(DocumentJson.report(MAPPER.writeValueAsBytes(first)).document());
    awaitState(document, DocumentState.COMPLETED);
  }

  private static void awaitState(UUID id, DocumentState state) {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.node().outbox().find(id).orElseThrow().state() == state);
  }

  private ObjectNode consultation(String words) throws Exception {
    ObjectNode json =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
    json.putArray("attachments");
    json.remove("version");
    ((ObjectNode) json.at("/sections/0")).put("title", words);
    return json;
  }

  private static Part json(ObjectNode json) throws Exception {
    return Part.of(
        "consultation", "corrected.json", "application/json", MAPPER.writeValueAsBytes(json));
  }

  private static Part field(String name, String value) {
    return Part.of(name, "", "text/plain", value.getBytes(StandardCharsets.UTF_8));
  }

  /** As a browser sends the form, with what it sends of a field in which no file was chosen. */
  private static Answer posted(Someone by, String path, Part... parts) throws Exception {
    List<Part> all = new ArrayList<>(List.of(parts));
    all.add(field("csrf", FormToken.of(by.session())));
    return by.http().postForm(path, all);
  }

  private String place() {
    return "/outbox/" + document + "/correct";
  }

  private Answer check(Part... parts) throws Exception {
    return posted(sender, place() + "/check", with("The wrong title", parts));
  }

  private Answer send(String checked, Part... parts) throws Exception {
    return posted(
        sender,
        place(),
        Stream.concat(
                Stream.of(with("The wrong title", parts)), Stream.of(field("checked", checked)))
            .toArray(Part[]::new));
  }

  private static Part[] with(String reason, Part... parts) {
    return Stream.concat(Stream.of(parts), Stream.of(field("reason", reason))).toArray(Part[]::new);
  }

  private static String fingerprint(Answer checked) {
    assertThat(checked.status()).as(checked.text()).isEqualTo(200);
    Matcher matcher = CHECKED.matcher(checked.text());
    assertThat(matcher.find()).as(checked.text()).isTrue();
    return matcher.group(1);
  }

  private List<String> versions() {
    return List.of(
        network
            .one(
                "select string_agg(version || ' ' || state, ',' order by version) from document"
                    + " where encounter_id = '"
                    + encounter
                    + "'")
            .split(",", -1));
  }

  private static UUID sent(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    return UUID.fromString(answer.header("Location").substring("/outbox/".length()));
  }

  private static long audited(Action action) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.HUB, 1001))
        .stream()
        .filter(entry -> entry.action() == action)
        .filter(entry -> entry.reason().filter("The wrong title"::equals).isPresent())
        .count();
  }

  @Test
  void thePageOfTheDocumentLeadsThere() throws Exception {
    assertThat(sender.get("/outbox/" + document).text())
        .contains("href=\"" + place() + "\"", "Correct and send again");
    Answer form = sender.get(place());
    assertThat(form.status()).as(form.text()).isEqualTo(200);
    assertThat(form.text())
        .contains("enctype=\"multipart/form-data\"", encounter, "TESTPATIENT, Alpha", "version 1")
        .contains("action=\"" + place() + "/check\"");
  }

  @Test
  void whatWouldHappenIsShownAndNothingIsDone() throws Exception {
    Answer checked = check(json(consultation("As it should be")));
    assertThat(checked.status()).as(checked.text()).isEqualTo(200);
    assertThat(checked.text())
        .contains("Version 2 would go at once.", "Nothing has been sent yet.", "Send version 2")
        .contains("Testford Surgery", "href=\"/outbox/" + document + "\">The version before it")
        .contains("TESTPATIENT", "999 000 0018", "The wrong title", "Delivery:");
    assertThat(versions()).containsExactly("1 completed");
  }

  @Test
  void whatWasCheckedIsSentAsTheNextVersionAndReplacesTheOneBefore() throws Exception {
    Part corrected = json(consultation("As it should be"));
    UUID second = sent(send(fingerprint(check(corrected)), corrected));
    awaitState(second, DocumentState.COMPLETED);
    assertThat(versions()).containsExactly("1 completed", "2 completed");
    assertThat(network.one("select replaces_document_id from document where id = '" + second + "'"))
        .isEqualTo(network.one("select document_id from document where id = '" + document + "'"));
  }

  @Test
  void whyStandsInTheTimelineAndInTheAuditLogOfBothSteps() throws Exception {
    long tried = audited(Action.TRIED);
    long submitted = audited(Action.SUBMITTED);
    Part corrected = json(consultation("As it should be"));
    UUID second = sent(send(fingerprint(check(corrected)), corrected));
    assertThat(audited(Action.TRIED)).isEqualTo(tried + 1);
    assertThat(audited(Action.SUBMITTED)).isEqualTo(submitted + 1);
    assertThat(sender.get("/outbox/" + second).text())
        .contains("it goes now instead of waiting: The wrong title");
  }

  @Test
  void itsAttachmentsTravelWithIt() throws Exception {
    ObjectNode consultation = consultation("With its file");
    consultation.set(
        "attachments",
        MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter)).path("attachments"));
    Part file =
        Part.of(
            "attachment",
            "consultation-summary-throat.txt",
            "text/plain",
            Files.readAllBytes(TestNetwork.example("consultation-summary-throat.txt")));
    String checked = fingerprint(check(json(consultation), file));
    UUID second = sent(send(checked, file, json(consultation)));
    awaitState(second, DocumentState.COMPLETED);
    assertThat(sender.get("/outbox/" + second).text()).contains("/files/1");
  }

  @Test
  void aFieldInWhichNoFileWasChosenIsNoFile() throws Exception {
    Part none = new Part("attachment", "\"; x=\"", "text/plain", () -> new byte[0]);
    assertThat(check(json(consultation("As it should be")), none).status()).isEqualTo(200);
  }

  @Test
  void otherFilesThanThoseThatWereCheckedAreNotSent() throws Exception {
    String checked = fingerprint(check(json(consultation("As it should be"))));
    Answer other = send(checked, json(consultation("Something else")));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text())
        .contains("These are not the files that were checked", "Nothing was sent.");
    assertThat(versions()).containsExactly("1 completed");
  }

  @Test
  void whatWasNeverCheckedIsNotSent() throws Exception {
    assertThat(send("", json(consultation("As it should be"))).status()).isEqualTo(422);
    assertThat(versions()).containsExactly("1 completed");
  }

  @Test
  void whatIsWrongIsSaidByElementValueRuleAndRemedyAndTheDocumentStaysAsItWas() throws Exception {
    ObjectNode wrong = consultation("As it should be");
    ((ObjectNode) wrong.path("patient")).put("birthDate", "31st of March");
    wrong.put("colour", "blue");
    Answer refused = check(json(wrong));
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.text())
        .contains("There is a problem", "href=\"#wrong-1\"", "id=\"wrong-1\"", "id=\"wrong-2\"")
        .contains("/patient/birthDate", "/colour", "What to do")
        .contains("Nothing was sent.", "Version 1 is as it was:")
        .contains("value=\"The wrong title\"");
    assertThat(versions()).containsExactly("1 completed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "", "null"})
  void whatIsNoConsultationIsRefused(String text) throws Exception {
    Answer refused =
        check(
            Part.of(
                "consultation",
                "c.json",
                "application/json",
                text.getBytes(StandardCharsets.UTF_8)));
    assertThat(refused.status()).isBetween(400, 422);
    assertThat(refused.text()).contains("There is a problem", "Nothing was sent.");
  }

  @Test
  void aMissingAttachmentIsNamed() throws Exception {
    ObjectNode consultation = consultation("With its file");
    consultation.set(
        "attachments",
        MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter)).path("attachments"));
    Answer refused = check(json(consultation));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("/attachments", "Nothing was sent.");
  }

  @Test
  void withoutAFileOneIsAskedFor() throws Exception {
    Answer refused = check();
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("href=\"#consultation\"", "Choose the file with the corrected consultation");
  }

  @Test
  void withoutAReasonOneIsAskedFor() throws Exception {
    Answer refused =
        posted(
            sender,
            place() + "/check",
            json(consultation("As it should be")),
            field("reason", "  "));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("href=\"#reason\"", "Say why, in 1 to 500 characters");
  }

  @Test
  void theFileOfAnotherConsultationIsRefused() throws Exception {
    Answer refused =
        check(
            json(consultation("As it should be").put("encounterId", UUID.randomUUID().toString())));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("/encounterId", "Is of another consultation than this document");
  }

  @Test
  void anotherPatientIsRefusedWhileTheVersionBeforeStands() throws Exception {
    ObjectNode other = consultation("As it should be");
    ((ObjectNode) other.path("patient")).put("nhsNumber", OTHER);
    Answer refused = check(json(other));
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.text()).contains("/patient/nhsNumber", "about another patient");
  }

  @Test
  void ofAnotherPatientThanThatOfWhatReachedNobodyOneIsWarned() throws Exception {
    network.execute("update document set state = 'failed' where id = '" + document + "'");
    ObjectNode other = consultation("As it should be");
    ((ObjectNode) other.path("patient")).put("nhsNumber", OTHER);
    Answer checked = check(json(other));
    assertThat(checked.status()).as(checked.text()).isEqualTo(200);
    assertThat(checked.text()).contains("Another patient", "another NHS number");
    assertThat(check(json(consultation("As it should be"))).text())
        .doesNotContain("Another patient");
  }

  @Test
  void ofWhatHasNotChangedItIsSaidAndNothingCanBeSent() throws Exception {
    Part corrected = json(consultation("As it should be"));
    document = sent(send(fingerprint(check(corrected)), corrected));
    Answer checked = check(corrected);
    assertThat(checked.status()).as(checked.text()).isEqualTo(200);
    assertThat(checked.text())
        .contains("Nothing has changed")
        .doesNotContain("name=\"checked\"", "Send version");
  }

  @Test
  void whatIsNotToBeSentIsNotSentFromHere() throws Exception {
    ObjectNode regular = consultation("As it should be");
    regular.putObject("circumstances").put("registration", "regular");
    Answer checked = check(json(regular));
    assertThat(checked.status()).as(checked.text()).isEqualTo(200);
    assertThat(checked.text())
        .contains("It would not be sent.", "GPCM-SD-CS-071")
        .doesNotContain("name=\"checked\"");
  }

  @ParameterizedTest
  @CsvSource({
    "UNCONFIRMED, false, 'Version 2 would wait for a person to confirm it, and then go.'",
    "WAITING, false, 'Version 2 would not go by itself: the steps below say why, and what to do.'",
    "WAITING, true, Version 2 would go at once."
  })
  void whatWouldComeOfItIsOneSentence(DocumentState state, boolean leaves, String words)
      throws Exception {
    DryRun run =
        new DryRun(
            Optional.empty(),
            2,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            state,
            Optional.of(Instant.EPOCH).filter(unused -> leaves),
            List.of(),
            Optional.empty());
    var checked =
        new CorrectionPage.Checked(
            DocumentJson.recorded(MAPPER.writeValueAsBytes(consultation("x"))).document(), run, "");
    assertThat(checked.outcome()).isEqualTo(words);
  }

  @Test
  void itIsOfferedForTheLatestVersionOnly() throws Exception {
    Part corrected = json(consultation("As it should be"));
    UUID second = sent(send(fingerprint(check(corrected)), corrected));
    assertThat(sender.get("/outbox/" + document).text()).doesNotContain(place());
    assertThat(sender.get("/outbox/" + second).text()).contains("/outbox/" + second + "/correct");
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"CLERK", "CLINICIAN", "OPERATOR", "AUDITOR", "ADMINISTRATOR"})
  void whoMayNotHandInIsNotOfferedItAndCannot(Role role) throws Exception {
    Someone other = Someone.at(network, TestNetwork.HUB, "O. Other", role);
    assertThat(other.get("/outbox/" + document).text()).doesNotContain(place());
    assertThat(other.get(place()).status()).isEqualTo(403);
    Part corrected = json(consultation("As it should be"));
    assertThat(posted(other, place() + "/check", with("Why", corrected)).status()).isEqualTo(403);
    assertThat(posted(other, place(), with("Why", corrected)).status()).isEqualTo(403);
  }

  @Test
  void ofAnotherOrganisationsDocumentsNothingIsSaid() throws Exception {
    Someone elsewhere = Someone.at(network, TestNetwork.PRACTICE, "P. Sender", Role.SENDER);
    assertThat(elsewhere.get(place()).status()).isEqualTo(404);
    Answer refused =
        posted(elsewhere, place() + "/check", with("Why", json(consultation("As it should be"))));
    assertThat(refused.status()).isEqualTo(404);
  }

  @Test
  void aConfidentialOneIsForWhoMayOpenIt() throws Exception {
    network.execute("update document set confidential = true where id = '" + document + "'");
    assertThat(sender.get("/outbox/" + document).text()).doesNotContain(place());
    Answer refused = sender.get(place());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).doesNotContain("TESTPATIENT");
  }

  @Test
  void aFormOfAnotherSessionDoesNothing() throws Exception {
    Answer refused =
        sender
            .http()
            .postForm(
                place() + "/check",
                List.of(
                    json(consultation("As it should be")),
                    field("reason", "Why"),
                    field("csrf", FormToken.of("another"))));
    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void aLongFieldIsRefused() throws Exception {
    Answer refused =
        posted(
            sender,
            place() + "/check",
            json(consultation("As it should be")),
            field("reason", "x".repeat(5000)));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text()).contains("Nothing was done.");
  }

  /** It says that before it reads what would be a form that cannot be read. */
  @Test
  void whoMayNotHandInSendsNoFilesThatWouldBeKept() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.HUB, "A. Clerk", Role.CLERK);
    byte[] noForm = "no form".getBytes(StandardCharsets.UTF_8);
    String type = "multipart/form-data; boundary=x";
    assertThat(clerk.http().post(place(), type, noForm).status()).isEqualTo(403);
    assertThat(sender.http().post(place(), type, noForm).status()).isEqualTo(400);
  }

  @Test
  void whatIsLargerThanTheNodeTakesIsRefusedAndNothingIsDone(@TempDir Path folder)
      throws Exception {
    HttpSettings small =
        HttpSettings.defaults().onPort(0).withMaxRequestSize(ByteSize.ofMebibytes(1));
    try (WebServer server = WebServer.start(small, network.served(), folder);
        HttpCaller http = HttpCaller.with(server.url(), new Credentials("", sender.session()))) {
      Answer refused =
          http.postForm(
              place() + "/check",
              List.of(
                  json(consultation("As it should be")),
                  Part.of("attachment", "large.txt", "text/plain", new byte[2 << 20]),
                  field("reason", "Why"),
                  field("csrf", FormToken.of(sender.session()))));
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.text()).contains("What was sent is too large", "Nothing was done.");
    }
    assertThat(versions()).containsExactly("1 completed");
  }

  @Test
  void ofWhatWasHandedInNothingStaysOnTheDisk(@TempDir Path folder) throws Exception {
    try (WebServer server =
            WebServer.start(HttpSettings.defaults().onPort(0), network.served(), folder);
        HttpCaller http = HttpCaller.with(server.url(), new Credentials("", sender.session()))) {
      Part large = Part.of("attachment", "large.txt", "text/plain", new byte[200_000]);
      for (String token : List.of(FormToken.of(sender.session()), FormToken.of("another"))) {
        Answer answer =
            http.postForm(
                place(),
                List.of(
                    json(consultation("As it should be")),
                    large,
                    field("reason", "Why"),
                    field("csrf", token)));
        assertThat(answer.status()).isIn(403, 422);
      }
      await()
          .atMost(Duration.ofMinutes(4))
          .untilAsserted(() -> assertThat(folder).isEmptyDirectory());
    }
  }
}
