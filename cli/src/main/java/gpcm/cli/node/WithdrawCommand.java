package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm withdraw}: a person takes a document back before it has left. */
@Command(
    name = "withdraw",
    description =
        "Takes a document back that has not left yet, or all that match: those are counted, and"
            + " you are asked. See docs/sending.md.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or of many: begun",
      "1:of many: none matches, nobody said yes, or with --watch, not all were taken back",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses: it says why"
    })
public final class WithdrawCommand implements Callable<Integer> {
  @Mixin NodeCaller node;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The document's id at the node (gpcm status).")
  Optional<UUID> id;

  @Mixin ManyDocuments many;

  @Option(
      names = "--yes",
      description =
          "Begin with all that match without asking. Without it, and where nobody can be asked,"
              + " they are only counted.")
  boolean yes;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; to stop an act on many documents none is needed.")
  Optional<String> reason;

  @Mixin NamedPerson by;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    many.requireOne(id.isPresent());
    if (many.stop.isPresent()) {
      return many.stop(node, by);
    }
    String why =
        reason.orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(), "Missing required option: '--reason=TEXT'"));
    if (many.isAsked()) {
      return all(why);
    }
    node.post("/api/v1/documents/" + id.orElseThrow() + "/withdraw", by.body().put("reason", why));
    command.commandLine().getOut().println("withdrawn");
    command.commandLine().getOut().flush();
    return 0;
  }

  private int all(String why) throws IOException, InterruptedException {
    JsonNode counted = many.count(node, "withdraw");
    if (counted.path("items").asInt() == 0) {
      many.print(many.json ? counted.toString() : "there is nothing to take back");
      return 1;
    }
    if (!yes && !isSaid(counted.path("items").asInt())) {
      many.print(
          many.json
              ? counted.toString()
              : "nothing was done: say yes to it, or add --yes to the command");
      return 1;
    }
    JsonNode begun =
        node.post(
            ManyDocuments.PLACE + "/" + counted.path("id").asText() + "/start",
            by.body().put("reason", why));
    return many.follow(node, begun);
  }

  // The launcher chooses the console that is not there where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isSaid(int count) {
    Console terminal = System.console();
    return terminal != null
        && "yes".equals(terminal.readLine("Take back %s? (yes) ", ManyDocuments.documents(count)));
  }
}
