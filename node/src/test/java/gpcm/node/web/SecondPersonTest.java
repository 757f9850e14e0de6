package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Sentence;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Several documents are sent again when a second person confirms it, and not otherwise. */
class SecondPersonTest {
  private static final String PHARMACY = "A99904";

  @Running static TestNetwork network;
  private static final List<UUID> documents = new ArrayList<>();

  @BeforeAll
  static void threeDocumentsHaveTravelled() throws Exception {
    for (int i = 0; i < 3; i++) {
      documents.add(
          network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
    }
    documents.forEach(id -> await().atMost(Duration.ofMinutes(4)).until(() -> isCompleted(id)));
  }

  private static boolean isCompleted(UUID id) {
    return state(id) == DocumentState.COMPLETED;
  }

  private static DocumentState state(UUID id) {
    return network.node().outbox().find(id).orElseThrow().state();
  }

  @AfterEach
  void nothingWaits() {
    network.execute("update confirmation set state = 'withdrawn' where state = 'waiting'");
  }

  private static void theyFail() {
    network.execute(
        """
        update document set state = 'failed', infrastructure_code = null, business_code = null, due_at = null,
          lease_owner = null, fence = fence + 1
        where organisation = '%s'
        """
            .formatted(TestNetwork.HUB));
  }

  private static Someone at(String name, Role... roles) {
    return Someone.at(network, TestNetwork.HUB, name, roles);
  }

  private static String form(List<UUID> ids) {
    return ids.stream().map(id -> "document=" + id).collect(Collectors.joining("&"))
        + "&reason=They+never+went";
  }

  /** Asks by the page; gives the address of what was asked for. */
  private static String ask(Someone asker, List<UUID> ids) throws Exception {
    Answer asked = asker.post("/confirmations", form(ids));
    assertThat(asked.status()).as(asked.text()).isEqualTo(303);
    assertThat(asked.header("Location")).startsWith("/confirmations/");
    return asked.header("Location");
  }

  private static int timesResent(UUID id) {
    return Integer.parseInt(
        network.one(
            "select count(*) from event where kind = 'resent' and document = '%s'".formatted(id)));
  }

  private static List<AuditEntry> entries(Action action) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.HUB, 1001))
        .stream()
        .filter(entry -> entry.action() == action)
        .toList();
  }

  @Test
  void whatIsTickedGoesAgainWhenAnotherSenderConfirmsIt() throws Exception {
    theyFail();
    List<Integer> before = documents.stream().map(SecondPersonTest::timesResent).toList();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    Someone second = at("B. Second-Example", Role.SENDER);
    String outbox = asker.get("/outbox").text();
    documents.forEach(id -> assertThat(outbox).contains("name=\"document\" value=\"" + id + "\""));

    String place = ask(asker, documents);

    assertThat(documents).allMatch(id -> state(id) == DocumentState.FAILED);
    assertThat(asker.get("/").text()).doesNotContain("Second person <span");
    assertThat(asker.get(place).text()).contains("Take it back").doesNotContain("Confirm, and");
    assertThat(second.get("/").text()).contains("Second person <span class=\"gpcm-count \">1<");
    assertThat(second.get("/confirmations").text()).contains("Send 3 documents again", place);
    assertThat(second.get(place).text())
        .contains("They never went", "A. Asker-Example", "Confirm, and have it done");

    assertThat(second.post(place + "/confirm", "").header("Location")).isEqualTo(place);

    for (int i = 0; i < documents.size(); i++) {
      assertThat(timesResent(documents.get(i))).isEqualTo(before.get(i) + 1);
      assertThat(state(documents.get(i))).isNotEqualTo(DocumentState.FAILED);
    }
    assertThat(asker.get(place).text())
        .contains("Confirmed by", "B. Second-Example", "goes again")
        .doesNotContain("Take it back");
    assertThat(second.post(place + "/confirm", "").status()).isEqualTo(409);
    assertThat(second.get("/").text()).doesNotContain("Second person <span");
  }

  @Test
  void eachStepStandsInTheAuditLogWithBothPersons() throws Exception {
    theyFail();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    Someone second = at("B. Second-Example", Role.SENDER);
    String place = ask(asker, documents.subList(0, 2));
    second.post(place + "/confirm", "");

    assertThat(Sentence.of(entries(Action.SECOND_ASKED).getFirst()))
        .startsWith("A. Asker-Example asked for a second person")
        .contains("They never went");
    AuditEntry confirmed = entries(Action.SECOND_CONFIRMED).getFirst();
    assertThat(Sentence.of(confirmed))
        .startsWith("B. Second-Example together with A. Asker-Example confirmed");
    assertThat(confirmed.data().shown()).containsExactlyElementsOf(documents.subList(0, 2));
    List<AuditEntry> resent = entries(Action.RESENT).subList(0, 2);
    assertThat(resent)
        .extracting(entry -> entry.data().caseId().orElseThrow())
        .containsExactlyInAnyOrderElementsOf(documents.subList(0, 2));
    assertThat(resent)
        .allSatisfy(
            entry -> {
              assertThat(Sentence.of(entry))
                  .startsWith("A. Asker-Example together with B. Second-Example sent");
              assertThat(entry.second().orElseThrow().roles()).containsExactly("sender");
              assertThat(entry.patients()).isNotEmpty();
            });
  }

  @Test
  void whatCannotGoAnyMoreIsToldAndKeepsNothingElseBack() throws Exception {
    theyFail();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    Someone second = at("B. Second-Example", Role.SENDER);
    String place = ask(asker, documents);
    UUID arrived = documents.getFirst();
    network.execute("update document set state = 'completed' where id = '%s'".formatted(arrived));
    int before = timesResent(arrived);

    JsonNode confirmed = second.post("/api/v1" + place + "/confirm", "").json();

    assertThat(confirmed.path("state").asText()).isEqualTo("confirmed");
    confirmed
        .path("items")
        .forEach(
            item ->
                assertThat(item.path("outcome").asText())
                    .isEqualTo(
                        item.path("id").asText().equals(arrived.toString())
                            ? "not-undelivered"
                            : "resent"));
    assertThat(timesResent(arrived)).isEqualTo(before);
    assertThat(asker.get(place).text()).contains("not sent: it has neither failed nor is overdue");
    assertThat(entries(Action.RESENT).subList(0, 3))
        .filteredOn(entry -> entry.data().caseId().equals(Optional.of(arrived)))
        .extracting(AuditEntry::outcome)
        .containsExactly(Outcome.failed("not-undelivered"));
  }

  @Test
  void whatCannotGoIsNotEvenAskedFor() throws Exception {
    theyFail();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    network.execute(
        "update document set state = 'completed' where id = '%s'".formatted(documents.getFirst()));
    Answer refused = asker.post("/confirmations", form(documents));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains(documents.getFirst().toString());
    assertThat(asker.post("/confirmations", "reason=None").status()).isEqualTo(422);
    assertThat(asker.post("/confirmations", form(List.of(UUID.randomUUID()))).status())
        .isEqualTo(404);
    assertThat(asker.get("/api/v1/confirmations").json().path("waiting").asInt()).isZero();
  }

  @Test
  void nobodyIsTheirOwnSecondPerson() throws Exception {
    theyFail();
    String human = "910000000001";
    Someone asker =
        Someone.at(
            network,
            TestNetwork.HUB,
            "One-Example",
            Optional.of(human),
            Someone.now(network),
            Role.SENDER);
    Someone same =
        Someone.at(
            network,
            TestNetwork.HUB,
            "The-same-Example",
            Optional.of(human),
            Someone.now(network),
            Role.SENDER);
    String place = ask(asker, documents);
    for (Someone one : List.of(asker, same)) {
      Answer refused = one.post(place + "/confirm", "");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).contains("Somebody else has to confirm it");
      assertThat(one.get("/").text()).doesNotContain("Second person <span");
      assertThat(one.get(place).text()).doesNotContain("Confirm, and");
    }
    assertThat(documents).allMatch(id -> state(id) == DocumentState.FAILED);
  }

  @Test
  void theSecondPersonHasThePermissionAndHasJustSignedIn() throws Exception {
    theyFail();
    String place = ask(at("A. Asker-Example", Role.SENDER), documents);
    Someone clerk = at("Clerk-Example", Role.CLERK, Role.CLINICIAN, Role.AUDITOR);
    assertThat(clerk.get(place).status()).isEqualTo(404);
    assertThat(clerk.post(place + "/confirm", "").status()).isEqualTo(404);
    assertThat(clerk.post(place + "/refuse", "reason=No").status()).isEqualTo(404);
    assertThat(clerk.get("/confirmations").text()).doesNotContain(place);
    Someone stale =
        Someone.at(
            network,
            TestNetwork.HUB,
            "Stale-Example",
            Optional.empty(),
            Someone.now(network).minus(Duration.ofMinutes(16)),
            Role.SENDER);
    Answer again = stale.post(place + "/confirm", "");
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.text()).contains("Sign in again first");
    assertThat(documents).allMatch(id -> state(id) == DocumentState.FAILED);
  }

  @Test
  void whoAskedStillHasThePermissionAndIsNotShutOut() throws Exception {
    theyFail();
    Someone second = at("B. Second-Example", Role.SENDER);
    String place = ask(at("Leaver-Example", Role.SENDER), documents);
    at("Leaver-Example", Role.CLERK);
    Answer refused = second.post(place + "/confirm", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("Who asked may not do it any more");
    Someone shut = at("Shut-out-Example", Role.SENDER);
    String other = ask(shut, documents);
    network.execute(
        """
        insert into account_shut (id, person, organisation, reason, shut_by, shut_at)
        values (gen_random_uuid(), '%s', '%s', 'a test', '%s', now())
        """
            .formatted(shut.person().id(), TestNetwork.HUB, second.person().id()));
    assertThat(second.post(other + "/confirm", "").status()).isEqualTo(409);
    assertThat(documents).allMatch(id -> state(id) == DocumentState.FAILED);
  }

  @Test
  void aRefusalIsToldWithItsReasonAndIsTheEnd() throws Exception {
    theyFail();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    Someone second = at("B. Second-Example", Role.SENDER);
    String place = ask(asker, documents);
    assertThat(second.post(place + "/refuse", "").status()).isEqualTo(403);
    assertThat(second.post(place + "/refuse", "reason=Ring+them+first").status()).isEqualTo(303);
    assertThat(asker.get(place).text()).contains("Refused by", "Ring them first");
    assertThat(second.post(place + "/confirm", "").status()).isEqualTo(409);
    assertThat(Sentence.of(entries(Action.SECOND_REFUSED).getFirst()))
        .startsWith("B. Second-Example together with A. Asker-Example refused")
        .contains("Ring them first");
    assertThat(documents).allMatch(id -> state(id) == DocumentState.FAILED);
  }

  @Test
  void whoAskedTakesItBackAndNobodyElseDoes() throws Exception {
    theyFail();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    Someone second = at("B. Second-Example", Role.SENDER);
    String place = ask(asker, documents);
    assertThat(second.post(place + "/withdraw", "").status()).isEqualTo(404);
    assertThat(asker.post(place + "/withdraw", "").status()).isEqualTo(303);
    assertThat(second.post(place + "/confirm", "").status()).isEqualTo(409);
    assertThat(entries(Action.SECOND_WITHDRAWN)).isNotEmpty();
    assertThat(documents).allMatch(id -> state(id) == DocumentState.FAILED);
  }

  @Test
  void whatNobodyConfirmsEndsAfterADay() throws Exception {
    theyFail();
    String place = ask(at("A. Asker-Example", Role.SENDER), documents);
    network.advance(Duration.ofHours(24));
    Someone second = at("B. Second-Example", Role.SENDER);
    assertThat(second.get(place).text()).contains(">Ended<").doesNotContain("Confirm, and");
    assertThat(second.post(place + "/confirm", "").status()).isEqualTo(409);
    String id = place.replaceFirst(".*/", "");
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                entries(Action.SECOND_ENDED).stream()
                    .anyMatch(entry -> Sentence.of(entry).contains(id)));
    assertThat(network.one("select state from confirmation where id = '%s'".formatted(id)))
        .isEqualTo("ended");
  }

  /** Calls them at the same moment. */
  private static List<Integer> together(List<Callable<Answer>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<Future<Answer>> running = new ArrayList<>();
      for (Callable<Answer> call : calls) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      for (Future<Answer> each : running) {
        statuses.add(each.get().status());
      }
    }
    return statuses;
  }

  @RepeatedTest(5)
  void ofTwoWhoConfirmAtTheSameMomentOneDoes() throws Exception {
    theyFail();
    List<Integer> before = documents.stream().map(SecondPersonTest::timesResent).toList();
    String place = ask(at("A. Asker-Example", Role.SENDER), documents);
    Someone second = at("B. Second-Example", Role.SENDER);
    Someone third = at("C. Third-Example", Role.SENDER);
    assertThat(
            together(
                List.of(
                    () -> second.post(place + "/confirm", ""),
                    () -> third.post(place + "/confirm", ""))))
        .containsExactlyInAnyOrder(303, 409);
    for (int i = 0; i < documents.size(); i++) {
      assertThat(timesResent(documents.get(i))).isEqualTo(before.get(i) + 1);
    }
  }

  @RepeatedTest(5)
  void whatIsConfirmedRefusedAndTakenBackAtTheSameMomentIsOneOfThem() throws Exception {
    theyFail();
    int before = timesResent(documents.getFirst());
    Someone asker = at("A. Asker-Example", Role.SENDER);
    String place = ask(asker, documents);
    Someone second = at("B. Second-Example", Role.SENDER);
    Someone third = at("C. Third-Example", Role.SENDER);
    List<Integer> statuses =
        together(
            List.of(
                () -> second.post(place + "/confirm", ""),
                () -> third.post(place + "/refuse", "reason=No"),
                () -> asker.post(place + "/withdraw", "")));
    assertThat(statuses).containsExactlyInAnyOrder(303, 409, 409);
    assertThat(timesResent(documents.getFirst()) - before)
        .isEqualTo(statuses.getFirst() == 303 ? 1 : 0);
  }

  @Test
  void anOperatorAsksForWhatIsTechnicalAndNoPatientIsNamed() throws Exception {
    theyFail();
    UUID answered = documents.getLast();
    network.execute(
        "update document set state = 'overdue', infrastructure_code = '20013' where id = '%s'"
            .formatted(answered));
    String patient = network.node().outbox().find(answered).orElseThrow().patient().name();
    Someone operator = at("Operator-Example", Role.OPERATOR);
    assertThat(operator.get("/outbox").text())
        .contains("value=\"" + documents.getFirst())
        .doesNotContain("value=\"" + answered);
    assertThat(operator.post("/confirmations", form(documents)).status()).isEqualTo(409);

    List<UUID> technical = documents.subList(0, 2);
    String place = ask(operator, technical);
    Someone other = at("Other-operator-Example", Role.OPERATOR);
    assertThat(other.get(place).text()).contains("They never went").doesNotContain(patient);
    // What happened meanwhile counts: a receiver that has answered makes it none of an operator's.
    network.execute(
        "update document set state = 'overdue', infrastructure_code = '20013' where id = '%s'"
            .formatted(technical.getFirst()));
    assertThat(other.post(place + "/confirm", "").status()).isEqualTo(303);
    assertThat(other.get(place).text())
        .contains("not sent: its receiver has answered", "goes again");
    assertThat(entries(Action.RESENT).subList(0, 2))
        .allSatisfy(entry -> assertThat(entry.patients()).isEmpty());
  }

  @Test
  void anOperatorSeesNothingOfWhatASenderAsksForAndASenderConfirmsWhatAnOperatorDoes()
      throws Exception {
    theyFail();
    String senders = ask(at("A. Asker-Example", Role.SENDER), documents);
    Someone operator = at("Operator-Example", Role.OPERATOR);
    assertThat(operator.get(senders).status()).isEqualTo(404);
    assertThat(operator.post(senders + "/confirm", "").status()).isEqualTo(404);
    assertThat(operator.get("/confirmations").text()).doesNotContain(senders);
    String operators = ask(operator, documents.subList(0, 1));
    Someone second = at("B. Second-Example", Role.SENDER);
    assertThat(second.post(operators + "/confirm", "").status()).isEqualTo(303);
  }

  @Test
  void anotherOrganisationSeesAndConfirmsNothing() throws Exception {
    theyFail();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    String place = ask(asker, documents);
    Someone elsewhere = Someone.at(network, PHARMACY, "Elsewhere-Example", Role.values());
    String unknown = "/confirmations/" + UUID.randomUUID();
    for (String api : List.of("", "/api/v1")) {
      assertThat(elsewhere.get(api + "/confirmations").text())
          .doesNotContain(place.replaceFirst(".*/", ""));
      assertThat(elsewhere.get(api + place).status()).isEqualTo(404);
      assertThat(elsewhere.get(api + place + "/message").status()).isEqualTo(404);
      for (String step : List.of("/confirm", "/refuse", "/withdraw")) {
        Answer answer = elsewhere.post(api + place + step, "reason=No");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.textWithoutReference())
            .isEqualTo(elsewhere.post(api + unknown + step, "reason=No").textWithoutReference());
      }
    }
    assertThat(elsewhere.get("/api/v1/confirmations").json().path("waiting").asInt()).isZero();
    assertThat(elsewhere.get("/").text()).doesNotContain("Second person <span");
    assertThat(elsewhere.post("/confirmations", form(documents)).status()).isEqualTo(404);
    // The same person at the hub does not act there from a session elsewhere.
    Someone both = Someone.at(network, PHARMACY, "B. Second-Example", Role.SENDER);
    assertThat(both.post(place + "/confirm", "").status()).isEqualTo(404);
    assertThat(asker.get(place).text()).contains(">Waiting<");
  }

  @Test
  void thePersonsDoTheSameOverTheApiAndMachinesDoNothing() throws Exception {
    theyFail();
    Someone asker = at("A. Asker-Example", Role.SENDER);
    Someone second = at("B. Second-Example", Role.SENDER);
    String body =
        documents.stream()
            .map(id -> "\"" + id + "\"")
            .collect(Collectors.joining(",", "{\"documents\":[", "]}"));
    Answer asked = asker.post("/api/v1/confirmations", body);
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    assertThat(asked.json().path("standing").asText()).isEqualTo("withdraws");
    String place = asked.header("Location");
    JsonNode list = second.get("/api/v1/confirmations").json();
    assertThat(list.path("waiting").asInt()).isEqualTo(1);
    assertThat(list.path("confirmations").get(0).path("standing").asText()).isEqualTo("decides");

    String key = Credentials.key(network.served(), TestNetwork.HUB, Permission.values());
    try (HttpCaller machine =
        HttpCaller.with(network.node().url(), new Credentials(key, second.session()))) {
      for (String path : List.of("/api/v1/confirmations", place, place + "/message")) {
        assertThat(machine.get(path).status()).isEqualTo(403);
      }
      for (String path :
          List.of(
              place + "/confirm",
              place + "/refuse",
              place + "/withdraw",
              "/api/v1/confirmations",
              "/api/v1/documents/" + documents.getFirst() + "/message")) {
        assertThat(machine.post(path, "application/json", new byte[0], "X-Reason", "A").status())
            .isEqualTo(403);
      }
    }
    assertThat(second.post(place + "/confirm", "").json().path("decidedBy").asText())
        .isEqualTo("B. Second-Example");
    assertThat(asker.post(place + "/withdraw", "").status()).isEqualTo(409);
    assertThat(second.post(place + "/refuse", "").status()).isEqualTo(409);
  }
}
