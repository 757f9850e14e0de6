package gpcm.cli.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.sending.OutboxDocument;
import java.time.Duration;
import java.util.List;

/**
 * The story as one JSON object, for programs.
 *
 * @param documents what was handed in, as it ended
 * @param staff what people did
 * @param scenes what came between
 * @param open what was left for whoever looks on
 * @param mails what was mailed
 */
record DemoSummary(
    List<OutboxDocument> documents,
    List<DemoWork.Done> staff,
    List<DemoScenes.Scene> scenes,
    List<DemoOpenWork.Item> open,
    List<DemoMail.Letter> mails) {
  /** The object as text. */
  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode handedIn = root.putArray("documents");
    documents.forEach(document -> put(document, handedIn.addObject()));
    ArrayNode acts = root.putArray("staff");
    staff.forEach(act -> acts.addObject().put("who", act.who()).put("did", act.what()));
    ArrayNode shown = root.putArray("scenes");
    scenes.forEach(
        scene ->
            shown
                .addObject()
                .put("scene", scene.name())
                .put("happened", scene.happened())
                .put("what", scene.words()));
    ArrayNode left = root.putArray("open");
    open.forEach(
        item ->
            left.addObject()
                .put("work", item.name())
                .put("open", item.there())
                .put("who", item.whose().description())
                .put("page", item.page())
                .put("what", item.words()));
    ArrayNode sent = root.putArray("mails");
    mails.forEach(
        letter ->
            sent.addObject()
                .put("to", letter.to())
                .put("subject", letter.subject())
                .put("text", letter.text()));
    return root.toString();
  }

  private static void put(OutboxDocument document, ObjectNode json) {
    json.put("messageId", document.identifiers().messageId().orElse(null));
    json.put("documentId", document.identifiers().documentId().orElse(null));
    json.put("useCase", document.useCase());
    json.put("recipientType", document.addressee().recipientType());
    json.put("state", document.state().text());
    json.put("infrastructure", document.acknowledgements().infrastructure().orElse(null));
    json.put("business", document.acknowledgements().business().orElse(null));
    json.put("milliseconds", milliseconds(document));
  }

  /** How long it took from being handed in to its end. */
  static long milliseconds(OutboxDocument document) {
    return Duration.between(document.acceptedAt(), document.updatedAt()).toMillis();
  }
}
