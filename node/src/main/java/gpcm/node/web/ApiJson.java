package gpcm.node.web;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertClosing;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.OutboxDocument;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The API's JSON forms, written out one by one so that they change only on purpose. See
 * openapi.json.
 */
final class ApiJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ApiJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static void answer(Context context, JsonNode json) {
    answer(context, "application/json", json);
  }

  static void answer(Context context, String contentType, JsonNode json) {
    Trail.requireWritten(context);
    byte[] bytes = bytes(json);
    context.header("Content-Length", Integer.toString(bytes.length));
    context.contentType(contentType).result(bytes);
  }

  static byte[] bytes(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of values can always be written", e);
    }
  }

  /** Strictly: one value in UTF-8, no key twice, nothing after it. */
  static JsonNode read(byte[] bytes) throws JsonProcessingException {
    try {
      JsonNode json =
          MAPPER.readTree(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      if (json.isMissingNode()) {
        throw new JsonParseException(null, "nothing");
      }
      return json;
    } catch (CharacterCodingException e) {
      throw new JsonParseException(null, "not UTF-8", e);
    }
  }

  static ObjectNode document(OutboxDocument document) {
    ObjectNode json = object();
    json.put("id", document.id().toString());
    json.put("organisation", document.organisation());
    json.put("useCase", document.useCase());
    json.put("state", document.state().text());
    json.put("encounterId", document.encounter().id());
    json.put("version", document.encounter().version());
    document.encounter().replaces().ifPresent(id -> json.put("replaces", id));
    json.put("confidential", document.confidential());
    json.put("restrictedPatient", document.restrictedPatient());
    json.putObject("patient")
        .put("nhsNumber", document.patient().nhsNumber())
        .put("name", document.patient().name())
        .put("birthDate", document.patient().birthDate().toString());
    json.put("registeredPractice", document.patient().registeredPractice());
    json.put("recipient", document.addressee().organisation());
    json.put("recipientType", document.addressee().recipientType());
    document.addressee().copyOf().ifPresent(id -> json.put("copyOf", id.toString()));
    json.put("occurredAt", document.encounter().occurredAt().toString());
    json.put("subject", document.subject());
    document.identifiers().messageId().ifPresent(id -> json.put("messageId", id));
    document.identifiers().documentId().ifPresent(id -> json.put("documentId", id));
    document.identifiers().meshMessageId().ifPresent(id -> json.put("meshMessageId", id));
    document
        .acknowledgements()
        .infrastructure()
        .ifPresent(code -> json.put("infrastructureCode", code));
    document.acknowledgements().business().ifPresent(code -> json.put("businessCode", code));
    document.failure().ifPresent(failure -> json.put("failure", failure));
    document
        .progress()
        .mesh()
        .ifPresent(
            mesh ->
                json.putObject("mesh")
                    .put("standing", mesh.standing().text())
                    .put("words", mesh.standing().words())
                    .put("askedAt", mesh.at().toString()));
    document.progress().waitsUntil().ifPresent(at -> json.put("waitsUntil", at.toString()));
    document
        .progress()
        .held()
        .ifPresent(
            held ->
                json.putObject("held")
                    .put("kind", held.kind().text())
                    .put("since", held.since().toString()));
    json.put("acceptedAt", document.acceptedAt().toString());
    json.put("updatedAt", document.updatedAt().toString());
    return json;
  }

  static ArrayNode documentFiles(OutboxDocument document, List<DocumentFile> files) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (DocumentFile file : files) {
      json.addObject()
          .put("title", file.title())
          .put("fileName", file.fileName())
          .put("contentType", file.contentType())
          .put("size", file.content().size())
          .put("sha256", file.content().hash().hex())
          .put("report", file.report())
          .put("href", "/api/v1/documents/%s/files/%d".formatted(document.id(), file.ordinal()));
    }
    return json;
  }

  static ObjectNode entry(WorklistEntry entry) {
    ObjectNode json = object();
    json.put("id", entry.id().toString());
    json.put("organisation", entry.organisation());
    json.put("state", entry.state().text());
    json.put("useCase", entry.useCase());
    json.put("recipientType", entry.recipientType());
    json.put("subject", entry.heading().subject());
    json.put("title", entry.heading().title());
    entry.heading().version().ifPresent(version -> json.put("version", version));
    json.put("confidential", entry.heading().confidential());
    json.put("restrictedPatient", entry.restrictedPatient());
    json.putObject("patient")
        .put("nhsNumber", entry.patient().nhsNumber())
        .put("name", entry.patient().name())
        .put("birthDate", entry.patient().birthDate());
    json.putObject("sender")
        .put("odsCode", entry.sender().odsCode())
        .put("name", entry.sender().name());
    json.put("encounterId", entry.identifiers().encounterId());
    json.put("messageId", entry.identifiers().messageId());
    json.put("documentId", entry.identifiers().documentId());
    entry.identifiers().replacesDocumentId().ifPresent(id -> json.put("replacesDocumentId", id));
    entry.replacedBy().ifPresent(id -> json.put("replacedBy", id.toString()));
    ArrayNode warnings = json.putArray("warnings");
    entry.warnings().forEach(warnings::add);
    json.put("receivedAt", entry.receivedAt().toString());
    return json;
  }

  static ArrayNode entryFiles(WorklistEntry entry, List<WorklistFile> files) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (WorklistFile file : files) {
      json.addObject()
          .put("title", file.title())
          .put("contentType", file.contentType())
          .put("size", file.content().size())
          .put("sha256", file.content().hash().hex())
          .put("href", "/api/v1/worklist/%s/files/%d".formatted(entry.id(), file.ordinal()));
    }
    return json;
  }

  static ArrayNode timeline(List<TimelineEvent> events) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (TimelineEvent event : events) {
      json.addObject()
          .put("at", event.at().toString())
          .put("kind", event.kind())
          .put("detail", event.detail());
    }
    return json;
  }

  static ObjectNode alert(Alert alert) {
    ObjectNode json = object();
    json.put("id", alert.id());
    json.put("organisation", alert.organisation());
    json.put("kind", alert.kind().name().toLowerCase(Locale.ROOT));
    json.put("withheld", alert.withheld());
    alert.document().ifPresent(id -> json.put("document", id.toString()));
    alert.answer().ifPresent(id -> json.put("answer", id.toString()));
    json.put("title", alert.title());
    json.put("whatHappened", alert.whatHappened());
    json.put("whatToDo", alert.whatToDo());
    json.put("times", alert.times());
    json.put("raisedAt", alert.raisedAt().toString());
    json.put("lastAt", alert.lastAt().toString());
    json.put("severity", alert.severity().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    alert.closing().ifPresent(closing -> json.set("closed", closing(closing)));
    alert.before().ifPresent(closing -> json.set("closedBefore", closing(closing)));
    return json;
  }

  private static ObjectNode closing(AlertClosing closing) {
    ObjectNode json = object().put("at", closing.at().toString()).put("by", closing.by());
    closing.outcome().ifPresent(outcome -> json.put("outcome", outcome.text()));
    return closing.text().isEmpty() ? json : json.put("text", closing.text());
  }
}
