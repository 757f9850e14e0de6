package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentState;
import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistEntry.State;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.dstu3.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OC-09: a pharmacy sends a consultation that it received on to the practice. */
class EscalationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String ESCALATE =
      "{\"reason\":\"The rash is spreading\",\"note\":\"See today\",\"practiceOds\":\"A99902\","
          + "\"practiceName\":\"Testford Surgery\",\"by\":\"AB\"}";

  @Running static TestNetwork network;
  private static HttpCaller http;

  @BeforeAll
  static void start() throws IOException {
    start(true);
  }

  private static void start(boolean telephone) throws IOException {
    network.restartNode(
        before -> {
          var deciding =
              Configurations.intake(
                  before, PHARMACY, intake -> intake.deciding(Duration.ofHours(2)));
          return telephone
              ? Configurations.telephone(deciding, PHARMACY, "01632 960400")
              : deciding;
        });
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

  private Answer post(WorklistEntry entry, String what, String body) throws Exception {
    return http.post(
        "/api/v1/worklist/" + entry.id() + "/" + what,
        "application/json",
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static UUID document(Answer answer) throws IOException {
    return UUID.fromString(answer.json().at("/escalation/document").asText());
  }

  private static String written() {
    return network.one(
        "select (select count(*) from document) || ' documents, ' || (select count(*) from answer)"
            + " || ' answers, ' || (select count(*) from business_decision where decided_at is not"
            + " null) || ' decided'");
  }

  @Test
  void whatCannotBeToldIsNotEscalated() throws Exception {
    WorklistEntry received = network.received(submit(), PHARMACY);
    String before = written();
    Answer refused = network.refusingAudit(() -> post(received, "escalate", ESCALATE));
    assertThat(refused.status()).as(refused.text()).isEqualTo(500);
    assertThat(written()).isEqualTo(before);
    assertThat(post(received, "escalate", ESCALATE).status()).isEqualTo(200);
  }

  private static List<String> resources(SendDocument message) {
    return message.document().orElseThrow().getEntry().stream()
        .map(each -> each.getResource())
        .map(Resource::fhirType)
        .toList();
  }

  @Test
  void whatWasReceivedComesToThePracticeForActionAndItsSenderIsTold30007() throws Exception {
    UUID id = submit();
    WorklistEntry received = network.received(id, PHARMACY);

    Answer answer = post(received, "escalate", ESCALATE);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    UUID escalated = document(answer);
    await().atMost(PATIENCE).until(() -> sent(escalated).state().isFinal());
    assertThat(sent(escalated).state())
        .as("%s", sent(escalated).failure())
        .isEqualTo(DocumentState.COMPLETED);
    WorklistEntry atPractice = network.received(escalated, PRACTICE);
    assertThat(atPractice.recipientType()).isEqualTo("FA");
    assertThat(atPractice.state()).isEqualTo(State.TO_DO);
    assertThat(atPractice.sender().odsCode()).isEqualTo(PHARMACY);
    assertThat(atPractice.patient().nhsNumber()).isEqualTo(received.patient().nhsNumber());
    List<WorklistFile> before = network.node().worklist().files(received.id());
    List<WorklistFile> after = network.node().worklist().files(atPractice.id());
    assertThat(after)
        .extracting(file -> file.content().hash())
        .containsAll(before.stream().map(file -> file.content().hash()).toList());
    assertThat(after.getFirst().content()).isEqualTo(before.getFirst().content());
    assertThat(
            new String(
                network.node().content().read(after.getLast().content().hash()),
                StandardCharsets.UTF_8))
        .contains("The rash is spreading", "See today", received.identifiers().documentId());

    await().atMost(PATIENCE).until(() -> sent(id).state().isFinal());
    assertThat(sent(id).acknowledgements().business()).contains("30007");
    assertThat(network.alerts("outcome/" + id)).hasSize(1);
  }

  @Test
  void theMessageKeepsEveryRuleAndAllCodedResources() throws Exception {
    UUID id = submit();
    WorklistEntry received = network.received(id, PHARMACY);
    SendDocument before = message(received);
    UUID escalated = document(post(received, "escalate", ESCALATE));
    await().atMost(PATIENCE).until(() -> sent(escalated).state().isFinal());

    SendDocument after = message(network.received(escalated, PRACTICE));

    assertThat(RuleCatalogue.rules(Tolerances.NONE).check(after).warnings()).isEmpty();
    assertThat(RuleCatalogue.rules(Tolerances.NONE).check(after).valid()).isTrue();
    Set<String> coded = new TreeSet<>(resources(before));
    assertThat(resources(after)).containsAll(coded);
  }

  private static SendDocument message(WorklistEntry entry) throws IOException {
    byte[] bytes = network.node().content().read(network.node().worklist().message(entry).hash());
    return (SendDocument)
        new MessageReader().readXml(new ByteArrayInputStream(bytes), AttachmentSink.discarding());
  }

  @Test
  void theLinkStandsAtBothInFieldsAndTimelines() throws Exception {
    WorklistEntry received = network.received(submit(), PHARMACY);
    UUID escalated = document(post(received, "escalate", ESCALATE));

    JsonNode entry = http.get("/api/v1/worklist/" + received.id()).json();
    JsonNode document = http.get("/api/v1/documents/" + escalated).json();

    assertThat(entry.at("/escalation/document").asText()).isEqualTo(escalated.toString());
    assertThat(entry.at("/escalation/reason").asText()).isEqualTo("The rash is spreading");
    assertThat(entry.at("/decision/code").asText()).isEqualTo("30007");
    assertThat(document.at("/escalates/entry").asText()).isEqualTo(received.id().toString());
    assertThat(network.node().worklist().timeline(received))
        .anySatisfy(
            event -> {
              assertThat(event.kind()).isEqualTo("escalated");
              assertThat(event.detail()).contains(escalated.toString());
            });
    assertThat(network.node().outbox().timeline(escalated))
        .extracting(TimelineEvent::kind)
        .contains("escalates");
    for (String action : List.of("escalated", "submitted")) {
      assertThat(
              network.count(
                  "select count(*) from audit_entry where action = '%s' and case_id in ('%s', '%s')"
                      .formatted(action, received.id(), escalated)))
          .as(action)
          .isEqualTo(1);
    }
  }

  @Test
  void twiceIsOnceAlsoAtOnce() throws Exception {
    WorklistEntry received = network.received(submit(), PHARMACY);
    CyclicBarrier together = new CyclicBarrier(2);
    List<Answer> both = new ArrayList<>();
    try (ExecutorService people = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> coming = new ArrayList<>();
      for (String reason : List.of("The rash is spreading", "It is warm")) {
        coming.add(
            people.submit(
                () -> {
                  together.await();
                  return post(
                      received, "escalate", ESCALATE.replace("The rash is spreading", reason));
                }));
      }
      for (Future<Answer> each : coming) {
        both.add(each.get());
      }
    }
    assertThat(both).extracting(Answer::status).containsExactly(200, 200);
    assertThat(document(both.get(0))).isEqualTo(document(both.get(1)));
    assertThat(document(post(received, "escalate", ESCALATE))).isEqualTo(document(both.get(0)));
    assertThat(
            network.count(
                "select count(*) from answer where kind = 'business' and received = '%s'"
                    .formatted(received.received())))
        .isEqualTo(1);
  }

  @Test
  void theDecision30007IsTheSameAct() throws Exception {
    WorklistEntry received = network.received(submit(), PHARMACY);
    Answer answer =
        post(received, "decision", ESCALATE.replace("{\"reason", "{\"code\":\"30007\",\"reason"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/decision/code").asText()).isEqualTo("30007");
    JsonNode entry = http.get("/api/v1/worklist/" + received.id()).json();
    assertThat(entry.at("/escalation/document").asText()).isNotEmpty();
  }

  @Test
  void afterAnotherDecisionItIsSentOnAndAnswersNothing() throws Exception {
    UUID id = submit();
    WorklistEntry received = network.received(id, PHARMACY);
    assertThat(
            post(received, "decision", "{\"code\":\"30016\",\"reason\":\"We see them\"}").status())
        .isEqualTo(200);
    assertThat(post(received, "escalate", ESCALATE).status()).isEqualTo(200);
    JsonNode entry = http.get("/api/v1/worklist/" + received.id()).json();
    assertThat(entry.at("/decision/code").asText()).isEqualTo("30016");
    assertThat(entry.at("/decision/outcomes/0/code").asText()).isEqualTo("30007");
    await().atMost(PATIENCE).until(() -> sent(id).state().isFinal());
    assertThat(sent(id).acknowledgements().business()).contains("30016");
  }

  @Test
  void withoutThePracticeNothingIsSentAndNothingIsLost() throws Exception {
    WorklistEntry received = network.received(submit(), PHARMACY);
    Answer answer = post(received, "escalate", "{\"reason\":\"The rash is spreading\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .contains("/practiceOds", "does not say where its patient is registered");
    assertThat(
            network.count(
                "select count(*) from escalation where entry = '%s'".formatted(received.id())))
        .isZero();
    assertThat(post(received, "escalate", ESCALATE).status()).isEqualTo(200);
  }

  @Test
  void withoutATelephoneNumberItSaysSo() throws Exception {
    http.close();
    start(false);
    WorklistEntry received = network.received(submit(), PHARMACY);
    Answer answer = post(received, "escalate", ESCALATE);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("organisations[].telephone");
    http.close();
    start(true);
  }

  @Test
  void aNodeThatDiedBetweenIsMadeUpForByTheNext() throws Exception {
    UUID id = submit();
    WorklistEntry received = network.received(id, PHARMACY);
    assertThat(post(received, "escalate", ESCALATE).status()).isEqualTo(200);
    // As it stands when the node dies after the first of the two transactions.
    network.execute(
        "delete from answer where kind = 'business' and received = '%s'"
            .formatted(received.received()));
    network.execute(
        "update business_decision set code = null, decided_at = null where entry = '%s'"
            .formatted(received.id()));
    network.execute(
        "update escalation set settled_at = null where entry = '%s'".formatted(received.id()));

    network.node().look();

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        "select count(*) from answer where kind = 'business' and received = '%s'"
                            .formatted(received.received()))
                    == 1);
  }
}
