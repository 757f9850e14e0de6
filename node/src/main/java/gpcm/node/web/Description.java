package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.DocumentJson;
import java.util.Map;

/**
 * The API's description (OpenAPI), with the schema of what is handed in as the reader's own file
 * has it, so that there is one of them.
 */
final class Description {
  private static final String ROOT = "Submission";
  private static final String HERE = "#/$defs/";
  private static final String THERE = "#/components/schemas/";

  private Description() {}

  static byte[] openApi() {
    try {
      ObjectNode description = (ObjectNode) ApiJson.read(Resources.read("openapi.json"));
      ObjectNode schemas = (ObjectNode) description.at("/components/schemas");
      JsonNode definitions = ApiJson.read(DocumentJson.schema()).path("$defs");
      for (Map.Entry<String, JsonNode> definition : definitions.properties()) {
        schemas.set(name(definition.getKey()), moved(definition.getValue()));
      }
      return ApiJson.bytes(description);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the program's own files are JSON", e);
    }
  }

  private static String name(String definition) {
    return definition.equals(ROOT) ? ROOT : ROOT + "." + definition;
  }

  private static JsonNode moved(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode all = ApiJson.object().arrayNode();
      array.forEach(each -> all.add(moved(each)));
      return all;
    }
    if (!(node instanceof ObjectNode)) {
      return node;
    }
    ObjectNode object = ApiJson.object();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String text = field.getValue().isTextual() ? field.getValue().textValue() : "";
      if (field.getKey().equals("$ref") && text.startsWith(HERE)) {
        object.put("$ref", THERE + name(text.substring(HERE.length())));
      } else {
        object.set(field.getKey(), moved(field.getValue()));
      }
    }
    return object;
  }
}
