package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where a value stands in the JSON tree of a message.
 *
 * @param parent the object or array that holds it
 * @param owner the object that has the field, whether the value stands in it or in its array
 * @param field the field's name
 * @param index where in the field's array; -1 when it is no array
 * @param path the way from the resource, such as {@code Patient.telecom.system}
 */
record ValuePlace(ContainerNode<?> parent, ObjectNode owner, String field, int index, String path) {
  JsonNode value() {
    return index < 0 ? parent.get(field) : parent.get(index);
  }

  /** Puts another value here. */
  void put(JsonNode value) {
    if (parent instanceof ArrayNode array) {
      array.set(index, value);
    } else {
      owner.set(field, value);
    }
  }

  void put(String text) {
    put(owner.textNode(text));
  }

  /** Takes the value away, and the array that is empty then. */
  void remove() {
    if (parent instanceof ArrayNode array) {
      array.remove(index);
      if (array.isEmpty()) {
        owner.remove(field);
      }
    } else {
      owner.remove(field);
    }
  }
}
