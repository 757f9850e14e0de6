package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code gpcm node status}: asks a running node who works beside it, and how far behind they are.
 */
@Command(
    name = "status",
    description =
        "Lists the nodes that work on one database, what each holds, and what is due, late or"
            + " stuck. A key of an organisation that does not run the whole system is told of"
            + " that organisation alone.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every node is alive, and no work is late or stuck",
      "1:a node is silent, or work is late or stuck, or MESH refuses a mailbox",
      "2:the command was used wrongly",
      "70:the node does not answer"
    })
final class NodeStatusCommand implements Callable<Integer> {
  /** A node that is not behind takes up what is due within its polling interval. */
  private static final Duration LATE = Duration.ofMinutes(1);

  @Mixin NodeCaller node;

  @Option(names = "--json", description = "Print what the node answers: one JSON object.")
  boolean json;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonNode status = node.get("/api/v1/nodes");
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(status);
    } else {
      lines(status).forEach(out::println);
    }
    out.flush();
    return isWell(status) ? 0 : 1;
  }

  private static boolean isWell(JsonNode status) {
    return status.path("heldMailboxes").isEmpty()
        && each(status.path("nodes")).stream().allMatch(node -> node.path("alive").asBoolean())
        && each(status.path("lanes")).stream()
            .allMatch(
                lane ->
                    lane.path("stuck").asLong() == 0
                        && lane.path("lateSeconds").asLong() < LATE.toSeconds());
  }

  private static List<String> lines(JsonNode status) {
    List<String> lines = new ArrayList<>();
    if (!status.path("whole").asBoolean(true)) {
      lines.add(
          "What is told is of %s alone: its key's people do not run the whole system (run-by)."
              .formatted(status.path("organisation").asText()));
      lines.add("");
    }
    for (JsonNode node : status.path("nodes")) {
      List<String> mailboxes = each(node.path("mailboxes")).stream().map(JsonNode::asText).toList();
      lines.add(
          "%-6s  %s  (%s, started %s, heard of %s)  works on %d, polls %s"
              .formatted(
                  node.path("alive").asBoolean() ? "alive" : "silent",
                  node.path("name").asText(),
                  node.path("build").asText(),
                  node.path("startedAt").asText(),
                  node.path("heartbeatAt").asText(),
                  node.path("cases").asLong(),
                  mailboxes.isEmpty() ? "nothing" : String.join(", ", mailboxes)));
    }
    lines.add("");
    lines.add("%-10s %8s %8s %10s".formatted("work", "due", "stuck", "late"));
    for (JsonNode lane : status.path("lanes")) {
      lines.add(
          "%-10s %8d %8d %10s"
              .formatted(
                  lane.path("lane").asText(),
                  lane.path("due").asLong(),
                  lane.path("stuck").asLong(),
                  lane.has("lateSeconds") ? lane.path("lateSeconds").asLong() + " s" : "-"));
    }
    for (JsonNode mailbox : status.path("heldMailboxes")) {
      lines.add("");
      lines.add(
          "MESH refuses mailbox %s (%s) since %s, tried again at %s: %s"
              .formatted(
                  mailbox.path("mailbox").asText(),
                  mailbox.path("organisation").asText(),
                  mailbox.path("since").asText(),
                  mailbox.path("until").asText(),
                  mailbox.path("reason").asText()));
    }
    return lines;
  }

  private static List<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
