package gpcm.node.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the keys of one section and remembers which it was asked for, so that what nobody asked for
 * can be refused. A wrong value is noted as a problem and stood in for by an example; the whole
 * reading then fails at its end.
 */
final class SectionReader {
  private final Reading reading;
  private final String path;
  private final Map<?, ?> values;
  private final Set<String> asked = new LinkedHashSet<>();

  SectionReader(Reading reading, String path, Map<?, ?> values) {
    this.reading = reading;
    this.path = path;
    this.values = values;
  }

  <T> T required(String key, Form<T> form) {
    reading.know(path(key), form.rule(), "required");
    Optional<String> text = text(key, form.rule());
    if (text.isEmpty() && !values.containsKey(key)) {
      reading.problem(path(key), "missing", "must be " + form.rule());
    }
    return text.map(given -> parse(path(key), form, given))
        .orElseGet(() -> form.parser().apply(form.example()));
  }

  /**
   * When a key applies.
   *
   * @param when in words, following "required"
   * @param holds whether it does
   */
  record Condition(String when, boolean holds) {}

  /** A key that must be there under a condition and must not be there without. */
  <T> T requiredOnly(Condition condition, String key, Form<T> form) {
    reading.know(path(key), form.rule(), "required " + condition.when());
    Optional<String> text = text(key, form.rule());
    if (condition.holds() && text.isEmpty() && !values.containsKey(key)) {
      reading.problem(
          path(key), "missing", "must be %s %s".formatted(form.rule(), condition.when()));
    }
    refuseUnless(condition, key);
    return text.map(given -> parse(path(key), form, given))
        .orElseGet(() -> form.parser().apply(form.example()));
  }

  /** A key, or section, that is there although it does not apply. */
  void refuseUnless(Condition condition, String key) {
    if (!condition.holds() && has(key)) {
      reading.problem(path(key), "set", "is of use only %s: remove it".formatted(condition.when()));
    }
  }

  /** Whether the file or the environment gives this key or, for a section, a key in it. */
  boolean has(String key) {
    return values.containsKey(key) || reading.inEnvironment(path(key));
  }

  /** Two keys that are of no use without each other. */
  void requireTogether(String one, Optional<?> first, String other, Optional<?> second) {
    if (first.isPresent() != second.isPresent()) {
      String missing = first.isPresent() ? other : one;
      String there = first.isPresent() ? one : other;
      problem(
          missing,
          "missing",
          "%s is of no use without it: add it, or remove that".formatted(there));
    }
  }

  <T> T value(String key, Form<T> form, T standard) {
    reading.know(path(key), form.rule(), Form.written(standard));
    return text(key, form.rule()).map(given -> parse(path(key), form, given)).orElse(standard);
  }

  <T> Optional<T> optional(String key, Form<T> form) {
    reading.know(path(key), form.rule(), "none");
    return text(key, form.rule()).map(given -> parse(path(key), form, given));
  }

  /** A list of simple values; in the environment, separated by commas. */
  <T> List<T> list(String key, Form<T> form, List<T> standard) {
    String written =
        standard.isEmpty()
            ? "none"
            : String.join(", ", standard.stream().map(Form::written).toList());
    reading.know(path(key), "a list, each " + form.rule(), written);
    asked.add(key);
    Optional<String> variable = reading.fromEnvironment(path(key));
    if (variable.isPresent()) {
      return List.of(variable.get().split(",")).stream()
          .map(each -> parse(path(key), form, each.strip()))
          .toList();
    }
    if (!values.containsKey(key)) {
      return standard;
    }
    if (!(values.get(key) instanceof List<?> given)) {
      reading.problem(path(key), "a single value", "must be a list, each " + form.rule());
      return standard;
    }
    List<T> result = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String element = "%s[%d]".formatted(path(key), i);
      if (given.get(i) instanceof String text) {
        result.add(parse(element, form, text));
      } else {
        reading.problem(element, "not a simple value", "must be " + form.rule());
      }
    }
    return List.copyOf(result);
  }

  SectionReader section(String key) {
    asked.add(key);
    Object value = values.get(key);
    if (value instanceof Map<?, ?> map) {
      return new SectionReader(reading, path(key), map);
    }
    if (values.containsKey(key) && !"".equals(value)) {
      reading.problem(path(key), "not a section", "must have keys of its own below it");
    }
    return new SectionReader(reading, path(key), Map.of());
  }

  /** The sections of a list; without the list, none. */
  List<SectionReader> sections(String key) {
    asked.add(key);
    if (!values.containsKey(key)) {
      return List.of();
    }
    if (!(values.get(key) instanceof List<?> given)) {
      reading.problem(path(key), "not a list", "must be a list of sections");
      return List.of();
    }
    List<SectionReader> result = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String element = "%s[%d]".formatted(path(key), i);
      if (given.get(i) instanceof Map<?, ?> map) {
        result.add(new SectionReader(reading, element, map));
      } else {
        reading.problem(element, "not a section", "must have keys of its own below it");
      }
    }
    return result;
  }

  void problem(String key, String found, String rule) {
    reading.problem(path(key), found, rule);
  }

  /** Call when every key has been asked for. */
  void refuseUnknownKeys() {
    values.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !asked.contains(key))
        .forEach(
            key ->
                reading.problem(
                    path(key),
                    "unknown key",
                    "correct or remove it; the keys here are " + String.join(", ", asked)));
  }

  private Optional<String> text(String key, String rule) {
    asked.add(key);
    Optional<String> variable = reading.fromEnvironment(path(key));
    if (variable.isPresent()) {
      return variable;
    }
    if (!values.containsKey(key)) {
      return Optional.empty();
    }
    if (values.get(key) instanceof String text) {
      return Optional.of(text);
    }
    reading.problem(path(key), "not a simple value", "must be " + rule);
    return Optional.empty();
  }

  private <T> T parse(String where, Form<T> form, String text) {
    try {
      return form.parser().apply(text);
    } catch (IllegalArgumentException e) {
      reading.problem(
          where,
          form.secret() ? "a value that cannot be used" : "'%s'".formatted(shortened(text)),
          "must be %s, for example %s".formatted(form.rule(), form.example()));
      return form.parser().apply(form.example());
    }
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
