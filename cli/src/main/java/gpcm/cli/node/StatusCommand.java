package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.cli.terminal.StrangersText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm status}: what has become of what was handed in, or of one document. */
@Command(
    name = "status",
    description =
        "Says how many documents wait, are on the way, were accepted or need a person; or, of one"
            + " document, who has it now and what has happened to it.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing needs a person",
      "1:something does, or this document does",
      "2:the command was used wrongly",
      "70:the node does not answer, or knows no such document"
    })
public final class StatusCommand implements Callable<Integer> {
  private static final List<String> VIEWS =
      List.of(
          "needs-attention",
          "held",
          "waiting",
          "unconfirmed",
          "on-the-way",
          "no-answer",
          "accepted",
          "not-accepted",
          "all");

  @Mixin NodeCaller node;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description =
          "A document: its id here, or that of its message, its bundle or its encounter, or what"
              + " MESH calls it. Of several the latest is meant.")
  Optional<String> id;

  @Option(
      names = "--watch",
      description = "Go on, and print again whenever something has changed. Ctrl+C ends it.")
  boolean watch;

  @Option(names = "--json", description = "Print what the node answers: one JSON object.")
  boolean json;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    AtomicReference<JsonNode> last = new AtomicReference<>();
    Watching.print(
        command.commandLine().getOut(),
        watch,
        () -> {
          JsonNode answer = id.isPresent() ? document(id.get()) : outbox();
          last.set(answer);
          return json ? answer.toString() : String.join("\n", lines(answer));
        });
    return needsPerson(last.get()) ? 1 : 0;
  }

  private JsonNode outbox() throws IOException, InterruptedException {
    return node.get("/api/v1/documents?view=all&limit=1").path("counts");
  }

  private JsonNode document(String called) throws IOException, InterruptedException {
    String parameter = URLEncoder.encode(called, StandardCharsets.UTF_8);
    JsonNode found = node.get("/api/v1/documents?limit=1&id=" + parameter).path("documents");
    if (found.isEmpty()) {
      throw new IOException("the node knows no document that is called " + called);
    }
    return node.get("/api/v1/documents/" + found.get(0).path("id").asText());
  }

  private static boolean needsPerson(JsonNode answer) {
    return answer.path("needs-attention").asInt() > 0
        || answer.has("alert")
        || answer.path("state").asText().equals("held");
  }

  private List<String> lines(JsonNode answer) {
    return id.isPresent() ? life(answer) : counts(answer);
  }

  private static List<String> counts(JsonNode counts) {
    return VIEWS.stream()
        .map(view -> "%-16s %6d".formatted(view.replace('-', ' '), counts.path(view).asInt()))
        .toList();
  }

  private static List<String> life(JsonNode document) {
    List<String> lines = new ArrayList<>();
    JsonNode who = document.path("whoHasIt");
    lines.add(
        "%s, version %d, to %s"
            .formatted(
                document.path("useCase").asText(),
                document.path("version").asInt(),
                document.path("recipient").asText()));
    lines.add(who.path("label").asText() + ": " + who.path("sentence").asText());
    if (who.has("next")) {
      lines.add("Next: " + who.path("next").asText());
    }
    StreamSupport.stream(document.path("timeline").spliterator(), false)
        .map(
            line ->
                "%s  %s  %s"
                    .formatted(
                        line.path("at").asText(),
                        line.path("kind").asText(),
                        line.path("detail").asText()))
        .forEach(lines::add);
    return lines.stream().map(StrangersText::plain).toList();
  }
}
