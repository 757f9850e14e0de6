package gpcm.bench.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.bench.agreement.MutationKind.Change;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Changes that neither FHIR nor a requirement forbids: whatever finds a fault after one of them is
 * too strict. Some change a message wherever they can, so that a rule on any element shows; the
 * others are those of {@code changes.txt}, such as each other code that a requirement allows.
 */
final class HarmlessChanges {
  private static final String OWN = "https://example.org/fhir/";
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Set<String> UNORDERED =
      Set.of("identifier", "coding", "telecom", "address", "extension", "note", "category");

  /** They have no narrative and no extensions. */
  private static final Set<String> PLAIN = Set.of("Bundle", "Binary");

  /** Which their profiles bind to one coding or to a list of codes; extensions do so, too. */
  private static final Set<String> BOUND =
      Set.of("Encounter.type", "Condition.category", "Medication.code");

  private static final List<Change> ALL =
      Stream.concat(
              Stream.<Change>of(
                  HarmlessChanges::entriesInAnotherOrder,
                  HarmlessChanges::listsInAnotherOrder,
                  HarmlessChanges::otherIds,
                  HarmlessChanges::anotherOffset,
                  HarmlessChanges::fractionsOfSeconds,
                  HarmlessChanges::extensions,
                  HarmlessChanges::idsOfElements,
                  HarmlessChanges::languages,
                  HarmlessChanges::narratives,
                  HarmlessChanges::versions,
                  HarmlessChanges::codingsOfTheirOwn,
                  HarmlessChanges::identifiersOfTheirOwn,
                  HarmlessChanges::moreNames,
                  HarmlessChanges::moreTelecoms),
              ListedChanges.of("harmless").stream())
          .toList();

  private HarmlessChanges() {}

  static List<Change> all() {
    return ALL;
  }

  /** One of them, at random. */
  static Optional<String> make(MessageTree tree) {
    List<Change> mixed = new ArrayList<>(ALL);
    Collections.shuffle(mixed, tree.random());
    return mixed.stream().map(change -> change.make(tree)).flatMap(Optional::stream).findFirst();
  }

  /** But for the first, which has to stay. */
  private static Optional<String> entriesInAnotherOrder(MessageTree tree) {
    for (ObjectNode bundle : tree.bundles()) {
      ArrayNode entries = tree.entries(bundle);
      for (int i = entries.size() - 1; i > 0; i--) {
        entries.add(entries.remove(i));
      }
    }
    return Optional.of("the entries after the first in another order");
  }

  private static Optional<String> listsInAnotherOrder(MessageTree tree) {
    return everywhere(
        tree,
        "the other way round",
        place -> place.index() == 0 && UNORDERED.contains(place.field()),
        place -> {
          ArrayNode list = (ArrayNode) place.parent();
          for (int i = list.size() - 1; i >= 0; i--) {
            list.add(list.remove(i));
          }
        });
  }

  private static Optional<String> otherIds(MessageTree tree) {
    String renamed =
        ID.matcher(tree.root().toString())
            .replaceAll(
                id ->
                    UUID.nameUUIDFromBytes(id.group().getBytes(StandardCharsets.UTF_8)).toString());
    try {
      tree.root().setAll((ObjectNode) JsonMapper.builder().build().readTree(renamed));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is JSON, whatever its ids", e);
    }
    return Optional.of("every id becomes another");
  }

  private static Optional<String> anotherOffset(MessageTree tree) {
    return moments(
        tree, moment -> moment.withOffsetSameInstant(ZoneOffset.ofHoursMinutes(-3, -30)));
  }

  private static Optional<String> fractionsOfSeconds(MessageTree tree) {
    return moments(tree, moment -> moment.withNano(120_000_000));
  }

