package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedDetail;
import gpcm.node.coded.CodedDecision;
import gpcm.node.coded.CodedItem;

/** Coded entries as the API has them. */
final class CodedJson {
  private CodedJson() {}

  static ObjectNode item(CodedItem item, boolean originals) {
    CodedContent content = item.content();
    ObjectNode json = ApiJson.object();
    json.put("n", item.ordinal());
    json.put("kind", item.kind().text());
    json.put("state", item.state().text());
    json.set("code", concept(content.concept()));
    put(json, "value", content.value());
    put(json, "unit", content.unit());
    put(json, "from", content.from());
    put(json, "until", content.until());
    put(json, "recorded", content.recorded());
    put(json, "status", content.status());
    json.put("saidBy", content.saidBy().text());
    put(json, "author", content.author());
    put(json, "section", content.section());
    json.put("resourceType", content.resourceType());
    put(json, "resourceId", content.resourceId());
    ArrayNode details = json.putArray("details");
    for (CodedDetail detail : content.details()) {
      ObjectNode row = details.addObject();
      row.put("label", detail.label());
      put(row, "value", detail.value());
      if (detail.depth() > 0) {
        row.put("depth", detail.depth());
      }
    }
    if (originals) {
      put(json, "original", content.original());
    }
    item.decision().ifPresent(decision -> json.set("decision", decision(decision)));
    return json;
  }

  private static ObjectNode decision(CodedDecision decision) {
    ObjectNode json = ApiJson.object();
    json.put("by", decision.name());
    json.put("at", decision.at().toString());
    decision.reason().ifPresent(reason -> json.put("reason", reason));
    decision.instead().ifPresent(code -> json.set("code", concept(code)));
    decision
        .earlier()
        .ifPresent(
            earlier -> {
              ObjectNode in = json.putObject("earlierVersion");
              in.put("entry", earlier.entry().toString());
              earlier.version().ifPresent(version -> in.put("version", version));
            });
    return json;
  }

  static ObjectNode concept(CodedConcept concept) {
    ObjectNode json = ApiJson.object();
    put(json, "system", concept.system());
    put(json, "code", concept.code());
    json.put("display", concept.display());
    return json;
  }

  private static void put(ObjectNode json, String field, String value) {
    if (!value.isEmpty()) {
      json.put(field, value);
    }
  }
}
