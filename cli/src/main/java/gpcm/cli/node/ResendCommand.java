package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.cli.terminal.StrangersText;
import gpcm.cli.terminal.UnusableFileException;
import gpcm.node.sending.EncounterAddress;
import java.io.IOException;
import java.nio.file.Path;
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

/** {@code gpcm resend}: a person has a document sent again that did not arrive. */
@Command(
    name = "resend",
    description =
        "Sends a document again that failed or is overdue: the same document, in a new message. Or"
            + " sends its consultation corrected, as the next version. Or counts all that match,"
            + " for people to have them sent again: that takes two of them. See docs/sending.md.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or counted and handed to people",
      "1:of many: none matches, or with --watch, not all went again",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses: it says why"
    })
public final class ResendCommand implements Callable<Integer> {
  @Mixin NodeCaller node;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The document's id at the node (gpcm status).")
  Optional<UUID> id;

  @Mixin ManyDocuments many;

  @Mixin NamedPerson by;

  @Option(
      names = "--although-collected",
      description = "Also when MESH says that the recipient has collected it.")
  boolean although;

  @Option(
      names = "--corrected",
      paramLabel = "FILE",
      description =
          "The corrected consultation as JSON, its attachments beside it: it takes the document's"
              + " place and goes at once.")
  Optional<Path> corrected;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    many.requireOne(id.isPresent());
    if (many.isAsked()) {
      requireNothingOfOne();
      return many.stop.isPresent() ? many.stop(node, by) : countAll();
    }
    if (corrected.isPresent()) {
      correct(corrected.get());
    } else {
      node.command(
          "/api/v1/documents/"
              + id.orElseThrow()
              + "/resend"
              + (although ? "?although-collected=true" : ""),
          by.body());
      command.commandLine().getOut().println("it goes again");
    }
    command.commandLine().getOut().flush();
    return 0;
  }

  private void requireNothingOfOne() {
    if (corrected.isPresent() || although) {
      throw new ParameterException(
          command.commandLine(), "--corrected and --although-collected are for one document: ID");
    }
  }

  // A program is neither of the two people: it counts, and they have it done.
  private int countAll() throws IOException, InterruptedException {
    JsonNode counted = many.count(node, "resend");
    if (counted.path("items").asInt() == 0) {
      many.print(many.json ? counted.toString() : "there is nothing to send again");
      return 1;
    }
    if (!many.json) {
      many.print(
          ("nothing is sent yet: it takes two people. Within an hour one of them opens this page"
                  + " and asks for it, with the reason; another one confirms it there:%n  %s")
              .formatted(ManyDocuments.page(node, counted)));
    }
    return many.follow(node, counted);
  }

  private void correct(Path file) throws IOException, InterruptedException {
    SubmittedFile submitted = SubmittedFile.read(file, false);
    String encounter =
        node.get("/api/v1/documents/" + id.orElseThrow()).path("encounterId").asText();
    if (!submitted.document().encounterId().equals(encounter)) {
      throw new UnusableFileException(
          file.toString(), "is of another encounter than document " + id.orElseThrow());
    }
    JsonNode answer =
        node.submit("PUT", EncounterAddress.of(encounter) + "?now=true", submitted.form());
    command
        .commandLine()
        .getOut()
        .println(
            StrangersText.plain(
                "document %s, version %d: %s"
                    .formatted(
                        answer.path("id").asText(),
                        answer.path("version").asInt(),
                        answer.path("state").asText())));
  }
}
