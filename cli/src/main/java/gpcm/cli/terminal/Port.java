package gpcm.cli.terminal;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The port that a command is to listen on. */
public final class Port {
  private static final int LAST = 65_535;

  private Port() {}

  /**
   * Makes sure that it is one, or 0 for any free one.
   *
   * @throws ParameterException when it is none
   */
  public static void require(CommandSpec command, int port) {
    if (port < 0 || port > LAST) {
      throw new ParameterException(
          command.commandLine(),
          "--port %d: a port is a number from 0 to %d".formatted(port, LAST));
    }
  }
}
