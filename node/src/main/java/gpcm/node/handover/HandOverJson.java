package gpcm.node.handover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An item as record systems read it, the same in the feed, in a folder and at a webhook.
 *
 * @param where the way to one of the document's files
 * @param made the way to a file that was made for the item
 */
public record HandOverJson(
    Function<WorklistFile, Optional<String>> where,
    Function<ConfirmedContent.File, Optional<String>> made) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** With addresses of the API, relative to the node's own. */
  public static ObjectNode withAddresses(HandOverItem item) {
    return new HandOverJson(
            file ->
                Optional.of(
                    "/api/v1/worklist/%s/files/%d".formatted(item.entry().id(), file.ordinal())),
            file ->
                Optional.of("/api/v1/handover/%s/files/%d".formatted(item.id(), file.ordinal())))
        .of(item);
  }

  /** The whole item. */
  public ObjectNode of(HandOverItem item) {
    ObjectNode json = standing(item);
    WorklistEntry entry = item.entry();
    ObjectNode document = json.putObject("document");
    document.put("entry", entry.id().toString());
    document.put("state", entry.state().text());
    document.put("useCase", entry.useCase());
    document.put("recipientType", entry.recipientType());
    document.put("title", entry.heading().title());
    entry.heading().version().ifPresent(version -> document.put("version", version));
    document.put("confidential", entry.heading().confidential());
    document
        .putObject("patient")
        .put("nhsNumber", entry.patient().nhsNumber())
        .put("name", entry.patient().name())
        .put("birthDate", entry.patient().birthDate());
    document
        .putObject("sender")
        .put("odsCode", entry.sender().odsCode())
        .put("name", entry.sender().name());
    document.put("encounterId", entry.identifiers().encounterId());
    document.put("documentId", entry.identifiers().documentId());
    entry
        .identifiers()
        .replacesDocumentId()
        .ifPresent(replaced -> document.put("replacesDocumentId", replaced));
    entry.replacedBy().ifPresent(by -> document.put("replacedBy", by.toString()));
    document.put("receivedAt", entry.receivedAt().toString());
    item.confirmed()
        .ifPresent(confirmed -> document.set("codedEntries", read(confirmed.entries())));
    ArrayNode files = document.putArray("files");
    for (WorklistFile file : item.files()) {
      files.add(
          file(
              file.title(),
              file.contentType(),
              file.content().size(),
              file.content().hash().hex(),
              where.apply(file)));
    }
    for (ConfirmedContent.File file :
        item.confirmed().map(ConfirmedContent::files).orElse(List.of())) {
      files.add(
          file(file.title(), file.contentType(), file.size(), file.sha256(), made.apply(file)));
    }
    return json;
  }

  private static JsonNode read(String entries) {
    try {
      return JSON.readTree(entries);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was confirmed is no JSON", e);
    }
  }

  private static ObjectNode file(
      String title, String contentType, long size, String sha256, Optional<String> href) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("title", title);
    json.put("contentType", contentType);
    json.put("size", size);
    json.put("sha256", sha256);
    href.ifPresent(there -> json.put("href", there));
    return json;
  }

  /** What has become of it, without the document. */
  public static ObjectNode standing(HandOverItem item) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", item.id().toString());
    json.put("position", item.position());
    json.put("kind", item.kind().text());
    json.put("organisation", item.entry().organisation());
    json.put("state", item.state().text());
    json.put("times", item.times());
    json.put("offeredAt", item.offeredAt().toString());
    json.put("dueAt", item.due().toString());
    item.answer()
        .ifPresent(
            answer -> {
              json.put("answeredAt", answer.at().toString());
              json.put("answeredBy", answer.by());
              json.put(
                  item.state() == HandOverItem.State.ACCEPTED ? "reference" : "reason",
                  answer.words());
            });
    return json;
  }
}
