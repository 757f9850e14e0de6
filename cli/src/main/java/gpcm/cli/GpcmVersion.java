package gpcm.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which gpcm this is, and what it runs on. */
final class GpcmVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "gpcm "
          + Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
              .orElse("(development)"),
      "GP Connect Messaging 1.4.0-beta, ITK3 2.5.0",
      "Java " + Runtime.version()
    };
  }
}
