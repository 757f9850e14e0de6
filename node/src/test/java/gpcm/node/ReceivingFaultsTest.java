package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.UNKNOWN_AT_PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.web.HttpCaller;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleBook;
import gpcm.rules.Rules;
import gpcm.rules.Strength;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What goes wrong on the receiving side is told, waited for, or mended by sending again. */
class ReceivingFaultsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running TestNetwork network;

  @Test
  void aReplacementThatWasSentBackIsFiledWhenItComesAgainAfterItsOriginal() throws IOException {
    SuppliersMessage original = about();
    SuppliersMessage replacement = replacementOf(original);
    send(replacement);
    assertThat(codes(1)).containsExactly("20014");
    send(original);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");

    send(replacement);

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    assertThat(network.entries(replacement.documentId())).hasSize(1);
    assertThat(network.entries(original.documentId()))
        .singleElement()
        .satisfies(entry -> assertThat(entry.state()).isEqualTo(WorklistEntry.State.REPLACED));
  }

  @Test
  void aReplacementBehindWhatCannotBeDownloadedWaitsForALimitedTimeAndIsTold() throws IOException {
    SuppliersMessage original = about();
    SuppliersMessage replacement = replacementOf(original);
    network.restartNode(
        () -> {
          String mesh =
              network.supplierSends(original.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
          network.supplierSends(replacement.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");
          network.mesh().add(InjectedFault.answer("GET", "/inbox/" + mesh, 503, 100_000));
        });
    await().atMost(PATIENCE).until(() -> stored() == 1);
    await().atMost(PATIENCE).until(() -> !network.alerts("mesh-polling").isEmpty());
    assertThat(network.alerts("mesh-polling").getFirst().whatHappened())
        .contains("1 message could not be fetched")
        .contains("MESH keeps for five days")
        .contains("What was fetched is here, and MESH has it no more")
        .contains("15 minutes");
    assertThat(network.supplierReceives()).isEmpty();

    network.advance(Duration.ofMinutes(16));

    assertThat(codes(1)).containsExactly("20014");
    assertThat(network.alerts("sent-back/20014/"))
        .singleElement()
        .satisfies(alert -> assertThat(alert.organisation()).isEqualTo(PRACTICE));

    network.mesh().clearFaults();

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-polling").isEmpty());
  }

  @Test
  void whatIsGoneFromMeshIsWaitedForNoLonger() throws IOException {
    SuppliersMessage original = about();
    SuppliersMessage replacement = replacementOf(original);
    List<String> mesh = new ArrayList<>();
    network.restartNode(
        () -> {
          mesh.add(network.supplierSends(original.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first"));
          network.supplierSends(replacement.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");
          network
              .mesh()
              .add(InjectedFault.answer("GET", "/inbox/" + mesh.getFirst(), 503, 100_000));
        });
    await().atMost(PATIENCE).until(() -> stored() == 1);

    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.mesh().acknowledge(mesh.getFirst());
    }

    assertThat(codes(1)).containsExactly("20014");
  }

  @Test
  void aPatientWhoIsRegisteredMeanwhileIsKnownAtOnce() throws IOException {
    assertThat(businessAnswer(UNKNOWN_AT_PRACTICE)).isEqualTo("30002");

    Files.writeString(
        network.patients(),
        TestNetwork.line(UNKNOWN_AT_PRACTICE, "known"),
        StandardOpenOption.APPEND);

    assertThat(businessAnswer(UNKNOWN_AT_PRACTICE)).isEqualTo("30001");
  }

  @Test
  void thatTheListOfPatientsCannotBeReadIsToldAndOverThoughNobodyAsksForOne() throws IOException {
    String list = Files.readString(network.patients());
    Files.writeString(network.patients(), "{\"nhsNumber\":");
    network.node().look();
    await().atMost(PATIENCE).until(() -> network.alerts("register/" + PRACTICE).size() == 1);

    Files.writeString(network.patients(), list);
    network.node().look();
    await().atMost(PATIENCE).until(() -> network.alerts("register/" + PRACTICE).isEmpty());
  }

  @Test
  void whileTheListOfPatientsCannotBeReadNobodyIsSaidToBeUnknown() throws IOException {
    String list = Files.readString(network.patients());
    Files.writeString(network.patients(), "{\"nhsNumber\":");
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
    assertThat(document(id).acknowledgements().business()).contains("30001");
    assertThat(network.alerts("register/" + PRACTICE))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(PRACTICE);
              assertThat(alert.whatHappened()).contains("patients.jsonl, line 1 is no patient");
            });

    Files.writeString(network.patients(), list + TestNetwork.line(UNKNOWN_AT_PRACTICE, "known"));

    assertThat(businessAnswer(UNKNOWN_AT_PRACTICE)).isEqualTo("30001");
    assertThat(network.alerts("register/" + PRACTICE)).isEmpty();
  }

  @Test
  void aRuleThatCrashesIsToldToOurPeopleAndItsSenderIsNotBlamed() throws IOException {
    network.restartNode(with(crashing(Strength.MUST)));
    SuppliersMessage message = about();

    send(message);

    await().atMost(PATIENCE).until(() -> !network.alerts("crashed-rule/").isEmpty());
    assertThat(network.alerts("crashed-rule/").getFirst())
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(PRACTICE);
              assertThat(alert.whatHappened())
                  .contains("GPCM-SD-004")
                  .contains("IllegalStateException")
                  .doesNotContain("Testpatient");
              assertThat(alert.whatToDo()).contains("people who run this node");
            });
    assertThat(network.supplierReceives()).isEmpty();
    assertThat(network.entries(message.documentId())).isEmpty();

    network.restartNode();

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
  }

  @Test
  void aCrashedRuleThatBindsNobodyHoldsNothingUpAndIsToldToo() throws IOException {
    network.restartNode(with(crashing(Strength.SHOULD)));

    send(about());

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    assertThat(network.alerts("crashed-rule/")).hasSize(1);
  }

  @Test
  void aRuleThatCrashesBesideAFaultIsToldToOurPeopleToo() throws IOException {
    network.restartNode(with(crashing(Strength.MUST)));
    SuppliersMessage message = about();

    send(message.with("<status value=\"final\"/>", "<status value=\"banana\"/>"));

    List<String> codes = codes(1);
    assertThat(codes).doesNotContain("20013");
    assertThat(network.alerts("crashed-rule/")).hasSize(1);
    assertThat(network.entries(message.documentId())).isEmpty();
  }

  /** The document is not at fault: whoever hands it in may do so again, and it goes then. */
  @Test
  void aRuleThatCrashesOverWhatIsHandedInRefusesNothingForGoodAndIsToldToOurPeople()
      throws Exception {
    network.restartNode(with(crashing(Strength.MUST)));
    Document document = TestNetwork.document("generic.json", TestNetwork.HUB);

    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      HttpCaller.Answer answer = submit(http, document);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text())
          .contains("GPCM-SD-004")
          .contains("Hand it in again later")
          .doesNotContain("Testpatient");
    }
    assertThat(network.alerts("crashed-rule-of-sending/"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(TestNetwork.HUB);
              assertThat(alert.whatToDo()).contains("people who run this node");
            });

    network.restartNode();

    UUID id = network.submit(document);
    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
  }

  @Test
  void aCrashedRuleThatBindsNobodyKeepsNothingFromBeingHandedInAndIsToldToo() throws IOException {
    network.restartNode(with(crashing(Strength.SHOULD)));

    UUID id = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));

    assertThat(network.alerts("crashed-rule-of-sending/")).hasSize(1);
    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
  }

  @Test
  void anOrganisationThatOnlySendsFilesNothingAnswersNothingAndIsTold() throws IOException {
    SuppliersMessage message = about();

    String mesh =
        network.supplierSends(message.bytes(), TestNetwork.HUB_MAILBOX, WORKFLOW, "a document");

    await().atMost(PATIENCE).until(() -> !network.alerts("unexpected/").isEmpty());
    assertThat(network.alerts("unexpected/").getFirst())
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(TestNetwork.HUB);
              assertThat(alert.whatHappened()).contains(mesh).contains("only sends");
            });
    assertThat(network.entries(message.documentId())).isEmpty();
    assertThat(network.supplierReceives()).isEmpty();
  }

  @Test
  void anOrganisationThatReceivesAsWellFilesAndAnswers() throws IOException {
    network.restartNode(
        c -> Configurations.roles(c, TestNetwork.HUB, Set.of(Role.SENDER, Role.RECEIVER)));

    network.supplierSends(about().bytes(), TestNetwork.HUB_MAILBOX, WORKFLOW, "a document");

    assertThat(codes(2)).contains("20013");
  }

  @Test
  void whatCameForAnOrganisationThatIsMissingFromTheConfigurationWaitsForIt() throws IOException {
    SuppliersMessage original = about();
    SuppliersMessage replacement = replacementOf(original);
    network.restartNode(
        () -> {
          String mesh =
              network.supplierSends(original.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
          network.supplierSends(replacement.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");
          network.mesh().add(InjectedFault.answer("GET", "/inbox/" + mesh, 503, 100_000));
        });
    await().atMost(PATIENCE).until(() -> stored() == 1);

    network.restartNode(c -> Configurations.without(c, PRACTICE));

    await().atMost(PATIENCE).until(() -> !network.alerts("processing/").isEmpty());
    assertThat(network.alerts("processing/").getFirst().whatHappened())
        .contains(PRACTICE)
        .contains("not in this node's configuration");
    assertThat(network.alerts("unexpected/")).isEmpty();

    network.mesh().clearFaults();
    network.restartNode();

    assertThat(codes(4)).containsExactlyInAnyOrder("20013", "30001", "20013", "30001");
    assertThat(network.alerts("processing/")).isEmpty();
  }

  private static HttpCaller.Answer submit(HttpCaller http, Document document) throws Exception {
    List<HttpCaller.Part> parts = new ArrayList<>();
    parts.add(
        HttpCaller.Part.of("consultation", "", "application/json", DocumentJson.write(document)));
    for (var attachment : document.attachments()) {
      parts.add(
          HttpCaller.Part.of(
              "attachment",
              attachment.file(),
              attachment.contentType(),
              Files.readAllBytes(TestNetwork.example(attachment.file()))));
    }
    return http.postForm("/api/v1/documents", parts);
  }

  private static Rules with(Rule more) {
    List<Rule> rules = new ArrayList<>(RuleCatalogue.documents().rules());
    rules.add(more);
    return Rules.of(RuleBook.of(rules), RuleCatalogue.responses(), Tolerances.ALL);
  }

  private static Rule crashing(Strength strength) {
    return new Rule(
        List.of("GPCM-SD-004"),
        strength,
        ResponseCode.PAYLOAD_INVALID,
        MessagePart.each("Patient"),
        "Patient",
        "a patient",
        "Send one",
        (context, patient, report) -> {
          throw new IllegalStateException("a fault of this program: Testpatient");
        });
  }

  private String businessAnswer(String nhsNumber) throws IOException {
    UUID id = network.submit(TestNetwork.consultation(nhsNumber));
    await().atMost(PATIENCE).until(() -> document(id).state().isFinal());
    return document(id).acknowledgements().business().orElseThrow();
  }

  private OutboxDocument document(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }

  /** How many received messages are still to be read. */
  private int stored() {
    return network
        .node()
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) from received_message where state = 'stored'")
                    .mapTo(Integer.class)
                    .one());
  }

  private static SuppliersMessage about() throws IOException {
    return SuppliersMessage.about(TestNetwork.consultation(KNOWN));
  }

  private static SuppliersMessage replacementOf(SuppliersMessage original) throws IOException {
    return SuppliersMessage.about(
        TestNetwork.newVersion(original.encounterId(), original.documentId()));
  }

  private void send(SuppliersMessage message) {
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "a document");
  }

  private List<String> codes(int count) {
    List<ItkResponse> responses = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              responses.addAll(network.supplierReceives());
              return responses.size() == count;
            });
    return responses.stream().map(response -> response.codeText().orElseThrow()).toList();
  }
}
