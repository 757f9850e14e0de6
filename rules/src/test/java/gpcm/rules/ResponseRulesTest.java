package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.OdsCode;
import gpcm.fhir.AttachmentSink;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.rules.MeshMetadata.Channel;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same kind of rules for the answer. */
class ResponseRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> HELD_AGAINST_ORIGINAL =
      Set.of("same as the original's", "not before the original");
  private static final String ACK = "GPFED_CONSULT_REPORT_ACK";
  private static final Rules RULES = RuleCatalogue.rules(Tolerances.ALL);

  private static ObjectNode tree() throws IOException {
    return tree("7d0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c11");
  }

  private static ObjectNode tree(String messageId) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter().writeJson(answer(messageId, "encounter-0001"), out);
    return (ObjectNode) JSON.readTree(out.toByteArray());
  }

  private static Findings check(JsonNode tree, MeshMetadata mesh) throws IOException {
    return RULES.check(read(tree), mesh);
  }

  private static ItkResponse read(JsonNode tree) throws IOException {
    return (ItkResponse)
        new MessageReader()
            .readJson(
                new ByteArrayInputStream(
                    tree.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                AttachmentSink.discarding());
  }

  private static final MeshMetadata MESH =
      new MeshMetadata("MAILBOX2", "MAILBOX1", ACK, "", "ZZ002");

  @ParameterizedTest
  @CsvSource({
    "CS-054, BusAckRequested, true",
    "CS-055, InfAckRequested, true",
    "CS-054, BusAckRequested, ",
    "CS-055, InfAckRequested, ",
    "CS-056, SenderReference, ",
  })
  void aHandlingKeyThatIsWrongIsFound(String requirement, String key, String flag)
      throws IOException {
    ObjectNode tree = tree();
    ArrayNode keys = (ArrayNode) tree.at("/entry/0/resource/extension/0/extension");
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).get("url").textValue().equals(key)) {
        if (flag == null) {
          keys.remove(i);
        } else {
          ((ObjectNode) keys.get(i)).put("valueBoolean", true);
        }
      }
    }
    assertThat(check(tree, MESH).rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-" + requirement);
  }

  @ParameterizedTest
  @CsvSource({"GPCM-SD-CS-057, sender", "GPCM-SD-CS-059, timestamp"})
  void aMissingElementOfTheHeaderIsFound(String requirement, String element) throws IOException {
    ObjectNode tree = tree();
    ((ObjectNode) tree.at("/entry/0/resource")).remove(element);
    assertThat(check(tree, MESH).rejecting())
        .extracting(Finding::requirement)
        .containsExactly(requirement);
  }

  @Test
  void anotherEventIsFound() throws IOException {
    ObjectNode tree = tree();
    ((ObjectNode) tree.at("/entry/0/resource/event")).put("code", "ITK007C");
    assertThat(check(tree, MESH).rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-CS-058");
  }

  @ParameterizedTest
  @CsvSource({"identifier", "details"})
  void anAnswerWithoutItsQuestionOrOutcomeIsFound(String element) throws IOException {
    ObjectNode tree = tree();
    ((ObjectNode) tree.at("/entry/0/resource/response")).remove(element);
    assertThat(check(tree, MESH).rejecting())
        .extracting(Finding::requirement)
        .containsExactly("GPCM-C-02");
  }

  /**
   * What belongs to a code by ITK3's table; published samples have ok beside 20014 and 20015. What
   * says the opposite of the code is a fault, what only differs a warning.
   */
  @ParameterizedTest
  @CsvSource({
    "20009, fatal-error, fatal, invariant, ",
    "20006, fatal-error, fatal, required, ",
    "30007, fatal-error, warning, informational, ",
    "30015, fatal-error, information, duplicate, ",
    "20014, ok, fatal, processing, warning",
    "20015, ok, fatal, processing, warning",
    "20009, transient-error, fatal, invalid, warning",
    "20007, fatal-error, error, duplicate, warning",
    "20009, ok, fatal, invalid, fault",
    "20009, fatal-error, information, invalid, fault",
    "30002, ok, fatal, not-found, fault",
  })
  void whatStandsBesideACodeBelongsToIt(
      String code, String responseCode, String severity, String issueCode, String told)
      throws IOException {
    ObjectNode tree = tree();
    ((ObjectNode) tree.at("/entry/0/resource/response")).put("code", responseCode);
    ObjectNode issue = (ObjectNode) tree.at("/entry/2/resource/issue/0");
    issue.put("severity", severity).put("code", issueCode);
    ((ObjectNode) issue.at("/details/coding/0")).put("code", code);
    Findings findings = check(tree, MESH);
    assertThat(findings.valid()).isEqualTo(!"fault".equals(told));
    assertThat(findings.all()).hasSize(told == null ? 0 : 1);
  }

  /**
   * One row of answers.txt for an answer to a message of one use case, or to one that is not at
   * hand: then findings go by the first id.
   */
  record Case(BrokenMessageTest.Row row, UseCaseKey original, Channel channel) {
    String requirement() {
      return row.requirements().stream()
          .filter(id -> UseCaseKey.of(id) == original)
          .findFirst()
          .orElse(row.requirements().getFirst());
    }

    Findings check() throws IOException {
      boolean beside = row.where().equals("mesh");
      MeshMetadata mesh = mesh(channel, beside ? JSON.readTree(row.value()).asText() : ACK);
      if (original == UseCaseKey.UNKNOWN) {
        return RULES.check(read(beside ? tree() : changed(tree(), row)), mesh);
      }
      SendDocument asked = (SendDocument) Fixture.of(original).read(Tolerances.ALL);
      ObjectNode tree = tree(asked.messageId().orElseThrow());
      return RULES.check(read(beside ? tree : changed(tree, row)), asked, mesh);
    }

    boolean shows(Finding finding) {
      return finding.requirement().equals(requirement())
          && finding.condition().endsWith(" " + row.condition());
    }

    /** What is compared with the original, or travels beside the answer, is seen only there. */
    boolean possible() {
      return row.where().equals("mesh")
          || (channel == Channel.API
              && (original != UseCaseKey.UNKNOWN
                  || !HELD_AGAINST_ORIGINAL.contains(row.condition())));
    }

    @Override
    public String toString() {
      return requirement() + " " + row.condition() + ": " + row.what() + " " + row.path();
    }
  }

  static Stream<Case> cases() throws IOException {
    return BrokenMessageTest.rows("answers.txt").stream()
        .flatMap(
            row ->
                Stream.of(UseCaseKey.values())
                    .flatMap(
                        original ->
                            Stream.of(Channel.values())
                                .map(channel -> new Case(row, original, channel))))
        .filter(Case::possible);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachConditionHasAnAnswerThatBreaksIt(Case one) throws IOException {
    Findings findings = one.check();
    assertThat(findings.crashedRules()).isEmpty();
    assertThat(findings.all())
        .filteredOn(BrokenMessageTest::isNumbered)
        .filteredOn(finding -> !one.row().amongOthers() || one.shows(finding))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.requirement()).isEqualTo(one.requirement());
              assertThat(finding).matches(one::shows, one.row().condition());
              assertThat(finding.rejects()).isEqualTo(!one.row().code().equals("-"));
              if (finding.rejects()) {
                assertThat(finding.code().code()).isEqualTo(one.row().digits());
              }
            });
  }

  /** A row for each condition, under each id that it is found by. */
  @Test
  void everyConditionOfEveryRuleForAnswersHasARow() throws IOException {
    Set<String> shown = new HashSet<>();
    for (Case one : cases().toList()) {
      one.check().stream()
          .filter(one::shows)
          .forEach(finding -> shown.add(finding.requirement() + " " + finding.condition()));
    }
    List<String> missing = new ArrayList<>();
    for (Rule rule : RuleCatalogue.responses().rules()) {
      boolean beside = rule.about().equals(MessagePart.MESH);
      for (UseCaseKey original : UseCaseKey.values()) {
        for (String condition : rule.conditions()) {
          boolean seen =
              beside
                  ? original == UseCaseKey.UNKNOWN
                  : original != UseCaseKey.UNKNOWN || !HELD_AGAINST_ORIGINAL.contains(condition);
          String wanted = rule.idFor(original).orElseThrow() + " " + rule.named(condition);
          if (seen && !shown.contains(wanted)) {
            missing.add(wanted);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static ObjectNode changed(ObjectNode tree, BrokenMessageTest.Row row) throws IOException {
    ObjectNode resource =
        switch (row.where()) {
          case "message" -> tree;
          case "header" -> (ObjectNode) tree.at("/entry/0/resource");
          case "organization" -> (ObjectNode) tree.at("/entry/1/resource");
          case "outcome" -> (ObjectNode) tree.at("/entry/2/resource");
          default -> throw new IllegalArgumentException("no part of an answer: " + row.where());
        };
    int slash = row.path().lastIndexOf('/');
    JsonNode parent = slash < 0 ? resource : resource.at("/" + row.path().substring(0, slash));
    String last = row.path().substring(slash + 1);
    switch (row.what()) {
      case "delete" -> assertThat(removed(parent, last)).as(row.path()).isNotNull();
      case "set" -> ((ObjectNode) parent).set(last, JSON.readTree(row.value()));
      case "set item" ->
          ((ArrayNode) parent).set(Integer.parseInt(last), JSON.readTree(row.value()));
      case "insert" -> ((ArrayNode) parent.get(last)).insert(0, JSON.readTree(row.value()));
      case "add" -> ((ArrayNode) parent.get(last)).add(JSON.readTree(row.value()));
      default -> throw new IllegalArgumentException("unknown change " + row.what());
    }
    return tree;
  }

  private static JsonNode removed(JsonNode parent, String name) {
    return parent instanceof ArrayNode array
        ? array.remove(Integer.parseInt(name))
        : ((ObjectNode) parent).remove(name);
  }

  private static MeshMetadata mesh(Channel channel, String workflow) {
    return new MeshMetadata(
        channel,
        Optional.of("MAILBOX2"),
        Optional.of("MAILBOX1"),
        workflow,
        "",
        "ZZ002",
        Optional.empty());
  }

  /** GPCM-SD-CS-056, -OC-155, -GE-282: seen where the message that is answered is at hand. */
  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void anotherSenderReferenceThanTheOriginalsIsFound(UseCaseKey useCase) {
    SendDocument original = (SendDocument) Fixture.of(useCase).read(Tolerances.ALL);
    String id = original.messageId().orElseThrow();
    String requirement =
        switch (useCase) {
          case CS -> "GPCM-SD-CS-056";
          case OC -> "GPCM-SD-OC-155";
          case GE, UNKNOWN -> "GPCM-SD-GE-282";
        };
    assertThat(RULES.check(answer(id, "encounter-0001"), original).all()).isEmpty();
    assertThat(RULES.check(answer(id, "encounter-0002"), original).rejecting())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.requirement()).isEqualTo(requirement);
              assertThat(finding.condition()).endsWith("same as the original's");
            });
  }

  /** The ids of outcome, message, its identifier, header and Organization, one after the other. */
  private static Supplier<UUID> inOrder() {
    AtomicLong next = new AtomicLong();
    return () -> new UUID(0xabc, next.incrementAndGet());
  }

  private static ItkResponse answer(String messageId, String senderReference) {
    return ItkResponse.to(messageId, senderReference)
        .code(ResponseCode.SUCCESS)
        .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
        .build(InstantSource.fixed(Instant.parse("2026-03-02T10:15:00Z")), inOrder());
  }

  @Test
  void anotherWorkflowIsShownAndDoesNotReject() throws IOException {
    Findings findings =
        check(
            tree(), new MeshMetadata("MAILBOX2", "MAILBOX1", "GPFED_CONSULT_REPORT", "", "ZZ002"));
    assertThat(findings.valid()).isTrue();
    assertThat(findings.all()).extracting(Finding::requirement).containsExactly("GPCM-SD-CS-062");
  }
}
