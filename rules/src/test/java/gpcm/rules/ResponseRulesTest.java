package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same kind of rules for the answer. */
class ResponseRulesTest {
  private static final String HEADER = "/entry/0/resource";
  private static final String KEYS = HEADER + "/extension/0/extension";
  private static final Rules RULES = RuleCatalogue.rules(Tolerances.ALL);

  private static byte[] response() throws IOException {
    ItkResponse response = answer("7d0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c11", "encounter-0001");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter().writeJson(response, out);
    return out.toByteArray();
  }

  private static ObjectNode tree() throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(response());
  }

  private static Findings check(JsonNode tree, MeshMetadata mesh) throws IOException {
    return RULES.check(
        new MessageReader()
            .readJson(
                new ByteArrayInputStream(
                    tree.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                AttachmentSink.discarding()),
        mesh);
  }

  private static final MeshMetadata MESH =
      new MeshMetadata("MAILBOX2", "MAILBOX1", "GPFED_CONSULT_REPORT_ACK", "", "ZZ002");

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

  /** Requirement, condition, and the change: an element of the response and what stands there. */
  static Stream<Arguments> breaks() {
    String organisation = "/entry/1/resource";
    String outcome = "/entry/2/resource";
    return Stream.of(
        arguments("GPCM-SD-CS-056", "present", KEYS + "/4", null),
        arguments("GPCM-SD-CS-057", "present", HEADER + "/sender", null),
        arguments(
            "GPCM-SD-CS-057", "reference", HEADER + "/sender/reference", "\"urn:uuid:nobody\""),
        arguments("GPCM-SD-CS-057", "profile", organisation + "/meta/profile/0", "\"urn:other\""),
        arguments("GPCM-SD-CS-057", "ODS code", organisation + "/identifier/0/value", "\"a b\""),
        arguments("GPCM-SD-CS-058", "system", HEADER + "/event/system", "\"urn:other\""),
        arguments("GPCM-SD-CS-058", "code", HEADER + "/event/code", "\"ITK007C\""),
        arguments("GPCM-SD-CS-059", "present", HEADER + "/timestamp", null),
        arguments("GPCM-C-02", "present", HEADER + "/event/display", null),
        arguments("GPCM-C-02", "of the header", HEADER + "/meta/profile/0", "\"urn:other\""),
        arguments("GPCM-C-02", "of the message bundle", "/meta/profile/0", "\"urn:other\""),
        arguments("GPCM-C-02", "absent", HEADER + "/source/name", "\"a name\""),
        arguments("GPCM-C-02", "name", organisation + "/name", "\"Fictional Surgery\""),
        arguments("GPCM-C-02", "present", HEADER + "/response/identifier", null),
        arguments("GPCM-C-02", "reference", HEADER + "/response/details", null),
        arguments(
            "GPCM-C-02",
            "one issue",
            outcome + "/issue/1",
            "{\"severity\":\"information\",\"code\":\"informational\"}"),
        arguments(
            "GPCM-C-02",
            "one code",
            outcome + "/issue/0/details/coding/0/system",
            "\"urn:other\""));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void eachConditionHasAnAnswerThatBreaksIt(
      String requirement, String condition, String path, String value) throws IOException {
    ObjectNode tree = tree();
    int slash = path.lastIndexOf('/');
    JsonNode parent = tree.at(path.substring(0, slash));
    String last = path.substring(slash + 1);
    JsonNode replacement = value == null ? null : new ObjectMapper().readTree(value);
    switch (parent) {
      case ArrayNode array when value == null -> array.remove(Integer.parseInt(last));
      case ArrayNode array when Integer.parseInt(last) == array.size() -> array.add(replacement);
      case ArrayNode array -> array.set(Integer.parseInt(last), replacement);
      default -> {
        ((ObjectNode) parent).remove(last);
        if (value != null) {
          ((ObjectNode) parent).set(last, replacement);
        }
      }
    }
    Findings findings = check(tree, MESH);
    assertThat(findings.crashedRules()).isEmpty();
    assertThat(findings.rejecting())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.requirement()).isEqualTo(requirement);
              assertThat(finding.condition()).endsWith(" " + condition);
            });
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

  private static ItkResponse answer(String messageId, String senderReference) {
    return ItkResponse.to(messageId, senderReference)
        .code(ResponseCode.SUCCESS)
        .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
        .build(InstantSource.fixed(Instant.parse("2026-03-02T10:15:00Z")), UUID::randomUUID);
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
