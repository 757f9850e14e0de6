package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries given as plain values become resources that break no MUST, together and each alone. */
class CodedEntriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES =
      Path.of(System.getProperty("project.root", ".."), "examples");
  private static final Set<String> OF_BOTH_USE_CASES =
      Set.of("observation", "allergy", "familyHistory", "referral", "task", "consent", "location");

  private static ObjectNode example(String name) throws IOException {
    return (ObjectNode) JSON.readTree(EXAMPLES.resolve(name).toFile());
  }

  private static ArrayNode entries() throws IOException {
    return (ArrayNode) example("generic-coded.json").get("resources");
  }

  static Stream<JsonNode> each() throws IOException {
    return entries().valueStream();
  }

  private static SendDocument sent(ObjectNode json) throws IOException {
    Document document = DocumentJson.read(JSON.writeValueAsBytes(json));
    AttachmentContent content =
        AttachmentContent.of("%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
    List<Attachment> files =
        document.attachments().stream()
            .map(file -> Attachment.of(file.contentType(), file.title(), content))
            .toList();
    boolean report = !document.useCase().equals("generic");
    return SendDocument.of(
        document,
        new MailboxId("MAILBOX1"),
        report ? EnclosedFiles.of(content, files) : EnclosedFiles.withoutReport(files),
        InstantSource.fixed(Instant.parse("2026-11-20T18:00:00Z")),
        UUID::randomUUID);
  }

  private static void assertBreaksNoMust(ObjectNode json) throws IOException {
    ReadMessage received = BuiltMessageTest.sent(sent(json));
    Findings findings = RuleCatalogue.rules(Tolerances.NONE).check(received);
    assertThat(findings.rejecting())
        .as(() -> findings.stream().map(f -> f + " found " + f.found()).toList().toString())
        .isEmpty();
  }

  private static List<String> types(SendDocument message) {
    List<String> types = new ArrayList<>();
    for (Bundle.BundleEntryComponent entry : message.bundle().getEntry()) {
      if (entry.getResource() instanceof Bundle document) {
        document.getEntry().forEach(inner -> types.add(inner.getResource().fhirType()));
      }
    }
    return types;
  }

  @Test
  void answersWithCodesAndThePreferredProvider() throws IOException {
    ObjectNode json = example("online-consultation-coded.json");
    assertBreaksNoMust(json);
    assertThat(types(sent(json))).contains("List", "Observation", "Location", "Practitioner");
  }

  @Test
  void everyKindTogetherInAGenericDocument() throws IOException {
    assertBreaksNoMust(example("generic-coded.json"));
    assertThat(types(sent(example("generic-coded.json"))))
        .contains(
            "List",
            "Observation",
            "AllergyIntolerance",
            "FamilyMemberHistory",
            "Condition",
            "Medication",
            "MedicationRequest",
            "MedicationStatement",
            "Immunization",
            "ProcedureRequest",
            "DiagnosticReport",
            "Specimen",
            "ReferralRequest",
            "Task",
            "Consent",
            "Location");
  }

  @ParameterizedTest
  @MethodSource("each")
  void eachAloneInAGenericDocument(JsonNode entry) throws IOException {
    ObjectNode json = example("generic-coded.json");
    json.putArray("resources").add(entry);
    assertBreaksNoMust(json);
  }

  @ParameterizedTest
  @MethodSource("each")
  void eachAloneInAnOnlineConsultationWhoseTableHasIt(JsonNode entry) throws IOException {
    ObjectNode json = example("online-consultation.json");
    json.putArray("resources").add(entry);
    if (OF_BOTH_USE_CASES.contains(entry.fieldNames().next())) {
      assertBreaksNoMust(json);
    } else {
      assertThatThrownBy(() -> sent(json)).isInstanceOf(InvalidValueException.class);
    }
  }

  /** A problem and a medication are a practitioner's to assert (GPCM-SD-GE-166, -235). */
  @Test
  void withoutAPractitionerThereIsNoProblem() throws IOException {
    ObjectNode json = example("generic-coded.json");
    json.putArray("authors").addObject().put("patient", true);
    for (JsonNode entry : entries()) {
      json.putArray("resources").add(entry);
      if (Set.of("problem", "medication").contains(entry.fieldNames().next())) {
        assertThatThrownBy(() -> sent(json))
            .isInstanceOf(InvalidValueException.class)
            .hasMessageContaining("practitioner");
      } else {
        assertBreaksNoMust(json);
      }
    }
  }

  @Test
  void writtenAndReadAgainItIsTheSame() throws IOException {
    byte[] json = Files.readAllBytes(EXAMPLES.resolve("generic-coded.json"));
    Document document = DocumentJson.read(json);
    assertThat(DocumentJson.read(DocumentJson.write(document))).isEqualTo(document);
    assertThat(document.toString()).doesNotContain("Testpatient", "penicillin");
  }
}
