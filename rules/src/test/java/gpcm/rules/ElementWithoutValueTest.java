package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** FHIR lets an element say why it has no value. What is found there is nothing, and never null. */
class ElementWithoutValueTest {
  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  @Test
  void a_birth_date_that_is_not_known_is_called_so() {
    Fixture message = Fixture.of(UseCaseKey.CS);
    withoutValue(message.at("patient"), "birthDate");
    assertThat(message.check().rejecting())
        .filteredOn(finding -> finding.path().endsWith("birthDate"))
        .isNotEmpty()
        .extracting(Finding::found)
        .contains("nothing (unknown)")
        .noneMatch(found -> found.contains("null"));
  }

  @Test
  void nowhere_in_a_message_is_a_missing_value_called_null() {
    for (UseCaseKey useCase : List.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)) {
      int places = places(Fixture.of(useCase).tree()).size();
      for (int i = 0; i < places; i++) {
        Fixture message = Fixture.of(useCase);
        Place place = places(message.tree()).get(i);
        place.owner.remove(place.field);
        if (!place.plain) {
          place.owner.set(place.field, emptied(message.tree()));
        } else {
          withoutValue(place.owner, place.field);
        }
        try {
          assertThat(message.check().all())
              .as(place.field)
              .noneMatch(finding -> finding.found().contains("null"));
        } catch (UnreadableMessageException e) {
          // Without its type or its header it is no message, and nothing is found in it.
          assertThat(e.getMessage()).doesNotContain("null");
        }
      }
    }
    assertThat(Fixture.of(UseCaseKey.GE).check(Tolerances.ALL).all()).isEmpty();
  }

  /** A field and whether it is a plain value; else it is an element, which is emptied. */
  private record Place(ObjectNode owner, String field, boolean plain) {}

  private static List<Place> places(JsonNode tree) {
    List<Place> places = new ArrayList<>();
    collect(tree, places);
    return places;
  }

  private static void collect(JsonNode tree, List<Place> places) {
    if (tree instanceof ArrayNode array) {
      array.forEach(item -> collect(item, places));
    } else if (tree instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        boolean plain = field.getValue().isValueNode();
        boolean element = field.getValue().isObject() && !field.getValue().has("resourceType");
        if (!field.getKey().equals("resourceType")
            && !field.getKey().equals("div")
            && (plain || element)) {
          places.add(new Place(object, field.getKey(), plain));
        }
        collect(field.getValue(), places);
      }
    }
  }

  private static ObjectNode emptied(ObjectNode tree) {
    ObjectNode empty = tree.objectNode();
    reason(empty);
    return empty;
  }

  private static void withoutValue(ObjectNode owner, String field) {
    owner.remove(field);
    reason(owner.putObject("_" + field));
  }

  private static void reason(ObjectNode element) {
    element.putArray("extension").addObject().put("url", ABSENT).put("valueCode", "unknown");
  }
}
