package gpcm.node.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One reading of a configuration: the environment that overrides the file, the problems found so
 * far, and every key that was asked for, which is how the documentation is held to the code.
 */
final class Reading {
  private static final String PREFIX = "GPCM_";

  /** What the launcher understands; not settings of the node. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("GPCM_JAVA", "GPCM_JAVA_OPTS", "GPCM_CONFIG");

  private final Map<String, String> environment;
  private final Set<String> usedVariables = new HashSet<>();
  private final List<ConfigurationProblem> problems = new ArrayList<>();
  private final Map<String, Known> known = new LinkedHashMap<>();

  /**
   * A key the node understands.
   *
   * @param key with {@code []} for any element of a list
   * @param rule what a value looks like
   * @param standard the default as written, or why there is none
   */
  record Known(String key, String rule, String standard) {}

  Reading(Map<String, String> environment) {
    this.environment = environment;
  }

  void know(String path, String rule, String standard) {
    String key = path.replaceAll("\\[\\d+]", "[]");
    known.putIfAbsent(key, new Known(key, rule, standard));
  }

  List<Known> known() {
    return List.copyOf(known.values());
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

  /** {@code organisations[0].mailbox-password} is {@code GPCM_ORGANISATIONS_0_MAILBOX_PASSWORD}. */
  static String variable(String path) {
    return PREFIX
        + path.toUpperCase(Locale.ROOT).replaceAll("[\\[\\].-]+", "_").replaceAll("_$", "");
  }

  /** A misspelt variable must not pass for one that was obeyed. */
  void refuseUnknownVariables() {
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .filter(name -> !usedVariables.contains(name) && !OF_THE_LAUNCHER.contains(name))
        .sorted()
        .forEach(
            name ->
                problem(
                    name,
                    "unknown environment variable",
                    "correct its name or unset it; a list's element can be set only when the file"
                        + " has that element"));
  }
}
