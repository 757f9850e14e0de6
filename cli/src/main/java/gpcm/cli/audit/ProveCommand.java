package gpcm.cli.audit;

import gpcm.audit.export.EntryProof;
import gpcm.audit.export.Export;
import gpcm.audit.export.ExportException;
import gpcm.audit.export.ExportedEntry;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.StrangersText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "prove",
    description =
        "Writes one entry of an export and its proof (C2SP tlog-proof) as two small files, which"
            + " show by themselves that the entry is in the log",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:there is no such entry, the export does not fit, or the command was used wrongly"
    })
final class ProveCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR|ZIP", description = "the export")
  private Path export;

  @Parameters(
      index = "1",
      paramLabel = "ENTRY",
      description = "the entry: its id, or its index in the log")
  private String entry;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "the folder for the two files (default: this one)")
  private Path folder = Path.of(".");

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    EntryProof found;
    try (Export opened = Export.open(export)) {
      found = EntryProof.of(opened, wanted(), StrangersText.replaced(entry, "?"));
    } catch (ExportException e) {
      spec.commandLine()
          .getErr()
          .println(spec.commandLine().getColorScheme().errorText(e.getMessage()));
      return FailureMessage.BAD_INPUT;
    }
    Path bytes = folder.resolve(found.entry().id() + ".json");
    Path proof = folder.resolve(found.entry().id() + ".tlog-proof");
    Files.write(bytes, found.entry().bytes(), StandardOpenOption.CREATE_NEW);
    Files.writeString(
        proof, found.proof().written(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    tell(found, bytes, proof);
    return 0;
  }

  private Predicate<ExportedEntry> wanted() {
    return entry.matches("[0-9]{1,18}")
        ? each -> each.index() == Long.parseLong(entry)
        : each -> each.id().toString().equals(entry);
  }

  private void tell(EntryProof found, Path bytes, Path proof) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("index", found.entry().index());
      fields.put("entry", bytes.toString());
      fields.put("proof", proof.toString());
      JsonOutput.line(fields, out);
    } else {
      out.printf("wrote %s and %s: entry %d and its proof%n", bytes, proof, found.entry().index());
      out.flush();
    }
  }
}
