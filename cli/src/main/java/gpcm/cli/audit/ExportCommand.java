package gpcm.cli.audit;

import gpcm.audit.entry.Action;
import gpcm.cli.MachineUser;
import gpcm.cli.terminal.FileOutput;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.Written;
import gpcm.node.audit.AuditExport;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditQuery;
import gpcm.node.audit.AuditSearch;
import gpcm.node.audit.EntryExport;
import gpcm.node.audit.EntryFormat;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.store.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description =
        "Writes entries of a node's audit log to a file, on the machine of the node: for people"
            + " (csv), for programs (jsonl, fhir), or so that gpcm audit verify can check them"
            + " (log). That it was exported, and by whom, is an entry of the log.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "2:the configuration or the file cannot be used, or the command was used wrongly",
      "70:the database cannot be used, or an entry in it was changed"
    })
final class ExportCommand implements Callable<Integer> {
  private static final long PROGRESS = 50_000;

  /** What is written. */
  enum Format {
    CSV,
    JSONL,
    FHIR,
    LOG;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private LogAccess access;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "csv: a table; jsonl: one JSON object a line; fhir: one FHIR AuditEvent (R4) a line; log:"
              + " a folder, or a ZIP file when FILE ends in .zip, of entries, leaves and"
              + " checkpoints; without --organisation of all entries (${DEFAULT-VALUE})")
  private Format format = Format.CSV;

  @Mixin private FileOutput output;

  @Option(names = "--json", description = "one JSON object about the file instead of text")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (output.file().isEmpty() && (json || format == Format.LOG)) {
      throw access.wrong("give a file with -o: " + (json ? "--json" : "a log") + " needs one");
    }
    if (format == Format.LOG) {
      LogFile.check(output);
    } else {
      output.check();
    }
    NodeConfiguration node = access.configuration();
    if (format == Format.LOG && !access.hasOrganisation()) {
      return whole(node);
    }
    AuditQuery query = access.query(node, 1);
    try (Database database = LogAccess.open(node)) {
      AuditLog log = MachineUser.log(node, database);
      AuditSearch search = new AuditSearch(database.jdbi(), log);
      tellLog(log, query.organisation(), access.words(query));
      if (format == Format.LOG) {
        long entries =
            LogFile.write(
                output,
                path -> new AuditExport(database.jdbi()).writeTo(path, search, query, progress()));
        tell(entries, Map.of("file", output.file().orElseThrow()));
        return 0;
      }
      long[] entries = {0};
      Optional<Written> written =
          output.bytes(
              out -> entries[0] = new EntryExport(search).write(query, form(), out, progress()));
      if (written.isPresent()) {
        tell(entries[0], written.get().fields());
      }
      return 0;
    }
  }

  private EntryFormat form() {
    return switch (format) {
      case CSV -> EntryFormat.CSV;
      case JSONL -> EntryFormat.JSON_LINES;
      case FHIR -> EntryFormat.FHIR;
      case LOG -> throw new IllegalStateException("a log is no stream");
    };
  }

  private int whole(NodeConfiguration node) throws IOException {
    if (access.isNarrowed()) {
      throw access.wrong("give --organisation as well: without it the whole log is exported");
    }
    try (Database database = LogAccess.open(node)) {
      AuditLog log = MachineUser.log(node, database);
      for (OrganisationSettings each : node.organisations()) {
        tellLog(log, each.ods().value(), "the whole log");
      }
      long entries =
          LogFile.write(output, path -> new AuditExport(database.jdbi()).writeTo(path, progress()));
      tell(entries, Map.of("file", output.file().orElseThrow()));
      return 0;
    }
  }

  /** Before anything is read: whoever sees the file has been written down. */
  private void tellLog(AuditLog log, String ods, String which) {
    String what = "%s as %s into %s".formatted(which, format, output.file().orElse("a pipe"));
    log.write(List.of(access.entry(log, ods, Action.AUDIT_EXPORTED, what)));
  }

  private LongConsumer progress() {
    PrintWriter err = spec.commandLine().getErr();
    return count -> {
      if (count % PROGRESS == 0) {
        err.println(String.format(Locale.ROOT, "%,d entries written", count));
        err.flush();
      }
    };
  }

  private void tell(long entries, Map<String, Object> file) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>(file);
      fields.put("format", format.toString());
      fields.put("entries", entries);
      JsonOutput.line(fields, out);
      return;
    }
    out.println(
        String.format(
            Locale.ROOT,
            "wrote %s: %,d %s",
            output.file().orElseThrow(),
            entries,
            entries == 1 ? "entry" : "entries"));
    out.flush();
  }
}
