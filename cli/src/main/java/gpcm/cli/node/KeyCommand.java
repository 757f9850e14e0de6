package gpcm.cli.node;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm node key}: the keys that machines present to a node. */
@Command(
    name = "key",
    description = "Makes, lists and withdraws the keys that machines present to a node's API.",
    mixinStandardHelpOptions = true,
    subcommands = {MakeKeyCommand.class, ListKeysCommand.class, WithdrawKeyCommand.class})
final class KeyCommand implements Runnable {
  @Spec CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Missing required subcommand");
  }
}
