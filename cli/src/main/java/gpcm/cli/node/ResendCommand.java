package gpcm.cli.node;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm resend}: a person has a document sent again that did not arrive. */
@Command(
    name = "resend",
    description = "Sends a document again, unchanged, that failed or is overdue.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses: it says why"
    })
public final class ResendCommand implements Callable<Integer> {
  @Mixin NodeCaller node;

  @Parameters(paramLabel = "ID", description = "The document's id at the node (gpcm status).")
  UUID id;

  @Mixin NamedPerson by;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    node.command("/api/v1/documents/" + id + "/resend", by.body());
    command.commandLine().getOut().println("it goes again");
    command.commandLine().getOut().flush();
    return 0;
  }
}
