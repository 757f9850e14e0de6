package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.LEFT_PRACTICE;
import static gpcm.node.TestNetwork.PHARMACY_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Consultation;
import gpcm.exchange.DocumentState;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.MessageReader;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.node.content.ContentHash;
import gpcm.node.journal.Alert;
import gpcm.node.web.HttpCaller;
import gpcm.pds.Route;
import gpcm.pds.server.StandInPatient;
import gpcm.pds.server.StandInPatient.Details;
import gpcm.pds.server.StandInPatient.Registration;
import gpcm.pds.server.StandInPatient.Says;
import gpcm.pds.testing.PdsServerExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What people are told when a receiver or MESH doubts the last look-up depends on what the next one
 * comes to; nothing is offered that would go wrong (GPCM-SD-CS-072).
 */
class LookedUpAfterAnswersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String ELSEWHERE = "A99905";

  /** Known to PDS, and not to MESH. */
  private static final String ONLY_AT_PDS = "9990000166";

  private static final String RESTRICTED = "9990000271";

  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();
  @Running private static TestNetwork network;
  private static boolean asking;
  private HttpCaller http;

  @BeforeEach
  void lookPatientsUp() throws IOException {
    if (!asking) {
      LookedUp.at(pds.server(), network);
      asking = true;
    }
    // Documents of one patient share an answer for a quarter of an hour.
    network.advance(Duration.ofMinutes(16));
    http = HttpCaller.of(network.node().url(), network.served());
    says(LEFT_PRACTICE, new AtPds("U", PRACTICE));
    says(ONLY_AT_PDS, new AtPds("U", PRACTICE));
  }

  @AfterEach
  void asBefore() {
    network.mesh().clearFaults();
    http.close();
  }

  /** What PDS says of a patient from now on. */
  private record AtPds(
      String security,
      String practice,
      String family,
      Optional<LocalDate> died,
      String mergedWith) {
    AtPds(String security, String practice) {
      this(security, practice, "Testpatient", Optional.empty(), "");
    }

    AtPds called(String other) {
      return new AtPds(security, practice, other, died, mergedWith);
    }

    AtPds dead() {
      return new AtPds(
          security, practice, family, Optional.of(LocalDate.of(2020, 1, 1)), mergedWith);
    }
  }

  private static void says(String nhsNumber, AtPds record) {
    pds.server()
        .put(
            new StandInPatient(
                nhsNumber,
                "of-this-test",
                "as this test has it",
                new Says.Patient(
                    new Details(
                        record.mergedWith.isEmpty() ? nhsNumber : record.mergedWith,
                        record.security,
                        record.family,
                        "Alpha Example",
                        "Ms",
                        "1957-01-09",
                        "female",
                        List.of(
                            new Registration(
                                record.practice,
                                Optional.of(LocalDate.of(2001, 4, 1)),
                                Optional.empty())),
                        record.died,
                        record.died.map(day -> "2").orElse(""),
                        "",
                        Optional.empty()))));
  }

  private static void mute(String mailbox) {
    network.mesh().add(InjectedFault.answer("GET", mailbox + "/inbox", 503, 100_000));
  }

  private static void awaitState(UUID document, DocumentState state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(network.state(document))
                    .as(() -> network.node().outbox().timeline(document).toString())
                    .isEqualTo(state));
  }

  private static Alert alert(String problem) {
    return await()
        .atMost(PATIENCE)
        .until(() -> network.alerts(problem), found -> !found.isEmpty())
        .getFirst();
  }

  /** A summary that the practice answers with 30003, once PDS says this. */
  private static UUID left(AtPds now) throws IOException {
    mute(PRACTICE_MAILBOX);
    UUID document = LookedUp.summary(network, LEFT_PRACTICE);
    awaitState(document, DocumentState.SENT);
    says(LEFT_PRACTICE, now);
    network.mesh().clearFaults();
    awaitState(document, DocumentState.REJECTED);
    return document;
  }

  /** A summary that MESH knows no practice for (EPL-153), once PDS says this. */
  private static UUID undelivered(AtPds now) throws IOException {
    mute(HUB_MAILBOX);
    UUID document = LookedUp.summary(network, ONLY_AT_PDS);
    awaitState(document, DocumentState.SENT);
    says(ONLY_AT_PDS, now);
    network.mesh().clearFaults();
    awaitState(document, DocumentState.FAILED);
    return document;
  }

  private static void answers(String mailbox, UUID document, ResponseCode code) throws IOException {
    String hash =
        network.one("select message_sha256 from document where id = '%s'".formatted(document));
    SendDocument sent =
        (SendDocument)
            new MessageReader()
                .readXml(
                    new ByteArrayInputStream(network.node().content().read(new ContentHash(hash))),
                    AttachmentSink.discarding());
    try (OtherMailbox answering = network.other(mailbox)) {
      answering.answers(sent, code, HUB_MAILBOX);
    }
  }

  private void isNotOffered(UUID document) throws Exception {
    HttpCaller.Answer page = http.get("/outbox/" + document);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).doesNotContain("/send-elsewhere");
    HttpCaller.Answer sent = api(document);
    assertThat(sent.status()).as(sent.text()).isEqualTo(409);
  }

  private static void onlyThatItIsRestricted(Alert told) {
    assertThat(told.whatHappened())
        .contains("the demographic record is restricted")
        .doesNotContain("surname", "died", ELSEWHERE);
    assertThat(told.whatToDo())
        .contains("Tell nobody where the patient lives or is registered")
        .doesNotContain("Ask the patient");
  }

  @Test
  void ofARestrictedRecordNothingElseIsToldAfterTheyLeft() throws Exception {
    UUID document = left(new AtPds("R", ELSEWHERE).called("Othername").dead());
    onlyThatItIsRestricted(alert("moved/" + document));
    isNotOffered(document);
  }

  @Test
  void ofARestrictedRecordNothingElseIsToldAfterMeshFoundNobody() throws Exception {
    UUID document = undelivered(new AtPds("R", ELSEWHERE).called("Othername").dead());
    Alert told = alert("disagreement/" + document);
    onlyThatItIsRestricted(told);
    assertThat(told.title()).startsWith("Not delivered: ");
  }

  @Test
  void noOtherNumberOfARestrictedRecordIsShown() throws Exception {
    says(RESTRICTED, new AtPds("R", PRACTICE, "Testpatient", Optional.empty(), "9990000220"));
    UUID document = LookedUp.summary(network, RESTRICTED);
    awaitState(document, DocumentState.HELD);
    assertThat(
            http.get("/api/v1/documents/" + document).json().at("/lookUps/0/outcomes/0").asText())
        .isEqualTo("restricted");
    assertThat(http.get("/api/v1/documents/" + document).text()).doesNotContain("9990000220");
  }

  @Test
  void whatAPharmacyRefusesIsNotOfferedToAPractice() throws Exception {
    mute(PHARMACY_MAILBOX);
    UUID document =
        network.submit(LookedUp.document(Route.CONSULTATION_TO_PROVIDER, LEFT_PRACTICE, PRACTICE));
    awaitState(document, DocumentState.SENT);
    says(LEFT_PRACTICE, new AtPds("U", ELSEWHERE));
    answers(PHARMACY_MAILBOX, document, ResponseCode.PATIENT_NO_LONGER_HERE);
    awaitState(document, DocumentState.REJECTED);
    assertThat(alert("moved/" + document).whatToDo())
        .contains("from here it could only go to them again");
    isNotOffered(document);
  }

  @Test
  void ofACopyThePracticeIsNamedAndNothingIsOffered() throws Exception {
    mute(PRACTICE_MAILBOX);
    UUID original =
        network.submit(LookedUp.document(Route.CONSULTATION_TO_PROVIDER, LEFT_PRACTICE, PRACTICE));
    String copies = "from document where copy_of = '%s'".formatted(original);
    await().atMost(PATIENCE).until(() -> network.count("select count(*) " + copies) == 1);
    UUID copy = UUID.fromString(network.one("select id " + copies));
    awaitState(copy, DocumentState.SENT);
    says(LEFT_PRACTICE, new AtPds("U", ELSEWHERE));
    network.mesh().clearFaults();
    awaitState(copy, DocumentState.REJECTED);
    Alert told = alert("moved/" + copy);
    assertThat(told.whatHappened()).contains(ELSEWHERE);
    assertThat(told.whatToDo()).contains("copy for information").doesNotContain("send it there");
    isNotOffered(copy);
  }

  @Test
  void whatReplacesAnEarlierVersionIsNotOffered() throws Exception {
    Consultation first = (Consultation) LookedUp.document(Route.SUMMARY, LEFT_PRACTICE, PRACTICE);
    mute(PRACTICE_MAILBOX);
    UUID original = network.submit(first);
    awaitState(original, DocumentState.SENT);
    String replaced =
        network
            .node()
            .outbox()
            .find(original)
            .orElseThrow()
            .identifiers()
            .documentId()
            .orElseThrow();
    UUID replacement = network.submit(first.as(first.encounter().as(2, Optional.of(replaced))));
    awaitState(replacement, DocumentState.SENT);
    says(LEFT_PRACTICE, new AtPds("U", ELSEWHERE));
    answers(PRACTICE_MAILBOX, replacement, ResponseCode.PATIENT_NO_LONGER_HERE);
    awaitState(replacement, DocumentState.REJECTED);
    assertThat(alert("moved/" + replacement).whatToDo())
        .contains("replaces an earlier version")
        .doesNotContain("send it there");
    assertThat(alert("moved/" + replacement).whatHappened())
        .contains("The earlier version is not affected");
    isNotOffered(replacement);
  }

  @Test
  void wherePdsNamesTheVeryPracticeThatIsSaid() throws Exception {
    UUID document = left(new AtPds("U", PRACTICE));
    Alert told = alert("moved/" + document);
    assertThat(told.whatHappened()).contains("It still names A99902, as the report does");
    assertThat(told.whatToDo()).contains("The two do not agree");
    isNotOffered(document);
  }

  @Test
  void whoMayBeSomebodyElseIsRegisteredNowhereByName() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE).called("Othername"));
    Alert told = alert("moved/" + document);
    assertThat(told.whatHappened()).contains("surname").doesNotContain(ELSEWHERE);
    assertThat(told.whatToDo()).contains("make sure who the patient is");
    isNotOffered(document);
  }

  @Test
  void whoHasDiedIsNotOfferedToAPractice() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE).dead());
    Alert told = alert("moved/" + document);
    assertThat(told.whatHappened()).contains("died").doesNotContain(ELSEWHERE);
    isNotOffered(document);
  }

  @Test
  void whatTwoAnswersContradictIsNotOffered() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE));
    Alert unused = alert("moved/" + document);
    answers(PRACTICE_MAILBOX, document, ResponseCode.PATIENT_KNOWN);
    await().atMost(PATIENCE).until(() -> !network.alerts("contradicted/" + document).isEmpty());
    isNotOffered(document);
  }

  @Test
  void ofASummaryThePageSaysThatMeshFindsThePractice() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE));
    assertThat(alert("moved/" + document).whatToDo())
        .contains("it reaches A99905 once MESH knows of the move");
    assertThat(http.get("/outbox/" + document).text())
        .contains("the report reaches that practice once MESH knows of the move");
  }

  @Test
  void theFormOfThePageSendsItAndBothCasesAreInTheTrail() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE));
    Alert unused = alert("moved/" + document);
    HttpCaller.Answer sent = form(document);
    assertThat(sent.status()).as(sent.text()).isEqualTo(303);
    UUID there = UUID.fromString(sent.header("Location").replaceFirst(".*/", ""));
    assertThat(http.get("/outbox/" + there).text()).contains("Farfield Surgery");
    awaitState(document, DocumentState.OTHER_ROUTE);
    assertThat(http.get("/outbox/" + document).text())
        .contains(there.toString(), "MESH finds the practice by the NHS number");
    for (UUID one : List.of(document, there)) {
      assertThat(
              network.count(
                  "select count(*) from audit_entry where action = 'resent' and case_id = '%s'"
                      .formatted(one)))
          .isEqualTo(1);
    }
  }

  @Test
  void whereTheRefusedOneCannotBeEndedNothingIsSent() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE));
    Alert unused = alert("moved/" + document);
    int before = network.count("select count(*) from document");
    network.execute(
        """
        create function no_other_route() returns trigger language plpgsql as
          $$ begin raise exception 'not in this test'; end $$
        """);
    network.execute(
        "create trigger no_other_route before update on document for each row when (new.state ="
            + " 'other-route') execute function no_other_route()");
    try {
      assertThat(form(document).status()).isGreaterThanOrEqualTo(500);
    } finally {
      network.execute("drop trigger no_other_route on document");
    }
    assertThat(network.count("select count(*) from document")).isEqualTo(before);
    assertThat(network.state(document)).isEqualTo(DocumentState.REJECTED);
  }

  @Test
  void whatCannotBeToldGoesNowhereElse() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE));
    Alert unused = alert("moved/" + document);
    int before = network.count("select count(*) from document");
    assertThat(network.refusingAudit(() -> form(document)).status()).isEqualTo(500);
    assertThat(network.refusingAudit(() -> api(document)).status()).isEqualTo(500);
    assertThat(network.count("select count(*) from document")).isEqualTo(before);
    assertThat(network.state(document)).isEqualTo(DocumentState.REJECTED);
    assertThat(api(document).status()).isEqualTo(201);
  }

  private HttpCaller.Answer api(UUID document) throws Exception {
    return http.post(
        "/api/v1/documents/" + document + "/send-elsewhere",
        "application/json",
        "{\"by\":\"Bo\",\"practiceName\":\"Farfield Surgery\"}".getBytes(UTF_8));
  }

  private HttpCaller.Answer form(UUID document) throws Exception {
    return http.post(
        "/outbox/" + document + "/send-elsewhere",
        "application/x-www-form-urlencoded",
        "practiceName=Farfield+Surgery".getBytes(UTF_8));
  }

  private static void isToldOnce(UUID document, Alert told) {
    assertThat(network.node().alerts().openOfDocument(document))
        .extracting(Alert::id)
        .containsExactly(told.id());
  }

  @Test
  void aFailureOnWhichTheTwoDisagreeIsToldByOneAlert() throws Exception {
    UUID document = undelivered(new AtPds("U", PRACTICE));
    Alert told = alert("disagreement/" + document);
    assertThat(told.whatHappened()).contains("EPL-153", "a practice has the patient");
    isToldOnce(document, told);
  }

  @Test
  void aRefusalAfterWhichAnotherPracticeIsFoundIsToldByOneAlert() throws Exception {
    UUID document = left(new AtPds("U", ELSEWHERE));
    isToldOnce(document, alert("moved/" + document));
  }

  @Test
  void whereTheLookUpDoesNotKnowThemEitherBothAgree() throws Exception {
    UUID document = undelivered(new AtPds("U", PRACTICE).called("Othername"));
    assertThat(alert("disagreement/" + document).title())
        .startsWith("Not delivered, and the look-up agrees");
  }

  @Test
  void whereTheLookUpFoundSomethingElseNothingIsSaidToAgree() throws Exception {
    UUID document = undelivered(new AtPds("U", PRACTICE).dead());
    Alert told = alert("disagreement/" + document);
    assertThat(told.title()).startsWith("Not delivered, and the look-up found something else");
    assertThat(told.whatHappened()).contains("died");
  }
}
