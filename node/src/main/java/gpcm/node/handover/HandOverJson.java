package gpcm.node.handover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import java.util.Optional;
import java.util.function.Function;

/**
 * An item as record systems read it, the same in the feed, in a folder and at a webhook.
 *
 * @param where the way to a file, from the document and the file's place
 */
public record HandOverJson(Function<WorklistFile, Optional<String>> where) {

  /** With addresses of the API, relative to the node's own. */
  public static ObjectNode withAddresses(HandOverItem item) {
    return new HandOverJson(
            file ->
                Optional.of(
                    "/api/v1/worklist/%s/files/%d".formatted(item.entry().id(), file.ordinal())))
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
    ArrayNode files = document.putArray("files");
    // What does not count any more is not to be taken over.
    if (item.kind() == HandOverItem.Kind.DOCUMENT) {
      item.files().forEach(file -> files.add(file(file)));
    }
    return json;
  }

  private ObjectNode file(WorklistFile file) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("title", file.title());
    json.put("contentType", file.contentType());
    json.put("size", file.content().size());
    json.put("sha256", file.content().hash().hex());
    where.apply(file).ifPresent(href -> json.put("href", href));
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
