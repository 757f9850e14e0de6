package gpcm.bench.agreement;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Puts the fields of a message into the order that the XML schema asks for, so that an added
 * element is one change and not two. What the schema does not know stays at the end.
 */
final class SchemaOrder {
  private static final List<String> FIRST =
      List.of(
          "resourceType",
          "id",
          "meta",
          "implicitRules",
          "language",
          "text",
          "contained",
          "extension",
          "modifierExtension");

  private final FhirContext context = FhirContext.forDstu3Cached();

  void sort(ObjectNode resource) {
    String type = resource.path("resourceType").asText();
    sort(resource, context.getResourceDefinition(type));
  }

  private void sort(ObjectNode owner, BaseRuntimeElementDefinition<?> definition) {
    if (owner.path("resourceType").isTextual()
        && !definition.getName().equals(owner.get("resourceType").asText())) {
      sort(owner);
      return;
    }
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      return;
    }
    List<BaseRuntimeChildDefinition> children = new ArrayList<>(composite.getChildren());
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(owner.properties());
    fields.sort(Comparator.comparingInt(field -> rank(field.getKey(), children)));
    owner.removeAll();
    for (Map.Entry<String, JsonNode> field : fields) {
      owner.set(field.getKey(), field.getValue());
      BaseRuntimeChildDefinition child = composite.getChildByName(field.getKey());
      BaseRuntimeElementDefinition<?> inside = inside(field.getKey(), child);
      if (field.getValue() instanceof ArrayNode array) {
        array.forEach(item -> inside(item, inside));
      } else {
        inside(field.getValue(), inside);
      }
    }
  }

  // HAPI has extensions as choices of their own, which it does not find by the name of the field.
  private BaseRuntimeElementDefinition<?> inside(String field, BaseRuntimeChildDefinition child) {
    if (field.equals("extension") || field.equals("modifierExtension")) {
      return context.getElementDefinition("Extension");
    }
    return child == null ? null : child.getChildByName(field);
  }

  private void inside(JsonNode value, BaseRuntimeElementDefinition<?> definition) {
    if (value instanceof ObjectNode object) {
      if (object.has("resourceType")) {
        sort(object);
      } else if (definition != null) {
        sort(object, definition);
      }
    }
  }

  private static int rank(String field, List<BaseRuntimeChildDefinition> children) {
    String name = field.startsWith("_") ? field.substring(1) : field;
    int first = FIRST.indexOf(name);
    // A data type's own text comes where the schema of the type has it.
    boolean resource = children.stream().anyMatch(child -> child.getElementName().equals("meta"));
    if (first >= 0 && (resource || !name.equals("text"))) {
      return first;
    }
    for (int i = 0; i < children.size(); i++) {
      if (children.get(i).getValidChildNames().contains(name)) {
        return FIRST.size() + i;
      }
    }
    return Integer.MAX_VALUE;
  }
}
