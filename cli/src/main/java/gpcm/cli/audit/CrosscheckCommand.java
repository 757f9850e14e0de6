package gpcm.cli.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.cli.MachineUser;
import gpcm.cli.terminal.JsonOutput;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.CrossCheck;
import gpcm.node.audit.CrossCheckResult;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.store.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "crosscheck",
    description =
        "Compares what happened on a day, as the node's other tables have it, with the entries of"
            + " the audit log, and names what has none. A node does so each night"
            + " (audit.cross-check-at); this is for a day by hand. It is an entry of the log.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all that happened has its entry",
      "1:something has none, and was named",
      "2:the configuration cannot be used, or the command was used wrongly",
      "70:the database cannot be used"
    })
final class CrosscheckCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "the node's configuration, whose database is read; the node may run or not")
  private Path configuration;

  @Option(
      names = "--day",
      paramLabel = "DAY",
      description = "the day (2026-11-28, in UTC); without it yesterday")
  private Optional<LocalDate> day = Optional.empty();

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    NodeConfiguration node = NodeConfiguration.read(configuration, System.getenv());
    try (Database database = LogAccess.open(node)) {
      AuditLog log = MachineUser.log(node, database);
      CrossCheckResult result =
          new CrossCheck(database.jdbi())
              .of(day.orElseGet(() -> LocalDate.now(ZoneOffset.UTC).minusDays(1)));
      List<String> known =
          node.organisations().stream().map(organisation -> organisation.ods().value()).toList();
      log.write(
          result.organisations(known).stream()
              .map(ods -> entry(log, ods, result.of(ods)))
              .toList());
      show(result);
      return result.missing() == 0 ? 0 : 1;
    }
  }

  private AuditEntry entry(AuditLog log, String ods, CrossCheckResult result) {
    AuditEntry entry =
        MachineUser.entry(log, ods, Action.AUDIT_VERIFIED, spec).asked(result.words());
    return result.missing() == 0
        ? entry
        : entry.ended(Outcome.failed(result.missing() + " entries missing"));
  }

  private void show(CrossCheckResult result) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      try (JsonGenerator to = JsonOutput.generator(out)) {
        write(to, result);
      }
      out.println();
    } else {
      result
          .lines()
          .forEach(
              line ->
                  out.printf(
                      "%-10s %-32s %8d happened, %8d without an entry%s%n",
                      line.organisation(),
                      line.kind(),
                      line.happened(),
                      line.missing(),
                      line.missing() == 0 ? "" : ": " + String.join(", ", line.examples())));
      out.printf(
          "%s: %d things happened, %d have no entry%n",
          result.day(), result.happened(), result.missing());
    }
    out.flush();
  }

  private static void write(JsonGenerator to, CrossCheckResult result) throws IOException {
    to.writeStartObject();
    to.writeStringField("day", result.day().toString());
    to.writeNumberField("happened", result.happened());
    to.writeNumberField("missing", result.missing());
    to.writeArrayFieldStart("kinds");
    for (CrossCheckResult.Line line : result.lines()) {
      to.writeStartObject();
      to.writeStringField("organisation", line.organisation());
      to.writeStringField("kind", line.kind());
      to.writeNumberField("happened", line.happened());
      to.writeNumberField("missing", line.missing());
      to.writeArrayFieldStart("examples");
      for (String example : line.examples()) {
        to.writeString(example);
      }
      to.writeEndArray();
      to.writeEndObject();
    }
    to.writeEndArray();
    to.writeEndObject();
  }
}
