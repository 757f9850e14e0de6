package gpcm.node.config;

/**
 * One thing wrong with the configuration.
 *
 * @param key the full key, like {@code organisations[0].mailbox}
 * @param found what stands there; secrets are masked
 * @param rule what should stand there, and what to do
 */
public record ConfigurationProblem(String key, String found, String rule) {
  @Override
  public String toString() {
    return "%s: %s; %s".formatted(key, found, rule);
  }
}
