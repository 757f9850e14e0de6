package gpcm.node.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Names every problem found, so that one attempt shows them all.
 */
public final class ConfigurationException extends RuntimeException {
  private final transient List<ConfigurationProblem> problems;

  ConfigurationException(String source, List<ConfigurationProblem> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem)
            .collect(Collectors.joining("\n", "%s cannot be used:\n".formatted(source), "")));
    this.problems = List.copyOf(problems);
  }

  public List<ConfigurationProblem> problems() {
    return problems;
  }
}
