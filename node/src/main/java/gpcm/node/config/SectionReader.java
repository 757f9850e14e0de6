package gpcm.node.config;

import gpcm.mesh.Secret;
import gpcm.node.config.LoadedSettings.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the keys of one section and remembers which it was asked for, so that what nobody asked for
 * can be refused. A wrong value is noted as a problem and stood in for by an example; the whole
 * reading then fails at its end.
 */
final class SectionReader {
  private final ConfigurationSource source;
  private final String path;
  private final Map<?, ?> values;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> retired = new LinkedHashSet<>();

  SectionReader(ConfigurationSource source, String path, Map<?, ?> values) {
    this.source = source;
    this.path = path;
    this.values = values;
  }

  <T> T required(String key, ValueFormat<T> format) {
    source.know(full(key), format.rule(), "required");
    Optional<String> text = text(key, format.rule());
    if (text.isEmpty() && !values.containsKey(key)) {
      source.problem(full(key), "missing", "must be " + format.rule());
    }
    return loaded(key, format, text, "none")
        .orElseGet(() -> format.parser().apply(format.example()));
  }

  /**
   * When a key applies.
   *
   * @param when in words, following "required"
   * @param holds whether it does
   */
  record Condition(String when, boolean holds) {}

  /** A key that must be there under a condition and must not be there without. */
  <T> T requiredOnly(Condition condition, String key, ValueFormat<T> format) {
    source.know(full(key), format.rule(), "required " + condition.when());
    Optional<String> text = text(key, format.rule());
    if (condition.holds() && text.isEmpty() && !values.containsKey(key)) {
      source.problem(
          full(key), "missing", "must be %s %s".formatted(format.rule(), condition.when()));
    }
    refuseUnless(condition, key);
    return loaded(key, format, text, "none")
        .orElseGet(() -> format.parser().apply(format.example()));
  }

  /**
   * A secret under a key, or in the file that the key with {@code -file} names, that must be there
   * under a condition.
   */
  SecretSource secretRequiredOnly(Condition condition, String key) {
    String inFile = key + "-file";
    source.know(full(key), ValueFormat.SECRET.rule(), "required " + condition.when());
    Optional<Path> file = optionalPath(inFile);
    refuseUnless(condition, inFile);
    if (file.isEmpty()) {
      return new SecretSource.Given(requiredOnly(condition, key, ValueFormat.SECRET));
    }
    if (optional(key, ValueFormat.SECRET).isPresent()) {
      problem(key, "set, and " + inFile + " as well", "keep one of them");
    }
    return new SecretSource.InFile(file.get());
  }

  /** A secret, or the file of its own that it stands in. */
  Optional<SecretSource> optionalSecret(String key) {
    String inFile = key + "-file";
    Optional<Secret> given = optional(key, ValueFormat.SECRET);
    Optional<Path> file = optionalPath(inFile);
    if (given.isPresent() && file.isPresent()) {
      problem(key, "set, and " + inFile + " as well", "keep one of them");
    }
    return file.<SecretSource>map(SecretSource.InFile::new)
        .or(() -> given.map(SecretSource.Given::new));
  }

  /** A key, or section, that is there although it does not apply. */
  void refuseUnless(Condition condition, String key) {
    if (!condition.holds() && has(key)) {
      source.problem(full(key), "set", "is of use only %s: remove it".formatted(condition.when()));
    }
  }

  /** Whether the file or the environment gives this key or, for a section, a key in it. */
  boolean has(String key) {
    return values.containsKey(key) || source.inEnvironment(full(key));
  }

  /** Two keys that are of no use without each other. */
  void requireTogether(String one, boolean hasOne, String other, boolean hasOther) {
    if (hasOne != hasOther) {
      String missing = hasOne ? other : one;
      String there = hasOne ? one : other;
      problem(
          missing,
          "missing",
          "%s is of no use without it: add it, or remove that".formatted(there));
    }
  }

  /** A shorter and a longer time, which may be the same. */
  void requireOrder(String shorter, Duration least, String longer, Duration most) {
    if (most.compareTo(least) < 0) {
      problem(
          longer,
          "'%s'".formatted(ValueFormat.written(most)),
          "must not be shorter than %s, which is %s"
              .formatted(shorter, ValueFormat.written(least)));
    }
  }

  <T> T value(String key, ValueFormat<T> format, T standard) {
    source.know(full(key), format.rule(), ValueFormat.written(standard));
    return loaded(key, format, text(key, format.rule()), words(full(key), format, standard))
        .orElse(standard);
  }

  /**
   * As {@link #value(String, ValueFormat, Object)}, with a default that is not the same each time.
   */
  <T> T value(String key, ValueFormat<T> format, Supplier<T> standard, String written) {
    source.know(full(key), format.rule(), written);
    return loaded(key, format, text(key, format.rule()), written).orElseGet(standard);
  }

  /** A file or folder; a relative path is taken from the folder of the configuration. */
  Path path(String key, Path standard) {
    return source.resolved(value(key, ValueFormat.PATH, standard));
  }

  /** A file or folder that may be left out. */
  Optional<Path> optionalPath(String key) {
    return optional(key, ValueFormat.PATH).map(source::resolved);
  }

  /** A file or folder that must be there under a condition, and must not be there without. */
  Path pathRequiredOnly(Condition condition, String key) {
    return source.resolved(requiredOnly(condition, key, ValueFormat.PATH));
  }

