package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.terminal.StrangersText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm alerts}: what a node's people must know, and what they do with it. */
@Command(
    name = "alerts",
    description =
        "Lists what people must know and act on, takes it, comments on it and closes it. See"
            + " docs/alerts.md.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses"
    })
public final class AlertsCommand implements Runnable {
  private static final String ALERTS = "/api/v1/alerts";

  @Spec CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "list",
      description = "Lists the open alerts, newest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin NodeCaller node,
      @Option(
              names = "--watch",
              description =
                  "Go on, and print again whenever something has changed. Ctrl+C ends it.")
          boolean watch,
      @Option(names = "--json", description = "Print what the node answers, one line a page.")
          boolean json)
      throws IOException, InterruptedException {
    Watching.print(command.commandLine().getOut(), watch, () -> open(node, json));
    return 0;
  }

  private static String open(NodeCaller node, boolean json)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    long open = 0;
    for (String next = ALERTS; !next.isEmpty(); ) {
      JsonNode page = node.get(next);
      open = page.path("open").asLong();
      if (json) {
        lines.add(page.toString());
      } else {
        page.path("alerts").forEach(alert -> lines.add(line(alert)));
      }
      next = page.path("next").asText();
    }
    if (!json) {
      lines.add(open == 0 ? "No open alerts." : open + " open.");
    }
    return String.join("\n", lines);
  }

  private static String line(JsonNode alert) {
    return StrangersText.plain(
        "%6d  %-11s  %s  %s"
            .formatted(
                alert.path("id").asLong(),
                alert.path("severity").asText(),
                alert.path("raisedAt").asText(),
                alert.path("title").asText()));
  }

  @Command(
      name = "show",
      description = "Shows an alert, what was done with it, and who was told.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "NUMBER", description = "The alert's number.") long id,
      @Option(names = "--json", description = "Print what the node answers.") boolean json)
      throws IOException, InterruptedException {
    JsonNode alert = node.get(ALERTS + "/" + id);
    if (json) {
      say(alert.toString());
      return 0;
    }
    say(line(alert).strip());
    say(alert.path("whatHappened").asText());
    say("What to do: " + alert.path("whatToDo").asText());
    JsonNode problem = alert.path("problem");
    say(
        problem.isMissingNode()
            ? "Closed."
            : "%s; alerts of this cause: %d"
                .formatted(problem.path("state").asText(), problem.path("alerts").asInt()));
    for (JsonNode done : alert.path("done")) {
      say(
          "%s  %s %s %s"
              .formatted(
                  done.path("at").asText(),
                  done.path("by").asText(),
                  done.path("words").asText(),
                  done.path("said").asText()));
    }
    for (JsonNode notice : alert.path("notices")) {
      say(
          "%s  told: %s, %s"
              .formatted(
                  notice.path("endedAt").asText(notice.path("madeAt").asText()),
                  notice.path("channel").asText(),
                  notice.path("state").asText()));
    }
    return 0;
  }

  @Command(
      name = "take",
      description = "Says who deals with an alert and all others of its cause.",
      mixinStandardHelpOptions = true)
  int take(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "NUMBER", description = "The alert's number.") long id,
      @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who.") String by)
      throws IOException, InterruptedException {
    return act(node, id, "take", by(by), "taken");
  }

  @Command(
      name = "give-back",
      description = "Says that nobody deals with it any more.",
      mixinStandardHelpOptions = true)
  int giveBack(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "NUMBER", description = "The alert's number.") long id,
      @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who.") String by)
      throws IOException, InterruptedException {
    return act(node, id, "give-back", by(by), "given back");
  }

  @Command(
      name = "comment",
      description = "Adds a comment, which closes nothing.",
      mixinStandardHelpOptions = true)
  int comment(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "NUMBER", description = "The alert's number.") long id,
      @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who.") String by,
      @Option(names = "--text", paramLabel = "TEXT", required = true, description = "The comment.")
          String text)
      throws IOException, InterruptedException {
    return act(node, id, "comment", by(by).put("text", text), "commented on");
  }

  @Command(
      name = "close",
      description = "Closes an alert with what came of it.",
      mixinStandardHelpOptions = true)
  int close(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "NUMBER", description = "The alert's number.") long id,
      @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who.") String by,
      @Option(
              names = "--outcome",
              paramLabel = "OUTCOME",
              required = true,
              description = "sent-again, other-route, not-needed or fault-mended.")
          String outcome,
      @Option(
              names = "--text",
              paramLabel = "TEXT",
              description = "How it was settled; needed with other-route and not-needed.")
          String text,
      @Option(names = "--all", description = "All open alerts of its cause.") boolean all)
      throws IOException, InterruptedException {
    ObjectNode body = by(by).put("outcome", outcome).put("all", all);
    if (text != null) {
      body.put("text", text);
    }
    return act(node, id, "resolution", body, "closed");
  }

  private static ObjectNode by(String name) {
    return JsonNodeFactory.instance.objectNode().put("by", name);
  }

  private int act(NodeCaller node, long id, String act, ObjectNode body, String done)
      throws IOException, InterruptedException {
    node.command(ALERTS + "/" + id + "/" + act, body);
    say("Alert %d is %s.".formatted(id, done));
    return 0;
  }

  private void say(String line) {
    command.commandLine().getOut().println(StrangersText.plain(line));
    command.commandLine().getOut().flush();
  }
}
