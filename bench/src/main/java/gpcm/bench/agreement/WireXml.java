package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Writes FHIR's JSON as its XML without knowing any type, so that whatever was broken stays broken
 * the same way: no reading and writing of the project stands between.
 */
final class WireXml {
  /** What has its id, and an extension its url, as an attribute. */
  private enum Owner {
    RESOURCE,
    ELEMENT,
    EXTENSION;

    boolean attribute(String name, JsonNode value) {
      return value.isTextual()
          && ((this != RESOURCE && name.equals("id")) || (this == EXTENSION && name.equals("url")));
    }
  }

  private final StringBuilder xml = new StringBuilder();

  private WireXml() {}

  static String of(ObjectNode resource) {
    WireXml writer = new WireXml();
    writer.xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    writer.resource(resource, " xmlns=\"http://hl7.org/fhir\"");
    return writer.xml.toString();
  }

  private void resource(ObjectNode resource, String namespace) {
    String type = resource.path("resourceType").asText();
    xml.append('<').append(type).append(namespace).append('>');
    fields(resource, Owner.RESOURCE);
    xml.append("</").append(type).append('>');
  }

  private void fields(ObjectNode owner, Owner kind) {
    for (Map.Entry<String, JsonNode> field : owner.properties()) {
      String name = field.getKey();
      if (name.equals("resourceType")
          || name.startsWith("_")
          || kind.attribute(name, field.getValue())) {
        continue;
      }
      if (field.getValue().isArray()) {
        int at = 0;
        for (JsonNode item : field.getValue()) {
          element(name, item, owner.path("_" + name).path(at++));
        }
      } else {
        element(name, field.getValue(), owner.path("_" + name));
      }
    }
    for (Map.Entry<String, JsonNode> field : owner.properties()) {
      String bare = field.getKey().startsWith("_") ? field.getKey().substring(1) : "";
      if (!bare.isEmpty() && !owner.has(bare)) {
        element(bare, owner.nullNode(), field.getValue());
      }
    }
  }

  private void element(String name, JsonNode value, JsonNode companion) {
    if (name.equals("div") && value.isTextual()) {
      xml.append(value.asText());
      return;
    }
    xml.append('<').append(name);
    if (value instanceof ObjectNode object) {
      if (object.has("resourceType")) {
        xml.append('>');
        resource(object, "");
      } else {
        Owner kind = name.endsWith("xtension") ? Owner.EXTENSION : Owner.ELEMENT;
        for (String attribute : List.of("id", "url")) {
          if (kind.attribute(attribute, object.path(attribute))) {
            attribute(attribute, object.get(attribute).asText());
          }
        }
        xml.append('>');
        fields(object, kind);
      }
    } else {
      if (!value.isNull()) {
        attribute("value", value.asText());
      }
      xml.append('>');
      if (companion instanceof ObjectNode more) {
        fields(more, Owner.ELEMENT);
      }
    }
    xml.append("</").append(name).append('>');
  }

  private void attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '&' -> xml.append("&amp;");
        case '"' -> xml.append("&quot;");
        case '\t', '\n', '\r' -> xml.append("&#").append((int) c).append(';');
        default -> xml.append(c);
      }
    }
    xml.append('"');
  }
}
