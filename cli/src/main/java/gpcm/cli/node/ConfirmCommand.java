package gpcm.cli.node;

import gpcm.node.sending.EncounterAddress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm confirm}: a person says that what waits for it is to be sent. */
@Command(
    name = "confirm",
    description =
        "Says of a consultation whose report waits to be confirmed that it is to be sent.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses: it says why"
    })
public final class ConfirmCommand implements Callable<Integer> {
  @Mixin NodeCaller node;

  @Parameters(paramLabel = "ENCOUNTER", description = "The consultation's id.")
  String encounter;

  @Mixin NamedPerson by;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    node.post(EncounterAddress.of(encounter) + "/confirm", by.body());
    command.commandLine().getOut().println("confirmed");
    command.commandLine().getOut().flush();
    return 0;
  }
}
