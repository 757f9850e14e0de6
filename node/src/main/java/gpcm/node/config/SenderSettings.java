package gpcm.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an organisation keeps for what it sends.
 *
 * @param providers the register of providers that patients choose from
 */
public record SenderSettings(Optional<Path> providers) {
  /** Nothing. */
  public static final SenderSettings NONE = new SenderSettings(Optional.empty());

  static SenderSettings read(SectionReader organisation) {
    return new SenderSettings(organisation.optionalPath("providers"));
  }
}
