package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** A message as a JSON tree that can be changed, with the seeded choice of where. One thread. */
final class MessageTree {
  private final ObjectNode root;
  private final Random random;

  MessageTree(ObjectNode root, Random random) {
    this.root = root;
    this.random = random;
  }

  ObjectNode root() {
    return root;
  }

  Random random() {
    return random;
  }

  /** One of these, at random. */
  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A random place that fits; empty when none does. */
  Optional<ValuePlace> place(Predicate<ValuePlace> which) {
    List<ValuePlace> fitting = places().stream().filter(which).toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(oneOf(fitting));
  }

  /** A random object that fits: resources are among them. */
  Optional<ValuePlace> object(Predicate<ValuePlace> which) {
    return place(place -> place.value().isObject() && which.test(place));
  }

  /** Every value that stands in the message, containers too. */
  List<ValuePlace> places() {
    List<ValuePlace> places = new ArrayList<>();
    walk(root, "Bundle", places);
    return places;
  }

  private static void walk(ObjectNode owner, String path, List<ValuePlace> places) {
    for (Map.Entry<String, JsonNode> field : owner.properties()) {
      String name = field.getKey();
      if (name.equals("resourceType")) {
        continue;
      }
      if (field.getValue() instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          place(new ValuePlace(array, owner, name, i, path + "." + name), places);
        }
      } else {
        place(new ValuePlace(owner, owner, name, -1, path + "." + name), places);
      }
    }
  }

  private static void place(ValuePlace place, List<ValuePlace> places) {
    JsonNode type = place.value().path("resourceType");
    ValuePlace named =
        type.isTextual()
            ? new ValuePlace(
                place.parent(), place.owner(), place.field(), place.index(), type.asText())
            : place;
    places.add(named);
    if (named.value() instanceof ObjectNode object) {
      walk(object, named.path(), places);
    }
  }

  /** The two bundles: the message and its document. */
  List<ObjectNode> bundles() {
    List<ObjectNode> bundles = new ArrayList<>(List.of(root));
    for (ValuePlace place : places()) {
      if (place.path().equals("Bundle") && place.value() instanceof ObjectNode bundle) {
        bundles.add(bundle);
      }
    }
    return bundles;
  }

  ArrayNode entries(ObjectNode bundle) {
    return (ArrayNode) bundle.get("entry");
  }

  /** A bundle and one of its entries. */
  ObjectNode entry(ObjectNode bundle) {
    ArrayNode entries = entries(bundle);
    return (ObjectNode) entries.get(random.nextInt(entries.size()));
  }

  /** The objects a reference can name, with their full URLs. */
  List<ObjectNode> targets() {
    List<ObjectNode> all = new ArrayList<>();
    for (ObjectNode bundle : bundles()) {
      entries(bundle).forEach(entry -> all.add((ObjectNode) entry));
    }
    return all;
  }
}
