package gpcm.cli.node;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm withdraw}: a person takes a document back before it has left. */
@Command(
    name = "withdraw",
    description = "Takes a document back that has not left yet.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses: it says why"
    })
public final class WithdrawCommand implements Callable<Integer> {
  @Mixin NodeCaller node;

  @Parameters(paramLabel = "ID", description = "The document's id at the node (gpcm status).")
  UUID id;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  String reason;

  @Mixin NamedPerson by;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    node.post("/api/v1/documents/" + id + "/withdraw", by.body().put("reason", reason));
    command.commandLine().getOut().println("withdrawn");
    command.commandLine().getOut().flush();
    return 0;
  }
}
