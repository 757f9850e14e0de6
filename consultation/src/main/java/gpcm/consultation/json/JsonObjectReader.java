package gpcm.consultation.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads the fields of one JSON object. Each method notes what is wrong and answers empty, so that
 * one reading finds every problem; {@link #build} then makes the value only when nothing was wrong.
 * Not thread-safe.
 */
final class JsonObjectReader {
  private static final String ASK = "Add it";

  private final ObjectNode object;
  private final JsonPointer at;
  private final JsonProblems problems;
  private final int before;
  private final Set<String> known = new LinkedHashSet<>();

  private JsonObjectReader(ObjectNode object, JsonPointer at, JsonProblems problems) {
    this.object = object;
    this.at = at;
    this.problems = problems;
    this.before = problems.count();
  }

  /** Reads an object, or notes that it is none. */
  static <T> Optional<T> object(
      JsonNode node,
      JsonPointer at,
      JsonProblems problems,
      Function<JsonObjectReader, Optional<T>> reader) {
    if (node instanceof ObjectNode object) {
      JsonObjectReader fields = new JsonObjectReader(object, at, problems);
      return reader.apply(fields);
    }
    problems.add(at, node, "must be an object", "Put its fields between braces");
    return Optional.empty();
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** Takes a field that is not there for this number. */
  void suppose(String name, int value) {
    if (!present(name)) {
      object.put(name, value);
    }
  }

  /** A field that must be there, whoever reads it. */
  void require(String name) {
    if (!present(name)) {
      missing(name);
    }
  }

  /** A text field that must be there, checked and turned into a value by {@code parse}. */
  <T> Optional<T> required(String name, Function<String, T> parse) {
    return present(name) ? optional(name, parse) : missing(name);
  }

  /** A text field that may be absent. */
  <T> Optional<T> optional(String name, Function<String, T> parse) {
    JsonNode node = take(name);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      return wrong(name, node, "must be text", "Put it in quotation marks");
    }
    return checked(name, node, () -> parse.apply(node.textValue()));
  }

  Optional<Integer> requiredNumber(String name, Function<Integer, Integer> check) {
    JsonNode node = take(name);
    if (node.isMissingNode()) {
      return missing(name);
    }
    if (!node.isIntegralNumber()) {
      return wrong(
          name,
          node,
          "must be a whole number",
          node.isTextual() ? "Send digits without quotation marks" : "Send digits only");
    }
    if (!node.canConvertToInt()) {
      return wrong(
          name, node, "must be a whole number up to " + Integer.MAX_VALUE, "Send a smaller number");
    }
    return checked(name, node, () -> check.apply(node.intValue()));
  }

  /** A field that is true or false; false when absent. */
  boolean flag(String name) {
    JsonNode node = take(name);
    if (!node.isMissingNode() && !node.isBoolean()) {
      wrong(name, node, "must be true or false", "Send it without quotation marks");
    }
    return node.booleanValue();
  }

  <T> Optional<T> requiredObject(String name, Function<JsonObjectReader, Optional<T>> reader) {
    return present(name) ? optionalObject(name, reader) : missing(name);
  }

  <T> Optional<T> optionalObject(String name, Function<JsonObjectReader, Optional<T>> reader) {
    JsonNode node = take(name);
    return node.isMissingNode() ? Optional.empty() : object(node, pointer(name), problems, reader);
  }

  <T> List<T> requiredObjects(String name, Function<JsonObjectReader, Optional<T>> reader) {
    if (!present(name)) {
      missing(name);
      return List.of();
    }
    return objects(name, reader);
  }

  /** A list of objects; empty when absent. */
  <T> List<T> objects(String name, Function<JsonObjectReader, Optional<T>> reader) {
    return elements(name, (node, place) -> object(node, place, problems, reader));
  }

  /**
   * A list of objects, of which those that have a certain field are kept as they are; empty when
   * absent.
   */
  <T> List<T> verbatimWith(
      String field,
      String name,
      Function<String, ? extends T> parse,
      Function<JsonObjectReader, Optional<T>> reader) {
    return elements(
        name,
        (node, place) -> {
          if (!node.has(field)) {
            return object(node, place, problems, reader);
          }
          try {
            return Optional.of(parse.apply(node.toString()));
          } catch (InvalidValueException broken) {
            problems.add(place, node, broken.rule(), broken.remedy());
            return Optional.empty();
          }
        });
  }

  /** A list of texts; empty when absent. */
  <T> List<T> texts(String name, Function<String, T> parse) {
    return elements(name, (node, place) -> text(node, place, parse));
  }

  /** A list of lists of text; empty when absent. */
  List<List<String>> rows(String name) {
    return elements(
        name,
        (row, place) -> {
          if (!row.isArray()) {
            problems.add(place, row, "must be an array of text", "Put the cells between brackets");
            return Optional.empty();
          }
          List<String> cells = new ArrayList<>();
          for (int i = 0; i < row.size(); i++) {
            text(row.get(i), place.appendIndex(i), Function.identity()).ifPresent(cells::add);
          }
          return Optional.of(List.copyOf(cells));
        });
  }

  /**
   * The value, when nothing in this object was wrong; fields that nobody asked for are wrong too.
   */
  <T> Optional<T> build(Supplier<T> value) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add(
                    pointer(name),
                    object.get(name),
                    "is not a field of this object",
                    "Check the spelling, nothing is ignored silently; the fields here are "
                        + String.join(", ", known));
              }
            });
    if (problems.count() > before) {
      return Optional.empty();
    }
    try {
      return Optional.of(value.get());
    } catch (InvalidValueException broken) {
      problems.add(at, object, broken.rule(), broken.remedy());
      return Optional.empty();
    }
  }

  /**
   * Which one of these fields the object has; more or fewer than one is a problem.
   *
   * @param what the object is one of, for the remedy
   */
  Optional<String> exactlyOne(String what, String... names) {
    List<String> present = Stream.of(names).filter(this::has).toList();
    if (present.size() == 1) {
      return Optional.of(present.getFirst());
    }
    int last = names.length - 1;
    return reject(
        "must have exactly one of the fields "
            + String.join(", ", List.of(names).subList(0, last))
            + " and "
            + names[last],
        "Make one " + what + " of each");
  }

  /** Notes a problem with the object as a whole. */
  <T> Optional<T> reject(String rule, String remedy) {
    problems.add(at, object, rule, remedy);
    return Optional.empty();
  }

  /** Notes a problem with one field that shows only beside another. */
  void reject(String name, String rule, String remedy) {
    wrong(name, take(name), rule, remedy);
  }

  private interface ElementReader<T> {
    Optional<T> read(JsonNode node, JsonPointer place);
  }

  private <T> List<T> elements(String name, ElementReader<T> reader) {
    JsonNode node = take(name);
    if (node.isMissingNode()) {
      return List.of();
    }
    if (!node.isArray()) {
      wrong(name, node, "must be an array", "Put its entries between brackets");
      return List.of();
    }
    List<T> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      reader.read(node.get(i), pointer(name).appendIndex(i)).ifPresent(values::add);
    }
    return values;
  }

  private <T> Optional<T> text(JsonNode node, JsonPointer place, Function<String, T> parse) {
    if (!node.isTextual()) {
      problems.add(place, node, "must be text", "Put it in quotation marks");
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(node.textValue()));
    } catch (InvalidValueException broken) {
      problems.add(place, node, broken.rule(), broken.remedy());
      return Optional.empty();
    }
  }

  private <T> Optional<T> checked(String name, JsonNode node, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (InvalidValueException broken) {
      return wrong(name, node, broken.rule(), broken.remedy());
    }
  }

  private boolean present(String name) {
    return object.has(name);
  }

  private JsonNode take(String name) {
    known.add(name);
    JsonNode node = object.get(name);
    return node == null ? MissingNode.getInstance() : node;
  }

  private <T> Optional<T> missing(String name) {
    known.add(name);
    return wrong(name, MissingNode.getInstance(), "is required", ASK);
  }

  private <T> Optional<T> wrong(String name, JsonNode node, String rule, String remedy) {
    problems.add(pointer(name), node, rule, remedy);
    return Optional.empty();
  }

  private JsonPointer pointer(String name) {
    return at.appendProperty(name);
  }
}