  private static Optional<String> moments(MessageTree tree, UnaryOperator<OffsetDateTime> change) {
    return everywhere(
        tree,
        "as another text",
        place -> MOMENT.matcher(place.value().asText()).matches(),
        place ->
            place.put(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    change.apply(OffsetDateTime.parse(place.value().asText())))));
  }

  private static Optional<String> extensions(MessageTree tree) {
    return everywhere(
        tree,
        "with an extension of its own",
        place ->
            place.value().isObject()
                && !place.field().equals("extension")
                && !PLAIN.contains(place.path()),
        place ->
            more(place, "extension")
                .addObject()
                .put("url", OWN + "StructureDefinition/own")
                .put("valueString", "own"));
  }

  private static Optional<String> idsOfElements(MessageTree tree) {
    return everywhere(
        tree,
        "with an id",
        place -> place.value().isObject() && !isResource(place),
        place ->
            object(place).put("id", "part-" + Long.toUnsignedString(tree.random().nextLong())));
  }

  private static Optional<String> languages(MessageTree tree) {
    return everywhere(
        tree,
        "in Welsh",
        HarmlessChanges::isResource,
        place -> object(place).put("language", "cy"));
  }

  /** The Composition's is asked for. */
  private static Optional<String> narratives(MessageTree tree) {
    return everywhere(
        tree,
        "with a narrative",
        place ->
            isResource(place)
                && !PLAIN.contains(place.path())
                && !place.path().equals("Composition"),
        place ->
            object(place)
                .putObject("text")
                .put("status", "additional")
                .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Words</p></div>"));
  }

  private static Optional<String> versions(MessageTree tree) {
    return everywhere(
        tree,
        "with its version",
        place -> place.field().equals("meta"),
        place -> {
          object(place).put("versionId", "3").put("lastUpdated", "2026-11-27T11:59:00Z");
          more(place, "tag").addObject().put("system", OWN + "tags").put("code", "own");
        });
  }

  private static Optional<String> codingsOfTheirOwn(MessageTree tree) {
    return everywhere(
        tree,
        "with a coding of its own",
        place ->
            place.value().path("coding").isArray()
                && !place.field().startsWith("value")
                && !BOUND.contains(place.path()),
        place ->
            more(place, "coding")
                .addObject()
                .put("system", OWN + "codes")
                .put("code", "own")
                .put("display", "Own"));
  }

  private static Optional<String> identifiersOfTheirOwn(MessageTree tree) {
    return everywhere(
        tree,
        "with an identifier of its own",
        place -> place.value().path("identifier").isArray(),
        place ->
            more(place, "identifier")
                .addObject()
                .put("system", OWN + "ids")
                .put("value", "of-" + place.value().path("id").asText()));
  }

  private static Optional<String> moreNames(MessageTree tree) {
    return everywhere(
        tree,
        "with a nickname",
        place -> Set.of("Patient", "Practitioner").contains(place.path()),
        place -> more(place, "name").addObject().put("use", "nickname").put("text", "Ally"));
  }

  private static Optional<String> moreTelecoms(MessageTree tree) {
    return everywhere(
        tree,
        "with another telecom before it",
        place -> isResource(place) && place.value().path("telecom").isArray(),
        place ->
            more(place, "telecom")
                .insertObject(0)
                .put("system", "email")
                .put("value", "more@sampleton.example"));
  }

  /** Changes every place that fits. */
  private static Optional<String> everywhere(
      MessageTree tree, String what, Predicate<ValuePlace> which, Consumer<ValuePlace> change) {
    List<ValuePlace> fitting = tree.places().stream().filter(which).toList();
    fitting.forEach(change);
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.size() + " times " + what + ", first " + fitting.getFirst().path());
  }

  private static boolean isResource(ValuePlace place) {
    return place.value().has("resourceType");
  }

  private static ObjectNode object(ValuePlace place) {
    return (ObjectNode) place.value();
  }

  private static ArrayNode more(ValuePlace place, String list) {
    JsonNode there = place.value().path(list);
    return there instanceof ArrayNode array ? array : object(place).putArray(list);
  }
}
