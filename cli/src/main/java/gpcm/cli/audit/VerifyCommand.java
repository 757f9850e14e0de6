package gpcm.cli.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.audit.export.Export;
import gpcm.audit.export.ExportException;
import gpcm.audit.export.Fault;
import gpcm.audit.export.OutsideCheckpoint;
import gpcm.audit.export.Verification;
import gpcm.audit.export.Verifier;
import gpcm.audit.note.KeptCheckpoints;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.StrangersText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description =
        "Checks an export of an audit log, without its database: every entry against its leaf, the"
            + " leaves against every signed checkpoint and against those you kept, the personal"
            + " parts and the columns against what was sealed. Names the first entry that does not"
            + " fit.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all of it fits",
      "1:something does not fit, and was reported",
      "2:the input is no export, a checkpoint or key cannot be read, or the command was used"
          + " wrongly"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int LARGEST_FILE = 1 << 26;

  @Parameters(paramLabel = "DIR|ZIP", description = "the export")
  private Path export;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "checkpoints of this log that were kept elsewhere, such as the file a node appends them"
              + " to; may be repeated")
  private List<Path> checkpoints = List.of();

  @Option(
      names = "--key",
      paramLabel = "KEY|FILE",
      description =
          "a public key of the log or of a witness, or a file with one a line; may be repeated."
              + " Without any, those of the export are used, which prove little")
  private List<String> keys = List.of();

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Verification found;
    try (Export opened = Export.open(export)) {
      List<VerifierKey> trusted = TrustedKeys.of(keys);
      found = Verifier.verify(opened, trusted, outside());
    } catch (ExportException | NoteException e) {
      spec.commandLine()
          .getErr()
          .println(spec.commandLine().getColorScheme().errorText(e.getMessage()));
      return FailureMessage.BAD_INPUT;
    }
    if (json) {
      writeJson(found, out);
    } else {
      writeText(found, out);
    }
    out.flush();
    return found.fits() ? 0 : 1;
  }

  private List<OutsideCheckpoint> outside() throws IOException {
    List<OutsideCheckpoint> outside = new ArrayList<>();
    for (Path file : checkpoints) {
      List<SignedNote> notes = KeptCheckpoints.parse(SmallFile.bytes(file, LARGEST_FILE));
      for (int i = 0; i < notes.size(); i++) {
        outside.add(
            new OutsideCheckpoint(
                notes.size() == 1 ? file.toString() : file + " (" + (i + 1) + ")", notes.get(i)));
      }
    }
    return outside;
  }

  private static void writeText(Verification found, PrintWriter out) {
    for (Fault fault : found.faults()) {
      out.println("DOES NOT FIT: " + plain(fault.message()));
    }
    for (String remark : found.remarks()) {
      out.println("note: " + plain(remark));
    }
    out.printf(
        "%s: %d entries of %d checked, %d personal parts, %d erased; %d checkpoints of the export,"
            + " %d kept elsewhere%n",
        plain(found.origin()),
        found.entries(),
        found.size(),
        found.personalParts(),
        found.erased(),
        found.checkpoints(),
        found.outside());
    out.println(
        found.fits()
            ? "All of it fits. Root over %d entries: %s"
                .formatted(found.size(), found.root().base64())
            : "It does not fit: see above, the first fault found at the top.");
  }

  private static String plain(String text) {
    return StrangersText.replaced(text, "?");
  }

  private static void writeJson(Verification found, PrintWriter out) throws IOException {
    try (JsonGenerator to = JsonOutput.generator(out)) {
      to.writeStartObject();
      to.writeBooleanField("fits", found.fits());
      to.writeStringField("origin", found.origin());
      to.writeNumberField("size", found.size());
      to.writeStringField("root", found.root().base64());
      to.writeNumberField("entries", found.entries());
      to.writeNumberField("personalParts", found.personalParts());
      to.writeNumberField("erased", found.erased());
      to.writeNumberField("checkpoints", found.checkpoints());
      to.writeNumberField("checkpointsKept", found.outside());
      to.writeArrayFieldStart("faults");
      for (Fault fault : found.faults()) {
        to.writeStartObject();
        to.writeStringField("kind", fault.kind().code());
        if (fault.index().isPresent()) {
          to.writeNumberField("index", fault.index().getAsLong());
        }
        if (fault.entryId().isPresent()) {
          to.writeStringField("entry", fault.entryId().get().toString());
        }
        to.writeStringField("message", fault.message());
        to.writeEndObject();
      }
      to.writeEndArray();
      to.writeArrayFieldStart("notes");
      for (String remark : found.remarks()) {
        to.writeString(remark);
      }
      to.writeEndArray();
      to.writeEndObject();
    }
    out.println();
  }
}
