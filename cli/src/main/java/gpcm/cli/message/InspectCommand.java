package gpcm.cli.message;

import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.FileInput;
import gpcm.cli.terminal.FileOutput;
import gpcm.cli.terminal.StrangersText;
import gpcm.cli.terminal.UnusableFileException;
import gpcm.cli.terminal.Written;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpcm inspect}: what is in a message. Any ITK3 message is named, whatever its kind. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Shows what is in a message: header, documents, sizes, hashes; or what a response says.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the message cannot be read, the output cannot be used, or the command was used wrongly",
      "70:it failed, such as on a full disk"
    })
public final class InspectCommand implements Callable<Integer> {
  @Mixin private FileInput input;

  @Mixin private FileOutput output;

  @Option(names = "--json", description = "one JSON object instead of a tree")
  private boolean json;

  @Option(
      names = "--extract",
      paramLabel = "DIR",
      description = "saves the attachments into this folder, under names of its own")
  private Optional<Path> extract = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    output.check();
    MessageFile file = MessageFile.one(input.name(), System.in);
    if (extract.isEmpty()) {
      return show(file, AttachmentSink.discarding());
    }
    Path folder = extract.get();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UnusableFileException("--extract " + folder, "is a file; give a folder");
    }
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, ".gpcm-");
    try {
      return show(file, AttachmentSink.toFolder(work));
    } finally {
      TemporaryFolder.delete(work);
    }
  }

  private int show(MessageFile file, AttachmentSink sink) throws IOException {
    ReadMessage message;
    try {
      message = file.read(new MessageReader(ReadLimits.STANDARD, Tolerances.ALL), sink);
    } catch (UnreadableMessageException e) {
      String place = e.line() > 0 ? " (line " + e.line() + ", column " + e.column() + ")" : "";
      spec.commandLine()
          .getErr()
          .println(
              StrangersText.plain(
                  file.name() + " cannot be read as an ITK3 message: " + e.getMessage() + place));
      return FailureMessage.BAD_INPUT;
    }
    List<String> saved =
        extract.isPresent() && message instanceof SendDocument document
            ? SavedAttachments.save(document.attachments(), extract.get(), output.force())
            : List.of();
    Optional<Written> written =
        output.printed(
            out -> {
              if (json) {
                InspectionJson.write(file.name(), message, saved, out);
              } else {
                InspectionText.write(file.name(), message, saved, out);
              }
            });
    if (written.isPresent()) {
      written.get().tell("what is in " + file.name(), json, spec.commandLine().getOut());
    }
    return 0;
  }
}
