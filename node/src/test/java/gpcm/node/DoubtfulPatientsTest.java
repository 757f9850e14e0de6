package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.exchange.DocumentState;
import gpcm.node.config.IntakeSettings;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistEntry.State;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.Doer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A document whose patient is in doubt waits for a person, who decides over the API. */
class DoubtfulPatientsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;
  private static HttpCaller http;

  @BeforeAll
  static void start() throws IOException {
    waitForPeople();
  }

  private static void waitForPeople() throws IOException {
    network.restartNode(
        before -> Configurations.intake(before, PRACTICE, IntakeSettings::withDoubtfulWaiting));
    http = HttpCaller.of(network.node().url(), network.served(), PRACTICE);
  }

  @BeforeEach
  void somebodyElseHasTheNumber() throws IOException {
    register("Otherpatient", "known");
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private void register(String family, String standing) throws IOException {
    Files.writeString(
        network.patients(),
        """
        {"nhsNumber":"%s","birthDate":"1957-01-09","family":"%s","given":"Alpha","address":"1 Sample Street","standing":"%s"}
        """
            .formatted(KNOWN, family, standing));
  }

  private OutboxDocument sent(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }

  private UUID submit() throws IOException {
    return network.submit(TestNetwork.consultation(KNOWN));
  }

  /** The entry of a document of which only the infrastructure answer has gone. */
  private WorklistEntry waiting(UUID id) {
    await().atMost(PATIENCE).until(() -> sent(id).acknowledgements().infrastructure().isPresent());
    assertThat(sent(id).acknowledgements().infrastructure()).contains("20013");
    WorklistEntry entry = entry(id);
    assertThat(entry.state()).isEqualTo(State.NEEDS_MATCHING);
    assertThat(sent(id).acknowledgements().business()).isEmpty();
    assertThat(answers(entry)).isEqualTo("infrastructure");
    return entry;
  }

  private WorklistEntry entry(UUID id) {
    return network.entries(sent(id).identifiers().documentId().orElseThrow()).getFirst();
  }

  private String answers(WorklistEntry entry) {
    return network.one(
        "select string_agg(kind, ' ' order by kind desc) from answer where received = '%s'"
            .formatted(entry.received()));
  }

  private Answer match(WorklistEntry entry, String body) throws Exception {
    return http.post(
        "/api/v1/worklist/" + entry.id() + "/match",
        "application/json",
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String choice(String choice) {
    return "{\"choice\":\"%s\",\"reason\":\"Compared by telephone\",\"by\":\"AB\"}"
        .formatted(choice);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(network.clock().instant(), ZoneId.of("Europe/London"));
  }

  @ParameterizedTest
  @CsvSource({
    "this-patient, 30001, COMPLETED, TO_DO, new, matched",
    "deceased, 30004, COMPLETED, TO_DO, new, matched",
    "not-ours, 30002, REJECTED, NOT_KNOWN_HERE, rejected, refused-to-sender",
    "left, 30003, REJECTED, NOT_KNOWN_HERE, rejected, refused-to-sender",
  })
  void whatThePersonSaysIsTheBusinessAnswer(
      String choice, String code, DocumentState atSender, State here, String work, String action)
      throws Exception {
    UUID id = submit();
    WorklistEntry entry = waiting(id);

    Answer answer = match(entry, choice(choice));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/decision/code").asText()).isEqualTo(code);
    assertThat(answer.json().at("/decision/decidedBy").asText())
        .isEqualTo("AB, stated by a machine");
    await().atMost(PATIENCE).until(() -> sent(id).state() == atSender);
    assertThat(sent(id).acknowledgements().business()).contains(code);
    assertThat(entry(id).state()).isEqualTo(here);
    assertThat(work(entry)).isEqualTo(work);
    assertThat(isListed("view=needs-matching", entry)).isFalse();
    assertThat(answers(entry)).isEqualTo("infrastructure business");
    assertThat(
            network.count(
                "select count(*) from audit_entry where action = '%s' and case_id = '%s'"
                    .formatted(action, entry.id())))
        .isEqualTo(1);
    assertThat(network.node().worklist().timeline(entry))
        .anySatisfy(
            event -> {
              assertThat(event.kind()).isEqualTo("matched");
              assertThat(event.detail()).startsWith(code);
            });
  }

  @Test
  void candidatesStandBesideTheDocumentWithWhatDiffersInWords() throws Exception {
    WorklistEntry entry = waiting(submit());
    Answer answer = http.get("/api/v1/worklist/" + entry.id() + "/match");
    JsonNode compared = answer.json();
    assertThat(compared.at("/document/family").asText()).isEqualTo("Testpatient");
    assertThat(compared.at("/document/nhsNumber").asText()).isEqualTo(KNOWN);
    assertThat(compared.at("/document/address").asText()).isNotEmpty();
    assertThat(compared.path("candidates")).hasSize(1);
    assertThat(compared.at("/candidates/0/family").asText()).isEqualTo("Otherpatient");
    assertThat(compared.at("/candidates/0/address").asText()).isEqualTo("1 Sample Street");
    assertThat(compared.at("/candidates/0/differs/0").asText()).isEqualTo("the surname differs");
    assertThat(compared.at("/decision/doubts/0").asText()).isEqualTo("the surname differs");
    assertThat(compared.at("/decision/open").asBoolean()).isTrue();
    assertThat(
            network.count(
                "select count(*) from audit_entry where action = 'patient-searched' and case_id ="
                    + " '%s'".formatted(entry.id())))
        .isEqualTo(1);
  }

  @Test
  void aRegistrationUnderWayWaitsToo() throws IOException {
    register("Testpatient", "registering");
    assertThat(waiting(submit()).state()).isEqualTo(State.NEEDS_MATCHING);
  }

  @Test
  void whoIsPlainIsAnsweredAtOnce() throws IOException {
    register("Testpatient", "known");
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> sent(id).state() == DocumentState.COMPLETED);
    assertThat(entry(id).state()).isEqualTo(State.TO_DO);
  }

  @Test
  void whoIsNotInTheRegisterIsAnsweredAtOnce() throws IOException {
    Files.writeString(network.patients(), TestNetwork.line("9990000042", "known"));
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> sent(id).state() == DocumentState.REJECTED);
    assertThat(sent(id).acknowledgements().business()).contains("30002");
  }

  private String work(WorklistEntry entry) throws Exception {
    return http.get("/api/v1/worklist/" + entry.id()).json().at("/work/state").asText();
  }

  /** The numbers of the views are those of their rows: {@code WorkListsTest}. */
  private boolean isListed(String list, WorklistEntry entry) throws Exception {
    return http.get("/api/v1/worklist?limit=1000&" + list).text().contains(entry.id().toString());
  }

  @Test
  void whatWaitsForAPersonNeedsMatching() throws Exception {
    WorklistEntry entry = waiting(submit());
    assertThat(work(entry)).isEqualTo("needs-matching");
    assertThat(isListed("view=needs-matching", entry)).isTrue();
  }

  /** The organisation has a team, so that what nobody has would be told to its administrators. */
  @ParameterizedTest
  @CsvSource({"30002, 9990000042, known", "30003, 9990000018, no-longer-here"})
  void whatIsAnsweredAtOnceNotToBeOursIsRejectedAndNobodysWork(
      String code, String registered, String standing) throws Exception {
    network.execute(
        "insert into team (id, organisation, name) values (gen_random_uuid(), '%s', 'Letters')"
            .formatted(PRACTICE));
    try {
      Files.writeString(network.patients(), TestNetwork.line(registered, standing));
      UUID id = submit();
      await().atMost(PATIENCE).until(() -> sent(id).state() == DocumentState.REJECTED);
      assertThat(sent(id).acknowledgements().business()).contains(code);
      WorklistEntry entry = entry(id);
      assertThat(entry.state()).isEqualTo(State.NOT_KNOWN_HERE);
      assertThat(work(entry)).isEqualTo("rejected");
      assertThat(isListed("view=needs-matching", entry)).isFalse();
      assertThat(isListed("view=unassigned", entry)).isFalse();
      assertThat(isListed("view=all&state=rejected", entry)).isTrue();
      assertThat(network.alerts("settings/no-team")).isEmpty();
      assertThat(network.alerts("not-known-here/" + entry.received())).hasSize(1);
      assertThat(match(entry, choice("this-patient")).status()).isEqualTo(409);
    } finally {
      network.execute("delete from team");
    }
  }

  @Test
  void whoIsOursAfterAllIsMatchedOnceTheRegisterIsMendedAndANewDocumentComes() throws Exception {
    Files.writeString(network.patients(), TestNetwork.line("9990000042", "known"));
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> sent(id).state() == DocumentState.REJECTED);
    register("Testpatient", "known");
    assertThat(match(entry(id), choice("this-patient")).status()).isEqualTo(409);
    UUID again = submit();
    await().atMost(PATIENCE).until(() -> sent(again).state() == DocumentState.COMPLETED);
    assertThat(entry(again).state()).isEqualTo(State.TO_DO);
  }

  @Test
  void withoutTheSettingDoubtIsAWarningAsBefore() throws IOException {
    network.restartNode(before -> before);
    register("Otherpatient", "known");
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> sent(id).state() == DocumentState.COMPLETED);
    assertThat(entry(id).warnings()).contains("The surname differs from the one registered here.");
    http.close();
    waitForPeople();
  }

  @Test
  void ofTwoWhoDecideAtOnceOneDoesAndTheOtherIsToldWho() throws Exception {
    UUID id = submit();
    WorklistEntry entry = waiting(id);
    CyclicBarrier together = new CyclicBarrier(2);
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService people = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> both = new ArrayList<>();
      for (String each : List.of("this-patient", "not-ours")) {
        both.add(
            people.submit(
                () -> {
                  together.await();
                  return match(entry, choice(each));
                }));
      }
      for (Future<Answer> each : both) {
        answers.add(each.get());
      }
    }
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    assertThat(answers)
        .filteredOn(each -> each.status() == 409)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.json().path("type").asText()).endsWith("not-waiting");
              assertThat(each.json().path("detail").asText())
                  .startsWith("AB, stated by a machine has decided on ");
            });
    await().atMost(PATIENCE).until(() -> sent(id).state().isFinal());
    assertThat(answers(entry)).isEqualTo("infrastructure business");
    assertThat(
            network.count(
                "select count(*) from business_decision where decided_at is not null and entry = '%s'"
                    .formatted(entry.id())))
        .isEqualTo(1);
  }

  @Test
  void aDecisionSurvivesTheDeathOfTheNodeBeforeItsAnswerWent() throws Exception {
    UUID id = submit();
    WorklistEntry entry = waiting(id);
    assertThat(match(entry, choice("this-patient")).status()).isEqualTo(200);
    http.close();
    waitForPeople();
    await().atMost(PATIENCE).until(() -> sent(id).state() == DocumentState.COMPLETED);
    assertThat(match(entry, choice("this-patient")).status()).isEqualTo(409);
    assertThat(answers(entry)).isEqualTo("infrastructure business");
  }

  @Test
  void whenNobodyDecidesWithinAWorkingDayAPersonIsToldUntilSomebodyDoes() throws Exception {
    WorklistEntry entry = waiting(submit());
    network.node().look();
    assertThat(network.alerts("needs-matching/" + entry.received())).isEmpty();

    // Over Christmas and Easter there are four days without work.
    network.advance(Duration.ofDays(5));
    network.node().look();

    await()
        .atMost(PATIENCE)
        .until(() -> !network.alerts("needs-matching/" + entry.received()).isEmpty());
    assertThat(network.alerts("needs-matching/" + entry.received()).getFirst().received())
        .contains(entry.received());
    assertThat(match(entry, choice("this-patient")).status()).isEqualTo(200);
    assertThat(network.alerts("needs-matching/" + entry.received())).isEmpty();
  }

  private LocalDate due(WorklistEntry entry) {
    return LocalDate.parse(
        network.one(
            "select (due_at at time zone 'Europe/London')::date::text from business_decision where entry = '%s'"
                .formatted(entry.id())));
  }

  @Test
  void aDayOnWhichThePracticeIsClosedIsNoWorkingDay() throws Exception {
    LocalDate due = due(waiting(submit()));
    var deciding = network.served().arrangements().deciding();
    ChangeOrder order =
        new ChangeOrder(
            new Doer(Optional.empty(), "A test", PRACTICE), "Training", OptionalLong.empty());
    assertThat(deciding.close(order, due, "Training").value().closed()).containsKey(due);
    assertThat(due(waiting(submit()))).isAfter(due);
    assertThat(deciding.reopen(order, due).value().closed()).isEmpty();
  }

  @Test
  void whoeverWaitsIsToldOnThatDay() throws Exception {
    WorklistEntry entry = waiting(submit());
    LocalDate until = today().plusDays(10);

    Answer answer =
        match(
            entry,
            "{\"choice\":\"wait\",\"until\":\"%s\",\"reason\":\"They register\"}".formatted(until));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/decision/waitingUntil").asText()).isEqualTo(until.toString());
    assertThat(answer.json().at("/decision/open").asBoolean()).isTrue();
    network.advance(Duration.ofDays(8));
    network.node().look();
    assertThat(
            network.count(
                "select count(*) from business_decision where told_at is null and entry = '%s'"
                    .formatted(entry.id())))
        .isEqualTo(1);
    network.advance(Duration.ofDays(2));
    network.node().look();
    await()
        .atMost(PATIENCE)
        .until(() -> !network.alerts("needs-matching/" + entry.received()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 61})
  void aDayThatIsNotAheadOrTooFarIsRefused(int days) throws Exception {
    WorklistEntry entry = waiting(submit());
    Answer answer =
        match(
            entry,
            "{\"choice\":\"wait\",\"until\":\"%s\",\"reason\":\"They register\"}"
                .formatted(today().plusDays(days)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("/until");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"choice":"perhaps","reason":"x"}       | 422 | /choice
          {"choice":"this-patient"}               | 422 | /reason
          {"choice":"this-patient","reason":5}    | 422 | /reason
          {"choice":"this-patient","reason":"x","patient":"y"} | 422 | not known here
          not json                                | 400 | invalid-json
          """)
  void whatIsNoDecisionIsRefusedWithItsField(String body, int status, String said)
      throws Exception {
    WorklistEntry entry = waiting(submit());
    Answer answer = match(entry, body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).contains(said);
    assertThat(network.node().worklist().find(entry.id()).orElseThrow().state())
        .isEqualTo(State.NEEDS_MATCHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"this-patient", "not-ours"})
  void aReplacementTakesTheEarlierOnesPlaceOnlyWhenItsPatientIsFound(String choice)
      throws Exception {
    register("Testpatient", "known");
    String encounter = UUID.randomUUID().toString();
    UUID first = network.submit(ConsultationJson.read(TestNetwork.exampleJson(KNOWN, encounter)));
    await().atMost(PATIENCE).until(() -> sent(first).state() == DocumentState.COMPLETED);
    WorklistEntry earlier = entry(first);
    register("Otherpatient", "known");

    UUID second =
        network.submit(
            TestNetwork.newVersion(
                encounter, sent(first).identifiers().documentId().orElseThrow()));
    WorklistEntry later = waiting(second);
    assertThat(entry(first).state()).isEqualTo(State.TO_DO);

    assertThat(match(later, choice(choice)).status()).isEqualTo(200);

    if (choice.equals("this-patient")) {
      assertThat(entry(first).state()).isEqualTo(State.REPLACED);
      assertThat(entry(first).replacedBy()).contains(later.id());
    } else {
      assertThat(entry(first).state()).isEqualTo(State.TO_DO);
      assertThat(entry(first).warnings())
          .anySatisfy(
              warning -> assertThat(warning).contains("A later version of this document came"));
      assertThat(earlier.warnings()).isEmpty();
    }
  }

  @Test
  void aDocumentThatIsNotInDoubtCannotBeMatched() throws Exception {
    register("Testpatient", "known");
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> sent(id).state() == DocumentState.COMPLETED);
    assertThat(match(entry(id), choice("this-patient")).status()).isEqualTo(409);
    assertThat(http.get("/api/v1/worklist/" + entry(id).id() + "/match").status()).isEqualTo(409);
  }

  @Test
  void theDocumentSaysThatItWaitsAndForWhat() throws Exception {
    WorklistEntry entry = waiting(submit());
    assertThat(http.get("/api/v1/worklist/" + entry.id()).json().at("/decision/question").asText())
        .isEqualTo("matching");
  }
}
