package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.attachments.DetectedType;
import gpcm.cli.terminal.StrangersText;
import gpcm.cli.terminal.UnusableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code gpcm handover}: a person looks at what waits for the record system, and answers for it.
 */
@Command(
    name = "handover",
    description =
        "Lists what waits to be taken over by the record system, saves it, and says what became of"
            + " it. See docs/handover.md.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses"
    })
public final class HandOverCommand implements Runnable {
  private static final String FEED = "/api/v1/handover";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Spec CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "list",
      description = "Lists what waits for an answer, in the order in which it was offered.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin NodeCaller node,
      @Option(names = "--json", description = "Print what the node answers, one line a page.")
          boolean json)
      throws IOException, InterruptedException {
    PrintWriter out = command.commandLine().getOut();
    String next = FEED;
    long found = 0;
    while (true) {
      JsonNode page = node.get(next);
      if (json) {
        out.println(page);
      }
      if (page.path("items").isEmpty()) {
        break;
      }
      for (JsonNode item : page.path("items")) {
        found++;
        if (!json) {
          out.println(line(item));
        }
      }
      next = page.path("next").asText();
    }
    if (!json) {
      out.println(found == 0 ? "Nothing waits." : found + " in all.");
    }
    out.flush();
    return 0;
  }

  private static String line(JsonNode item) {
    JsonNode document = item.path("document");
    return StrangersText.plain(
        "%s  %-8s  due %s  %s, %s (NHS number %s)"
            .formatted(
                item.path("id").asText(),
                item.path("kind").asText(),
                item.path("dueAt").asText(),
                document.path("title").asText("a confidential document"),
                document.at("/patient/name").asText(),
                document.at("/patient/nhsNumber").asText()));
  }

  @Command(
      name = "save",
      description = "Saves an item and its files into a new folder. It goes on to wait.",
      mixinStandardHelpOptions = true)
  int save(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "ID", description = "The item's id.") UUID id,
      @Option(
              names = "--into",
              paramLabel = "FOLDER",
              required = true,
              description = "A new folder.")
          Path folder)
      throws IOException, InterruptedException {
    JsonNode item = node.get(FEED + "/" + id);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      throw new UnusableFileException("--into " + folder, "is there already: name a new folder");
    }
    int place = 1;
    for (JsonNode file : item.at("/document/files")) {
      byte[] bytes = node.file(file);
      Files.write(
          folder.resolve(place++ + extension(file.path("contentType").asText(), bytes)), bytes);
    }
    Files.write(
        folder.resolve("item.json"),
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(item));
    say("Saved %d files and item.json into %s".formatted(place - 1, folder));
    return 0;
  }

  private static String extension(String contentType, byte[] bytes) {
    return contentType.startsWith("application/fhir+json")
        ? ".json"
        : DetectedType.of(bytes, contentType).extensions().getFirst();
  }

  @Command(
      name = "accept",
      description = "Says that an item is in the record system.",
      mixinStandardHelpOptions = true)
  int accept(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "ID", description = "The item's id.") UUID id,
      @Option(
              names = "--reference",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What the record system calls it.")
          String reference)
      throws IOException, InterruptedException {
    return answer(node, id, said("accepted").put("reference", reference));
  }

  @Command(
      name = "refuse",
      description = "Says why an item cannot be taken over; a person is told.",
      mixinStandardHelpOptions = true)
  int refuse(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "ID", description = "The item's id.") UUID id,
      @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
          String reason)
      throws IOException, InterruptedException {
    return answer(node, id, said("refused").put("reason", reason));
  }

  @Command(
      name = "again",
      description = "Offers an item again that was refused, or not answered in time.",
      mixinStandardHelpOptions = true)
  int again(
      @Mixin NodeCaller node,
      @Parameters(paramLabel = "ID", description = "The item's id.") UUID id,
      @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
          String reason)
      throws IOException, InterruptedException {
    JsonNode now =
        node.post(
            FEED + "/" + id + "/again",
            JsonNodeFactory.instance.objectNode().put("reason", reason));
    say("%s is offered for the %d. time".formatted(id, now.path("times").asInt()));
    return 0;
  }

  private static ObjectNode said(String result) {
    return JsonNodeFactory.instance.objectNode().put("result", result);
  }

  private int answer(NodeCaller node, UUID id, ObjectNode answer)
      throws IOException, InterruptedException {
    JsonNode now = node.post(FEED + "/" + id + "/answer", answer);
    say("%s is %s".formatted(id, now.path("state").asText()));
    return 0;
  }

  private void say(String line) {
    command.commandLine().getOut().println(line);
    command.commandLine().getOut().flush();
  }
}
