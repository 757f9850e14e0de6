package gpcm.node.config;

import gpcm.node.config.LoadedSettings.Origin;
import gpcm.node.config.LoadedSettings.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One reading of a configuration: the environment that overrides the file, the problems found so
 * far, and every key that was asked for, which is how the documentation is held to the code.
 */
final class ConfigurationSource {
  /** Of the node's variables only: the launcher and the client's commands have others. */
  private static final String PREFIX = "GPCM_NODE_";

  /** What the node's variables began with once, as those of everybody else did. */
  private static final String OLD_PREFIX = "GPCM_";

  private final Path folder;
  private final Map<String, String> environment;
  private final Set<String> usedVariables = new HashSet<>();
  private final List<ConfigurationProblem> problems = new ArrayList<>();
  private final Map<String, Setting> loaded = new LinkedHashMap<>();
  private final Map<String, Known> known = new LinkedHashMap<>();

  /**
   * A key the node understands.
   *
   * @param key with {@code []} for any element of a list
   * @param rule what a value looks like
   * @param standard the default as written, or why there is none
   */
  record Known(String key, String rule, String standard) {}

  /**
   * @param folder what relative paths are taken from
   */
  ConfigurationSource(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  Path resolved(Path path) {
    return folder.resolve(path).normalize();
  }

  void know(String path, String rule, String standard) {
    String key = path.replaceAll("\\[\\d+]", "[]");
    known.putIfAbsent(key, new Known(key, rule, standard));
  }

  List<Known> known() {
    return List.copyOf(known.values());
  }

  /** A value that was read, for people. */
  void loaded(String path, String value, Origin origin) {
    loaded.putIfAbsent(path, new Setting(path, value, origin));
  }

  LoadedSettings loaded() {
    return new LoadedSettings(List.copyOf(loaded.values()));
  }

  void problem(String path, String found, String rule) {
    problems.add(new ConfigurationProblem(path, found, rule));
  }

  List<ConfigurationProblem> problems() {
    return List.copyOf(problems);
  }

  /** The value the environment gives for a key, if any; it wins over the file. */
  Optional<String> fromEnvironment(String path) {
    String name = variable(path);
    usedVariables.add(name);
    return Optional.ofNullable(environment.get(name));
  }

  /** Whether the environment gives a key, or one below it. */
  boolean inEnvironment(String path) {
    String name = variable(path);
    return environment.keySet().stream()
        .anyMatch(given -> given.equals(name) || given.startsWith(name + "_"));
  }

  /**
   * {@code organisations[0].mailbox-password} is {@code
   * GPCM_NODE_ORGANISATIONS_0_MAILBOX_PASSWORD}.
   */
  private static String variable(String path) {
    return PREFIX + suffix(path);
  }

  private static String suffix(String path) {
    return path.toUpperCase(Locale.ROOT).replaceAll("[\\[\\].-]+", "_").replaceAll("_$", "");
  }

  /** A misspelt variable, or one of a name that is no longer read, must not pass for obeyed. */
  void refuseUnknownVariables() {
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !usedVariables.contains(name))
        .sorted()
        .forEach(
            name ->
                problem(
                    name,
                    "unknown environment variable",
                    "correct its name or unset it; a list's element can be set only when the file"
                        + " has that element"));
    List<Pattern> old = known.keySet().stream().map(ConfigurationSource::anyElement).toList();
    environment.keySet().stream()
        .filter(name -> name.startsWith(OLD_PREFIX) && !name.startsWith(PREFIX))
        .map(name -> name.substring(OLD_PREFIX.length()))
        .filter(rest -> old.stream().anyMatch(pattern -> pattern.matcher(rest).matches()))
        .sorted()
        .forEach(
            rest ->
                problem(
                    OLD_PREFIX + rest,
                    "no longer read by the node",
                    "name it "
                        + PREFIX
                        + rest
                        + " if it is meant for the node, or unset it; the client's commands have"
                        + " names of their own, GPCM_CLIENT_..."));
  }

  private static Pattern anyElement(String key) {
    return Pattern.compile(suffix(key.replace("[]", "[0]")).replace("_0_", "_\\d+_"));
  }
}
