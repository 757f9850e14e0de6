package gpcm.audit.fhir;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What it was about: the patient, the data or the query, the request. */
final class Entities {
  private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
  private static final Code PERSON = Code.terminology("audit-entity-type", "1", "Person");
  private static final Code OBJECT = Code.terminology("audit-entity-type", "2", "System Object");
  private static final Code PATIENT = Code.terminology("object-role", "1", "Patient");
  private static final Code RESOURCE = Code.terminology("object-role", "4", "Domain Resource");
  private static final Code QUERY = Code.terminology("object-role", "24", "Query");
  private static final Code REQUEST =
      new Code(
          "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
          "XrequestId",
          "X-Request-Id");

  private Entities() {}

  static List<Map<String, Object>> of(AuditEntry entry, Shape shape, Optional<Patient> about) {
    List<Map<String, Object>> entities = new ArrayList<>();
    about.flatMap(Entities::patient).ifPresent(entities::add);
    if (shape.kind() == Shape.Kind.QUERY) {
      entities.add(query(entry));
    } else if (shape.kind() != Shape.Kind.PLAIN || !entry.data().equals(Data.NONE)) {
      entities.add(data(entry));
    }
    entry
        .place()
        .requestId()
        .ifPresent(
            id -> {
              Map<String, Object> request = new LinkedHashMap<>();
              request.put("what", Map.of("identifier", Map.of("value", id)));
              request.put("type", REQUEST.coding());
              entities.add(request);
            });
    return entities;
  }

  private static Optional<Map<String, Object>> patient(Patient patient) {
    Optional<Map<String, Object>> identifier =
        patient
            .nhsNumber()
            .map(number -> Agents.identifier(NHS_NUMBER, number))
            .or(() -> patient.localId().map(id -> Map.of("value", id)));
    return identifier.map(
        known -> {
          Map<String, Object> what = new LinkedHashMap<>();
          what.put("type", "Patient");
          what.put("identifier", known);
          Map<String, Object> entity = new LinkedHashMap<>();
          entity.put("what", what);
          entity.put("type", PERSON.coding());
          entity.put("role", PATIENT.coding());
          return entity;
        });
  }

  private static Map<String, Object> query(AuditEntry entry) {
    String asked = entry.query().orElse("");
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("type", OBJECT.coding());
    entity.put("role", QUERY.coding());
    entry.place().screen().ifPresent(screen -> entity.put("description", screen));
    // Base64 of nothing is no base64 in FHIR.
    entity.put(
        "query",
        Base64.getEncoder()
            .encodeToString((asked.isEmpty() ? "?" : asked).getBytes(StandardCharsets.UTF_8)));
    return entity;
  }

  private static Map<String, Object> data(AuditEntry entry) {
    Data data = entry.data();
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("what", what(data));
    entity.put("type", OBJECT.coding());
    entity.put("role", RESOURCE.coding());
    data.confidentiality()
        .ifPresent(
            code -> {
              Map<String, Object> label = new LinkedHashMap<>();
              label.put("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality");
              label.put("code", code);
              entity.put("securityLabel", List.of(label));
            });
    List<Map<String, Object>> details = new ArrayList<>();
    detail(details, "MessageHeader.id", data.messageId());
    detail(details, "document", data.documentId());
    detail(details, "version", data.documentVersion());
    if (data.attachment().isPresent()) {
      detail(details, "attachment", Optional.of(Integer.toString(data.attachment().getAsInt())));
    }
    detail(details, "sha256", data.contentHash());
    detail(details, "before", entry.change().before());
    detail(details, "after", entry.change().after());
    detail(details, "reason", entry.reason());
    detail(details, "action", Optional.of(entry.action().code()));
    entity.put("detail", details);
    return entity;
  }

  private static Map<String, Object> what(Data data) {
    Optional<UUID> caseId = data.caseId();
    if (caseId.isPresent()) {
      return Map.of(
          "identifier", Agents.identifier("urn:ietf:rfc:3986", "urn:uuid:" + caseId.get()));
    }
    return data.documentId()
        .or(data::messageId)
        .<Map<String, Object>>map(id -> Map.of("identifier", Map.of("value", id)))
        .orElseGet(() -> Map.of("display", "no document"));
  }

  private static void detail(
      List<Map<String, Object>> details, String type, Optional<String> value) {
    value
        .filter(text -> !text.isBlank())
        .ifPresent(
            text -> {
              Map<String, Object> detail = new LinkedHashMap<>();
              detail.put("type", type);
              detail.put("valueString", text);
              details.add(detail);
            });
  }
}