  <T> Optional<T> optional(String key, ValueFormat<T> format) {
    source.know(full(key), format.rule(), "none");
    return loaded(key, format, text(key, format.rule()), "none");
  }

  /** A list of simple values; in the environment, separated by commas. */
  <T> List<T> list(String key, ValueFormat<T> format, List<T> standard) {
    return list(
        key,
        format,
        standard,
        standard.isEmpty()
            ? "none"
            : String.join(", ", standard.stream().map(ValueFormat::written).toList()));
  }

  /** As {@link #list(String, ValueFormat, List)}, with a default that is not the same each time. */
  <T> List<T> list(String key, ValueFormat<T> format, List<T> standard, String written) {
    source.know(full(key), "a list, each " + format.rule(), written);
    List<T> result = elements(key, format, standard);
    source.loaded(
        full(key),
        result.isEmpty()
            ? written
            : String.join(
                ", ", result.stream().map(each -> words(full(key), format, each)).toList()),
        origin(key));
    return result;
  }

  private <T> List<T> elements(String key, ValueFormat<T> format, List<T> standard) {
    asked.add(key);
    Optional<String> variable = source.fromEnvironment(full(key));
    if (variable.isPresent()) {
      return List.of(variable.get().split(",")).stream()
          .map(each -> parse(full(key), format, each.strip()))
          .toList();
    }
    if (!values.containsKey(key)) {
      return standard;
    }
    if (!(values.get(key) instanceof List<?> given)) {
      source.problem(full(key), "a single value", "must be a list, each " + format.rule());
      return standard;
    }
    List<T> result = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String element = "%s[%d]".formatted(full(key), i);
      if (given.get(i) instanceof String text) {
        result.add(parse(element, format, text));
      } else {
        source.problem(element, "not a simple value", "must be " + format.rule());
      }
    }
    return List.copyOf(result);
  }

  SectionReader section(String key) {
    asked.add(key);
    Object value = values.get(key);
    if (value instanceof Map<?, ?> map) {
      return new SectionReader(source, full(key), map);
    }
    if (values.containsKey(key) && !"".equals(value)) {
      source.problem(full(key), "not a section", "must have keys of its own below it");
    }
    return new SectionReader(source, full(key), Map.of());
  }

  /** A section that may be left out. */
  Optional<SectionReader> given(String key) {
    SectionReader section = section(key);
    return has(key) ? Optional.of(section) : Optional.empty();
  }

  /** The sections of a list; without the list, none. */
  List<SectionReader> sections(String key) {
    asked.add(key);
    if (!values.containsKey(key)) {
      return List.of();
    }
    if (!(values.get(key) instanceof List<?> given)) {
      source.problem(full(key), "not a list", "must be a list of sections");
      return List.of();
    }
    List<SectionReader> result = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String element = "%s[%d]".formatted(full(key), i);
      if (given.get(i) instanceof Map<?, ?> map) {
        result.add(new SectionReader(source, element, map));
      } else {
        source.problem(element, "not a section", "must have keys of its own below it");
      }
    }
    return result;
  }

  void problem(String key, String found, String rule) {
    source.problem(full(key), found, rule);
  }

  /** A key of earlier versions, and what has come in its place. */
  void refuseRetired(String key, String instead) {
    retired.add(key);
    if (has(key)) {
      source.problem(full(key), "set", instead);
    }
  }

  /** Call when every key has been asked for. */
  void refuseUnknownKeys() {
    values.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !asked.contains(key) && !retired.contains(key))
        .forEach(
            key ->
                source.problem(
                    full(key),
                    "unknown key",
                    "correct or remove it; the keys here are " + String.join(", ", asked)));
  }

  private Optional<String> text(String key, String rule) {
    asked.add(key);
    Optional<String> variable = source.fromEnvironment(full(key));
    if (variable.isPresent()) {
      return variable;
    }
    if (!values.containsKey(key)) {
      return Optional.empty();
    }
    if (values.get(key) instanceof String text) {
      return Optional.of(text);
    }
    source.problem(full(key), "not a simple value", "must be " + rule);
    return Optional.empty();
  }

  /** What was given, noted for people with where it comes from; or what holds without it. */
  private <T> Optional<T> loaded(
      String key, ValueFormat<T> format, Optional<String> text, String without) {
    Optional<T> value = text.map(given -> parse(full(key), format, given));
    source.loaded(
        full(key),
        value.map(given -> words(full(key), format, given)).orElse(without),
        origin(key));
    return value;
  }

  private Origin origin(String key) {
    if (source.fromEnvironment(full(key)).isPresent()) {
      return Origin.ENVIRONMENT;
    }
    return values.containsKey(key) ? Origin.FILE : Origin.DEFAULT;
  }

  private static <T> String words(String where, ValueFormat<T> format, T value) {
    if (format.secret()) {
      return "set";
    }
    return LoadedSettings.shown(
        where,
        value instanceof Duration time ? ValueFormat.inWords(time) : ValueFormat.written(value));
  }

  private <T> T parse(String where, ValueFormat<T> format, String text) {
    try {
      return format.parser().apply(text);
    } catch (IllegalArgumentException e) {
      source.problem(
          where,
          format.secret() ? "a value that cannot be used" : "'%s'".formatted(shortened(text)),
          "must be %s, for example %s".formatted(format.rule(), format.example()));
      return format.parser().apply(format.example());
    }
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }

  private String full(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
