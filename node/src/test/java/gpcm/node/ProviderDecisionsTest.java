package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistEntry.State;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pharmacy answers online consultations by what a person there decides. */
class ProviderDecisionsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Of these a person at the sender is told what happened at the provider. */
  private static final Set<String> OUTCOMES = Set.of("30012", "30014", "30015", "30017", "30018");

  @Running static TestNetwork network;
  private static HttpCaller http;

  @BeforeAll
  static void start() throws IOException {
    network.restartNode(
        before ->
            Configurations.intake(
                before, PHARMACY, intake -> intake.deciding(Duration.ofHours(2))));
    http = HttpCaller.of(network.node().url(), network.served(), PHARMACY);
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private static OutboxDocument sent(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }

  private static UUID submit() throws IOException {
    return network.submit(TestNetwork.document("online-consultation-pharmacy.json", HUB));
  }

  private static WorklistEntry waiting(UUID id) {
    WorklistEntry entry = network.received(id, PHARMACY);
    assertThat(sent(id).acknowledgements().business()).isEmpty();
    return entry;
  }

  private Answer post(WorklistEntry entry, String what, String body) throws Exception {
    return http.post(
        "/api/v1/worklist/" + entry.id() + "/" + what,
        "application/json",
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String code(String code) {
    return "{\"code\":\"%s\",\"reason\":\"As agreed\",\"note\":\"Seen by us\",\"by\":\"AB\"}"
        .formatted(code);
  }

  private static String answers(WorklistEntry entry) {
    return network.one(
        "select string_agg(kind || ' ' || code, ', ' order by kind desc) from answer where received"
            + " = '%s'".formatted(entry.received()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30001", "30002", "30003", "30004", "30005", "30006", "30008", "30009", "30010", "30011",
        "30012", "30013", "30014", "30015", "30016", "30017", "30018"
      })
  void everyCodeIsADecisionThatTheSenderUnderstands(String code) throws Exception {
    UUID id = submit();
    WorklistEntry entry = waiting(id);
    assertThat(entry.state()).isEqualTo(State.TO_DO);

    Answer answer = post(entry, "decision", code(code));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/decision/code").asText()).isEqualTo(code);
    assertThat(answer.json().at("/decision/note").asText()).isEqualTo("Seen by us");
    await().atMost(PATIENCE).until(() -> sent(id).state().isFinal());
    assertThat(sent(id).acknowledgements().business()).contains(code);
    assertThat(sent(id).state())
        .isEqualTo(
            Set.of("30002", "30003").contains(code)
                ? DocumentState.REJECTED
                : DocumentState.COMPLETED);
    assertThat(network.alerts("outcome/" + id).isEmpty()).isEqualTo(!OUTCOMES.contains(code));
    assertThat(answers(entry)).isEqualTo("infrastructure 20013, business " + code);
    assertThat(
            network.count(
                "select count(*) from audit_entry where action = 'decided' and case_id = '%s'"
                    .formatted(entry.id())))
        .isEqualTo(1);
  }

  @Test
  void noOtherCodeIsADecision() throws Exception {
    WorklistEntry entry = waiting(submit());
    for (String code : List.of("20013", "30019", "30000", "", "accept")) {
      assertThat(post(entry, "decision", code(code)).status()).as(code).isEqualTo(422);
    }
    assertThat(post(entry, "decision", "{\"code\":\"30016\"}").text()).contains("/reason");
    assertThat(answers(entry)).isEqualTo("infrastructure 20013");
  }

  @Test
  void theCopyForThePracticeIsAnsweredWhenItLands() throws Exception {
    UUID id = submit();
    waiting(id);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.entries(sent(id).identifiers().documentId().orElseThrow()).stream()
                    .anyMatch(each -> each.organisation().equals(PRACTICE)));
    assertThat(answers(network.received(id, PRACTICE)))
        .isEqualTo("infrastructure 20013, business 30001");
  }

  @Test
  void ofTwoWhoDecideAtOnceOneDoesAndTheOtherIsToldWho() throws Exception {
    UUID id = submit();
    WorklistEntry entry = waiting(id);
    CyclicBarrier together = new CyclicBarrier(2);
    List<Answer> both = new ArrayList<>();
    try (ExecutorService people = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> coming = new ArrayList<>();
      for (String each : List.of("30016", "30017")) {
        coming.add(
            people.submit(
                () -> {
                  together.await();
                  return post(entry, "decision", code(each));
                }));
      }
      for (Future<Answer> each : coming) {
        both.add(each.get());
      }
    }
    assertThat(both).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    assertThat(both)
        .filteredOn(each -> each.status() == 409)
        .allSatisfy(
            each ->
                assertThat(each.json().path("detail").asText())
                    .contains("AB, stated by a machine has decided on", "one business answer"));
    await().atMost(PATIENCE).until(() -> sent(id).state().isFinal());
    assertThat(
            network.count(
                "select count(*) from answer where kind = 'business' and received = '%s'"
                    .formatted(entry.received())))
        .isEqualTo(1);
  }

  @Test
  void aLaterOutcomeIsRecordedAndAnswersNothing() throws Exception {
    UUID id = submit();
    WorklistEntry entry = waiting(id);
    String later =
        "{\"code\":\"30018\",\"reason\":\"Nobody came\",\"told\":\"telephone call to the"
            + " practice\"}";
    assertThat(post(entry, "outcomes", later).status()).isEqualTo(409);
    assertThat(post(entry, "decision", code("30016")).status()).isEqualTo(200);

    Answer answer = post(entry, "outcomes", later);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/decision/code").asText()).isEqualTo("30016");
    assertThat(answer.json().at("/decision/outcomes/0/code").asText()).isEqualTo("30018");
    assertThat(answer.json().at("/decision/outcomes/0/told").asText())
        .isEqualTo("telephone call to the practice");
    await().atMost(PATIENCE).until(() -> sent(id).state().isFinal());
    assertThat(answers(entry)).isEqualTo("infrastructure 20013, business 30016");
    assertThat(post(entry, "outcomes", code("30018")).text()).contains("/told");
  }

  @Test
  void whenNobodyDecidesInTimeAPersonIsTold() throws Exception {
    WorklistEntry entry = waiting(submit());
    network.advance(Duration.ofHours(3));
    network.node().look();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.alerts("awaits-decision/" + entry.received()).stream()
                    .anyMatch(alert -> alert.organisation().equals(PHARMACY)));
    assertThat(post(entry, "decision", code("30016")).status()).isEqualTo(200);
    assertThat(network.alerts("awaits-decision/" + entry.received())).isEmpty();
  }
}
