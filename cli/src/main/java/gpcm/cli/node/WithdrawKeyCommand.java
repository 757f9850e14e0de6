package gpcm.cli.node;

import gpcm.audit.entry.Action;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm node key withdraw}: a key opens nothing from now on. */
@Command(
    name = "withdraw",
    description = "Withdraws a key: it opens nothing from now on.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was withdrawn",
      "2:the command was used wrongly, or the configuration cannot be used",
      "70:the node's database cannot be reached"
    })
final class WithdrawKeyCommand implements Callable<Integer> {
  @Mixin NodeDirectory node;

  @Parameters(paramLabel = "ID", description = "Its id, as gpcm node key list prints it.")
  UUID id;

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    node.recorded(
        Action.KEY_CHANGED,
        (directory, organisation, settings) -> {
          if (!directory.keys().withdraw(organisation, id)) {
            throw new ParameterException(
                command.commandLine(), id + " is no key in force; gpcm node key list names them");
          }
          return id;
        },
        withdrawn -> entry -> entry.changing("key " + withdrawn, "withdrawn"));
    return 0;
  }
}
