package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Changes to whole elements. */
final class ElementChanges {
  private static final String FOREIGN = "https://example.org/fhir/StructureDefinition/meaning";

  private ElementChanges() {}

  static Optional<String> delete(MessageTree tree) {
    return tree.place(place -> !place.path().equals("Bundle"))
        .map(
            place -> {
              place.remove();
              return place.path();
            });
  }

  /** A list item once more, or a second value where there can be one. */
  static Optional<String> duplicate(MessageTree tree) {
    boolean item = tree.random().nextInt(4) > 0;
    return tree.place(place -> place.index() >= 0 == item && !place.path().equals("Bundle"))
        .map(
            place -> {
              if (place.parent() instanceof ArrayNode array) {
                array.insert(place.index(), place.value().deepCopy());
              } else {
                JsonNode value = place.value();
                place.put(place.owner().arrayNode().add(value).add(value.deepCopy()));
              }
              return place.path();
            });
  }

  static Optional<String> unknownElement(MessageTree tree) {
    return tree.object(place -> true)
        .map(
            place -> {
              ((ObjectNode) place.value()).put("colour", "green");
              return place.path() + ".colour";
            });
  }

  /** A choice of types becomes another one of FHIR's. */
  static Optional<String> anotherType(MessageTree tree) {
    List<String> endings =
        List.of("String", "Boolean", "Coding", "CodeableConcept", "Reference", "DateTime", "Uri");
    return tree.place(
            place ->
                place.index() < 0
                    && endings.stream().anyMatch(ending -> place.field().endsWith(ending))
                    && Character.isLowerCase(place.field().charAt(0)))
        .map(
            place -> {
              String ending =
                  endings.stream().filter(e -> place.field().endsWith(e)).findFirst().orElseThrow();
              String stem = place.field().substring(0, place.field().length() - ending.length());
              String other = stem + (ending.equals("String") ? "Integer" : "String");
              place.remove();
              if (ending.equals("String")) {
                place.owner().put(other, 7);
              } else {
                place.owner().put(other, "words");
              }
              return place.path() + " as " + other;
            });
  }

  static Optional<String> modifierExtension(MessageTree tree) {
    return tree.object(place -> modifiable(place))
        .map(
            place -> {
              ((ObjectNode) place.value())
                  .putArray("modifierExtension")
                  .addObject()
                  .put("url", FOREIGN)
                  .put("valueBoolean", true);
              return place.path() + ".modifierExtension";
            });
  }

  /** A resource but Bundle and Binary, or one of its own elements. */
  private static boolean modifiable(ValuePlace place) {
    String path = place.path();
    if (path.startsWith("Bundle") || path.startsWith("Binary")) {
      return path.equals("Bundle.entry");
    }
    return !path.contains(".")
        || List.of(
                "Patient.contact",
                "Composition.section",
                "Composition.attester",
                "Composition.relatesTo",
                "Observation.component",
                "AllergyIntolerance.reaction",
                "FamilyMemberHistory.condition",
                "MessageHeader.source",
                "List.entry",
                "QuestionnaireResponse.item")
            .contains(path);
  }

  static Optional<String> implicitRules(MessageTree tree) {
    return tree.object(place -> place.value().has("resourceType"))
        .map(
            place -> {
              ((ObjectNode) place.value()).put("implicitRules", "https://example.org/fhir/rules");
              return place.path() + ".implicitRules";
            });
  }
}
