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
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same kind of rules for the answer. */
class ResponseRulesTest {
  private static final Rules RULES = RuleCatalogue.rules(Tolerances.ALL);

  private static byte[] response() throws IOException {
    ItkResponse response =
        ItkResponse.to("7d0f0d3e-93a1-4a43-8d2e-2b6f6e0a9c11", "encounter-0001")
            .code(ResponseCode.SUCCESS)
            .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
            .build(InstantSource.fixed(Instant.parse("2026-03-02T10:15:00Z")), UUID::randomUUID);
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

  @Test
  void anotherWorkflowIsShownAndDoesNotReject() throws IOException {
    Findings findings =
        check(
            tree(), new MeshMetadata("MAILBOX2", "MAILBOX1", "GPFED_CONSULT_REPORT", "", "ZZ002"));
    assertThat(findings.valid()).isTrue();
    assertThat(findings.all()).extracting(Finding::requirement).containsExactly("GPCM-SD-CS-062");
  }
}
