package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import java.nio.file.Path;

/** A key as {@code gpcm node key make} makes it, beside a running node or before it starts. */
final class MadeKey {
  private MadeKey() {}

  static String of(Path configuration, String organisation, String... scopes) {
    Commands made =
        Commands.run(
            "node",
            "key",
            "make",
            "--config=" + configuration,
            "--organisation=" + organisation,
            "--name=a test",
            "--scope=" + String.join(",", scopes));
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out().strip()).startsWith("gpcm_");
    return made.out().strip();
  }
}
