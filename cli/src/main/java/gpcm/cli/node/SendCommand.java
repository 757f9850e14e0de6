package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.cli.terminal.StrangersText;
import gpcm.cli.terminal.UnusableFileException;
import gpcm.node.sending.EncounterAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm send}: tells a node what happened to a consultation. */
@Command(
    name = "send",
    description =
        "Tells a node that a consultation was created or updated, or deleted. The node decides what"
            + " is sent of it, and when. See docs/sending.md.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the node has kept it; or, of a dry run, it would go, or nothing has changed and it goes or"
          + " has gone",
      "1:the node has kept it and decided that it is not sent; or a deleted one has left, and"
          + " somebody must be told; or, of a dry run, it would not go by itself: it waits for a"
          + " person, or has come to nothing",
      "2:the command was used wrongly, or the consultation is not acceptable",
      "70:the node does not answer, or refuses"
    })
public final class SendCommand implements Callable<Integer> {
  private static final Set<String> ON_ITS_WAY =
      Set.of("waiting", "accepted", "built", "sent", "infrastructure-acknowledged", "completed");

  @Mixin NodeCaller node;

  @ArgGroup(multiplicity = "1")
  What what;

  /** What happened. */
  static final class What {
    @Parameters(
        paramLabel = "FILE",
        description =
            "The consultation's JSON. The files that it declares are taken from the same folder.")
    Optional<Path> file;

    @Option(
        names = "--deleted",
        paramLabel = "ENCOUNTER",
        description = "The consultation with this id was deleted.")
    Optional<String> deleted;
  }

  @Option(
      names = "--now",
      description =
          "The file is a report with its version, which goes at once instead of at the end of the"
              + " organisation's time.")
  boolean now;

  @Option(
      names = "--dry-run",
      description = "Say what would become of the consultation, and why. Nothing is kept or sent.")
  boolean dryRun;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "With --dry-run: write the report that would travel, a PDF, to this file.")
  Optional<Path> report;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why it was deleted.")
  Optional<String> reason;

  @Option(names = "--json", description = "Print what the node answers: one JSON object.")
  boolean json;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (report.isPresent() && !dryRun) {
      throw new ParameterException(command.commandLine(), "--report goes with --dry-run only");
    }
    if (dryRun && (now || what.deleted.isPresent())) {
      throw new ParameterException(
          command.commandLine(), "--dry-run goes with neither --now nor --deleted");
    }
    return what.deleted.isPresent() ? deleted(what.deleted.get()) : recorded(what.file.get());
  }

  private int recorded(Path file) throws IOException, InterruptedException {
    SubmittedFile submitted = SubmittedFile.read(file, now);
    String encounter = submitted.document().encounterId();
    if (dryRun) {
      return tried(
          node.submit("POST", EncounterAddress.of(encounter) + "/dry-run", submitted.form()));
    }
    JsonNode answer =
        now
            ? node.submit("POST", "/api/v1/documents", submitted.form())
            : node.submit("PUT", EncounterAddress.of(encounter), submitted.form());
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      answer
          .path("decisions")
          .forEach(
              step ->
                  out.println(
                      StrangersText.plain(
                          step.path("step").asText() + ": " + step.path("reason").asText())));
      out.println(StrangersText.plain(outcome(answer)));
    }
    out.flush();
    return answer.path("state").asText().equals("not-sent") ? 1 : 0;
  }

  private int tried(JsonNode answer) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    JsonNode pdf = answer.path("report").path("pdf");
    if (report.isPresent() && pdf.isTextual()) {
      write(report.get(), pdf.binaryValue());
    }
    boolean goes =
        answer.has("leavesAt")
            || (answer.has("unchanged") && ON_ITS_WAY.contains(answer.path("state").asText()));
    if (json) {
      out.println(answer);
    } else {
      DryRunText.lines(answer, goes).forEach(line -> out.println(StrangersText.plain(line)));
      if (report.isPresent()) {
        out.println(
            pdf.isTextual()
                ? "the report that would travel is in " + report.get()
                : "no report would be made, so " + report.get() + " is not written");
      }
    }
    out.flush();
    return goes ? 0 : 1;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new UnusableFileException(file.toString(), "is there already: name another one");
    }
  }

  private static String outcome(JsonNode answer) {
    String which =
        "document %s, version %d"
            .formatted(answer.path("id").asText(), answer.path("version").asInt());
    return switch (answer.path("state").asText()) {
      case "waiting" ->
          which + ": leaves at " + answer.path("waitsUntil").asText() + " unless changed";
      case "unconfirmed" -> which + ": waits to be confirmed (gpcm confirm)";
      case "not-sent" -> which + ": not sent, " + answer.path("failure").asText();
      default -> which + ": " + answer.path("state").asText();
    };
  }

  private int deleted(String encounter) throws IOException, InterruptedException {
    JsonNode answer =
        node.delete(
            EncounterAddress.of(encounter)
                + reason.map(why -> "?reason=" + encoded(why)).orElse(""));
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      answer
          .path("withdrawn")
          .forEach(id -> out.println("document " + id.asText() + " is withdrawn"));
      JsonNode warning = answer.path("warning");
      if (!warning.isMissingNode()) {
        out.println(
            StrangersText.plain(
                "WARNING: %s%n  patient %s, NHS number %s, consultation of %s, registered practice %s%n  follow-up %s"
                    .formatted(
                        warning.path("text").asText(),
                        warning.path("patientName").asText(),
                        warning.path("nhsNumber").asText(),
                        warning.path("consultationDate").asText(),
                        warning.path("registeredPractice").asText(),
                        warning.path("followUp").asText())));
      }
    }
    out.flush();
    return answer.has("warning") ? 1 : 0;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
