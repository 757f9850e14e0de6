package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.addressing.MeshWorkflow;
import gpcm.consultation.OdsCode;
import gpcm.exchange.DocumentState;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.message.UseCase;
import gpcm.node.config.IntakeSettings;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.Outside;
import gpcm.node.mailbox.Transport;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.web.HttpCaller;
import gpcm.rules.MeshMetadata;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleBook;
import gpcm.rules.Rules;
import gpcm.rules.Strength;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What travels beside a message on MESH is checked before it is sent, and when it is received. */
class MeshMetadataTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String ADDRESS = "GPPROVIDER_9990000018_19570109_Testpatient";

  @TempDir Path folder;

  private static List<String> findings(TestNetwork network) {
    return network
        .node()
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select requirement from finding where tolerated order by received,"
                            + " ordinal")
                    .mapTo(String.class)
                    .list());
  }

  @Test
  void what_is_wrong_with_a_received_document_is_noted_and_does_not_reject_it() throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
      network.supplierSends(message.bytes(), PRACTICE_MAILBOX, MeshWorkflow.DOCUMENT, "A letter");
      await().atMost(PATIENCE).until(() -> network.entries(message.documentId()).size() == 1);
      assertThat(findings(network)).contains("GPCM-SD-CS-068", "GPCM-SD-CS-006");
    }
  }

  /** FI is for the registered practice, which no other provider is. */
  @ParameterizedTest
  @CsvSource({"OTHER_PROVIDER, FI, true", "OTHER_PROVIDER, FA, false", "PRACTICE, FI, false"})
  void whatIsForInformationOnlyIsNotedWhereItIsNoPracticeThatGetsIt(
      IntakeSettings.Kind kind, String recipientType, boolean noted) throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      network.restartNode(
          before -> Configurations.intake(before, TestNetwork.PHARMACY, intake -> intake.of(kind)));
      SuppliersMessage message =
          SuppliersMessage.about(
              TestNetwork.document("online-consultation-pharmacy.json", TestNetwork.SUPPLIER));
      if (recipientType.equals("FI")) {
        message =
            message
                .with("<code value=\"FA\"/>", "<code value=\"FI\"/>")
                .with("For Action", "For Information");
      }
      network.supplierSends(
          message.bytes(), TestNetwork.PHARMACY_MAILBOX, MeshWorkflow.DOCUMENT, "A letter");
      String document = message.documentId();
      await().atMost(PATIENCE).until(() -> network.entries(document).size() == 1);
      assertThat(findings(network).contains("GPCM-SD-OC-141")).isEqualTo(noted);
      assertThat(
              network.count(
                  "select count(*) from received_message where not_checked like"
                      + " '%GPCM-SD-OC-141%'"))
          .isEqualTo(kind == IntakeSettings.Kind.PRACTICE && recipientType.equals("FI") ? 1 : 0);
    }
  }

  /** What MESH delivers says no more how it was addressed. */
  @Test
  void what_could_not_be_checked_of_a_received_message_is_kept_and_told() throws Exception {
    try (TestNetwork network = new TestNetwork(folder)) {
      UUID id = network.submit(TestNetwork.consultation(KNOWN));
      await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
      WorklistEntry entry = network.received(id, TestNetwork.PRACTICE);
      try (HttpCaller http =
          HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
        JsonNode told = http.get("/api/v1/messages/" + entry.received()).json().path("notChecked");
        assertThat(told.findValuesAsText("requirement"))
            .contains("GPCM-SD-CS-042")
            .doesNotHaveDuplicates();
        assertThat(told.path(0).path("reason").asText()).contains("is not known");
        assertThat(http.get("/messages/" + entry.received()).text())
            .contains("What could not be checked", "GPCM-SD-CS-042");
        assertThat(http.get("/worklist/" + entry.id()).text())
            .contains("Technical notes", "GPCM-SD-CS-042 was not checked");
      }
      // Of an answer it is known how it was addressed.
      assertThat(
              network.count(
                  "select count(*) from received_message where response_code is not null and"
                      + " not_checked like '%GPCM-SD-CS-042%'"))
          .isZero();
    }
  }

  /** The rules as they are, and one more of the outside, which fails for an address like this. */
  private static Rules refusing(String address) {
    Rule more =
        new Rule(
            List.of("GPCM-SD-004"),
            Strength.MUST,
            ResponseCode.PAYLOAD_INVALID,
            MessagePart.MESH,
            "Mex-To",
            "another address",
            "Send it elsewhere",
            (context, message, report) -> {
              if (context.mesh().flatMap(MeshMetadata::sentTo).orElse("").startsWith(address)) {
                report.broken("Mex-To", "this address");
              }
            });
    return Rules.of(
        RuleBook.of(with(RuleCatalogue.documents(), more)),
        RuleBook.of(with(RuleCatalogue.responses(), more)),
        Tolerances.NONE);
  }

  private static List<Rule> with(RuleBook book, Rule more) {
    return Stream.concat(book.rules().stream(), Stream.of(more)).toList();
  }

  private static void isNotSent(TestNetwork network, UUID id) {
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id)).hasSize(1);
    assertThat(network.alerts("failed/" + id).getFirst().whatHappened())
        .contains("does not meet requirement GPCM-SD-004");
    assertThat(network.count("select coalesce(sum(posts), 0) from document")).isZero();
    assertThat(network.count("select count(*) from received_message")).isZero();
  }

  @Test
  void the_node_sends_no_document_whose_outside_is_wrong() throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      network.restartNode(refusing("GPPROVIDER_"));
      isNotSent(network, network.submit(TestNetwork.consultation(KNOWN)));
    }
  }

  @Test
  void nor_one_whose_copy_for_the_practice_would_be_wrong() throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      network.restartNode(refusing(PRACTICE_MAILBOX));
      isNotSent(
          network,
          network.submit(
              TestNetwork.document("online-consultation-pharmacy.json", TestNetwork.HUB)));
    }
  }

  @Test
  void the_node_sends_no_answer_whose_outside_is_wrong() throws IOException {
    goOnceTheProgramIsMended(refusing(SUPPLIER_MAILBOX));
  }

  private void goOnceTheProgramIsMended(Rules refusing) throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      network.restartNode(refusing);
      SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
      network.supplierSends(message.bytes(), PRACTICE_MAILBOX, MeshWorkflow.DOCUMENT, "A letter");
      await().atMost(PATIENCE).until(() -> !network.alerts("processing/").isEmpty());
      assertThat(network.count("select count(*) from answer")).isZero();
      assertThat(network.supplierReceives()).isEmpty();
      network.restartNode();
      List<ItkResponse> answers = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                answers.addAll(network.supplierReceives());
                return answers.size() == 2;
              });
      assertThat(network.alerts("processing/")).isEmpty();
    }
  }

  /** The rules as they are, and one more, which no answer keeps. */
  private static Rules refusingAnswers() {
    Rule more =
        new Rule(
            List.of("GPCM-C-02"),
            Strength.MUST,
            ResponseCode.HEADER_INVALID,
            MessagePart.HEADER,
            "MessageHeader",
            "another header",
            "Send another",
            (context, header, report) -> report.broken(header.path(), "this header"));
    return Rules.of(
        RuleCatalogue.documents(),
        RuleBook.of(with(RuleCatalogue.responses(), more)),
        Tolerances.NONE);
  }

  /** A fault of this program loses no answer: people are told, and it goes once that is mended. */
  @Test
  void the_node_sends_no_answer_that_is_wrong_itself() throws IOException {
    goOnceTheProgramIsMended(refusingAnswers());
  }

  /** GPCM-SD-CS-056: what comes back unchanged is a fault of whoever sent it, and of no answer. */
  @Test
  void an_answer_that_returns_what_its_original_has_wrong_is_sent() throws IOException {
    try (MeshClient mesh = nowhere()) {
      for (String reference : List.of("e".repeat(300), " e ", "<e>")) {
        ItkResponse response =
            ItkResponse.to(UUID.randomUUID().toString(), reference)
                .code(ResponseCode.SENDER_REFERENCE_ERROR)
                .diagnostics("SenderReference is too long")
                .from(new OdsCode(SUPPLIER), new MailboxId(SUPPLIER_MAILBOX))
                .build(InstantSource.system(), UUID::randomUUID);
        assertThatCode(
                () ->
                    new Outside(RuleCatalogue.rules(Tolerances.NONE))
                        .check(response, supplier(mesh), HUB_MAILBOX, "ITK3 response 10007"))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void an_answer_on_the_workflow_of_documents_counts_and_is_noted() throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      UUID id = network.submit(TestNetwork.consultation(KNOWN));
      await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
      try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
        practice.answersOn(
            MeshWorkflow.DOCUMENT, network.sentMessage(), ResponseCode.SUCCESS, HUB_MAILBOX);
      }
      await().atMost(PATIENCE).until(() -> findings(network).contains("GPCM-SD-CS-062"));
    }
  }

  private static Mailbox supplier(MeshClient mesh) {
    return new Mailbox(
        new OdsCode("A99901"),
        "Sampleton Evening Hub",
        new MailboxId(SUPPLIER_MAILBOX),
        new Transport.Http(mesh));
  }

  private static MeshClient nowhere() {
    return MeshClient.builder()
        .url(URI.create("http://127.0.0.1:1"))
        .mailbox(SUPPLIER_MAILBOX)
        .password(Secret.of("password"))
        .sharedKey(Secret.of("TestKey"))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "GPPROVIDER_9990000026_19570109_Testpatient, GPCM-SD-CS-042",
    "PRACTICE1, GPCM-SD-CS-060",
    "GPPROVIDER_9990000018_1957_Testpatient, GPCM-SD-CS-042",
  })
  void a_document_whose_outside_is_wrong_is_not_sent(String address, String requirement)
      throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    Outside outside = new Outside(RuleCatalogue.rules(Tolerances.NONE));
    String subject =
        new UseCase.ConsultationSummary()
            .subjectLine(UseCase.Subject.of(TestNetwork.consultation(KNOWN)), false);
    try (MeshClient mesh = nowhere()) {
      assertThatCode(
              () -> outside.check(message.document(), supplier(mesh), ADDRESS, subject, true))
          .doesNotThrowAnyException();
      assertThatThrownBy(
              () -> outside.check(message.document(), supplier(mesh), address, subject, true))
          .isInstanceOf(Outside.NotConforming.class)
          .hasMessageContaining(requirement)
          .hasMessageNotContaining("9990000026");
      assertThatThrownBy(
              () -> outside.check(message.document(), supplier(mesh), ADDRESS, "A letter", true))
          .isInstanceOf(Outside.NotConforming.class)
          .hasMessageContaining("GPCM-SD-CS-068");
    }
  }

  @Test
  void an_answers_outside_is_right() throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    ItkResponse response =
        ItkResponse.to(message.document())
            .code(ResponseCode.SUCCESS)
            .diagnostics("")
            .from(new OdsCode(SUPPLIER), new MailboxId(SUPPLIER_MAILBOX))
            .build(InstantSource.system(), UUID::randomUUID);
    try (MeshClient mesh = nowhere()) {
      assertThatCode(
              () ->
                  new Outside(RuleCatalogue.rules(Tolerances.ALL))
                      .check(response, supplier(mesh), HUB_MAILBOX, "ITK3 response 20013"))
          .doesNotThrowAnyException();
    }
  }
}
