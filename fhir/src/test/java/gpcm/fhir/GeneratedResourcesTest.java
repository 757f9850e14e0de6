package gpcm.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a Bundle holds of the resource types that travel with a document, nothing of it is lost
 * or changed on its way through XML and JSON.
 */
class GeneratedResourcesTest {
  private static final AttachmentContent REPORT =
      AttachmentContent.of("%PDF-1.7\n% an example report\n%%EOF\n".getBytes(UTF_8));

  private final FhirReader reader = new FhirReader(ReadLimits.STANDARD);
  private final FhirWriter writer = new FhirWriter();

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
  void nothingIsLostOnTheWay(String type) throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      ReadBundle built = bundle(new GeneratedResources(seed * 31L + type.hashCode()).next(type));
      String xml = xml(built);
      ReadBundle fromXml = readXml(xml);
      assertThat(fromXml.deviations()).as("seed %d", seed).isEmpty();
      assertThat(xml(fromXml)).as("seed %d, XML again", seed).isEqualTo(xml);
      assertThat(withoutAttachments(fromXml))
          .as("seed %d, the model", seed)
          .isEqualTo(withoutAttachments(built));
      assertThat(fromXml.contents().values()).as("seed %d", seed).containsExactly(REPORT);
      String json = json(built);
      ReadBundle fromJson = readJson(json);
      assertThat(fromJson.deviations()).as("seed %d, JSON", seed).isEmpty();
      assertThat(withoutAttachments(fromJson))
          .as("seed %d, the model, JSON", seed)
          .isEqualTo(withoutAttachments(built));
      assertThat(xml(fromJson)).as("seed %d, XML of JSON", seed).isEqualTo(xml);
      assertThat(json(fromXml)).as("seed %d, JSON of XML", seed).isEqualTo(json);
    }
  }

  /** The generator must be able to fail the test: different seeds give different resources. */
  @Test
  void theGeneratorVaries() throws IOException {
    String bare = xml(bundle(new GeneratedResources(1).next("Basic")));
    List<String> texts =
        List.of(
            xml(bundle(new GeneratedResources(1).next("Observation"))),
            xml(bundle(new GeneratedResources(2).next("Observation"))),
            xml(bundle(new GeneratedResources(3).next("Observation"))));
    assertThat(texts)
        .doesNotHaveDuplicates()
        .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(bare.length()));
  }

  /** A document within a message, the way resources travel. */
  private static ReadBundle bundle(Resource resource) {
    Binary binary = new Binary();
    binary.setContentType("application/pdf");
    binary.setContent(REPORT.placeholder());
    Bundle document = new Bundle();
    document.setType(Bundle.BundleType.DOCUMENT);
    document.addEntry().setResource(binary);
    document.addEntry().setFullUrl("urn:uuid:example").setResource(resource);
    Bundle message = new Bundle();
    message.setType(Bundle.BundleType.MESSAGE);
    message.addEntry().setResource(document);
    IdentityHashMap<Binary, AttachmentContent> contents = new IdentityHashMap<>();
    contents.put(binary, REPORT);
    return new ReadBundle(message, contents, List.of());
  }

  private static Function<Binary, Optional<AttachmentContent>> contents(ReadBundle bundle) {
    return binary -> Optional.ofNullable(bundle.contents().get(binary));
  }

  private String xml(ReadBundle bundle) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeXml(bundle.bundle(), contents(bundle), out);
    return out.toString(UTF_8);
  }

  private String withoutAttachments(ReadBundle bundle) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeXml(bundle.bundle(), binary -> Optional.empty(), out);
    return out.toString(UTF_8);
  }

  private String json(ReadBundle bundle) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeJson(bundle.bundle(), contents(bundle), out);
    return out.toString(UTF_8);
  }

  private ReadBundle readXml(String xml) throws IOException {
    return reader.readXml(
        new ByteArrayInputStream(xml.getBytes(UTF_8)),
        AttachmentSink.inMemory(1 << 24),
        read -> read);
  }

  private ReadBundle readJson(String json) throws IOException {
    return reader.readJson(
        new ByteArrayInputStream(json.getBytes(UTF_8)),
        AttachmentSink.inMemory(1 << 24),
        read -> read);
  }
}
