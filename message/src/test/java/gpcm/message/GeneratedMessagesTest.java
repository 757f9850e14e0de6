package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a message holds of the payload's resource types, nothing of it is lost or changed on its
 * way through XML and JSON.
 */
class GeneratedMessagesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AllergyIntolerance", "Condition", "Consent", "Device", "DiagnosticReport",
            "DocumentReference", "Encounter",
        "FamilyMemberHistory", "Immunization", "List", "Location", "Medication",
            "MedicationRequest", "MedicationStatement",
        "Observation", "Organization", "Patient", "Practitioner", "ProcedureRequest",
            "Questionnaire", "QuestionnaireResponse",
        "ReferralRequest", "RelatedPerson", "Specimen", "Task"
      })
  void nothingIsLostOnTheWay(String type) {
    for (int seed = 0; seed < 12; seed++) {
      SendDocument message =
          withPayload(new GeneratedResources(seed * 31L + type.hashCode()).next(type));
      byte[] xml = Examples.xml(message);
      ReadMessage fromXml = Examples.readXml(xml);
      assertThat(fromXml.faults()).as("seed %d", seed).isEmpty();
      assertThat(fromXml.tolerated()).as("seed %d", seed).isEmpty();
      assertThat(Examples.xml(fromXml))
          .as("seed %d, XML again", seed)
          .asString()
          .isEqualTo(new String(xml, UTF_8));
      assertThat(fromXml).as("seed %d", seed).isEqualTo(message);
      byte[] json = Examples.json(message);
      ReadMessage fromJson = Examples.readJson(json);
      assertThat(fromJson.faults()).as("seed %d, JSON", seed).isEmpty();
      assertThat(fromJson).as("seed %d, JSON", seed).isEqualTo(message);
      assertThat(Examples.xml(fromJson)).as("seed %d, XML of JSON", seed).isEqualTo(xml);
      assertThat(new String(Examples.json(fromXml), UTF_8))
          .as("seed %d, JSON of XML", seed)
          .isEqualTo(new String(json, UTF_8));
    }
  }

  private static SendDocument withPayload(Resource resource) {
    SendDocument message = Examples.summary();
    message
        .document()
        .orElseThrow()
        .addEntry()
        .setFullUrl("urn:uuid:" + new UUID(1, 2))
        .setResource(resource);
    IdentityHashMap<Binary, Content> contents = new IdentityHashMap<>();
    for (Bundle.BundleEntryComponent entry : message.document().orElseThrow().getEntry()) {
      if (entry.getResource() instanceof Binary binary) {
        message.content(binary).ifPresent(content -> contents.put(binary, content));
      }
    }
    return SendDocument.built(message.bundle(), contents);
  }

  /** The generator must be able to fail the test: different seeds give different resources. */
  @Test
  void theGeneratorVaries() {
    List<String> texts =
        List.of(1L, 2L, 3L).stream()
            .map(
                seed ->
                    new String(
                        Examples.xml(withPayload(new GeneratedResources(seed).next("Observation"))),
                        UTF_8))
            .toList();
    assertThat(texts)
        .doesNotHaveDuplicates()
        .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(8_000));
  }
}
