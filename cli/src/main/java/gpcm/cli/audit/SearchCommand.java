package gpcm.cli.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Sentence;
import gpcm.cli.MachineUser;
import gpcm.cli.terminal.JsonOutput;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditQuery;
import gpcm.node.audit.AuditSearch;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.store.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "search",
    description =
        "Shows entries of a node's audit log as sentences, newest first, on the machine of the"
            + " node: who looked at a patient, what somebody did, what became of a document. That"
            + " it was read, and by whom, is an entry of the log.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown, also when nothing was found",
      "2:the configuration cannot be used, or the command was used wrongly",
      "70:the database cannot be used, or an entry in it was changed"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  @Mixin private LogAccess access;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many at most, 1 to 1000 (${DEFAULT-VALUE})")
  private int limit = 100;

  @Option(
      names = "--before",
      paramLabel = "ENTRY",
      description = "go on behind this entry, the last one shown before")
  private Optional<UUID> before = Optional.empty();

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (limit < 1 || limit > MOST) {
      throw access.wrong("--limit %d is not 1 to %d".formatted(limit, MOST));
    }
    NodeConfiguration node = access.configuration();
    AuditQuery query = access.query(node, limit + 1);
    AuditQuery asked = before.map(query::after).orElse(query);
    try (Database database = LogAccess.open(node)) {
      AuditLog log = MachineUser.log(node, database);
      log.write(
          List.of(access.entry(log, query.organisation(), Action.AUDIT_READ, access.words(query))));
      List<AuditEntry> found = new AuditSearch(database.jdbi(), log).find(asked);
      boolean more = found.size() > limit;
      show(more ? found.subList(0, limit) : found, more);
    }
    return 0;
  }

  private void show(List<AuditEntry> entries, boolean more) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      try (JsonGenerator to = JsonOutput.generator(out)) {
        to.writeStartObject();
        to.writeArrayFieldStart("entries");
        for (AuditEntry entry : entries) {
          to.writeStartObject();
          to.writeStringField("id", entry.id().toString());
          to.writeStringField("at", entry.at().toString());
          to.writeStringField("action", entry.action().code());
          to.writeStringField("actor", entry.actor().id());
          to.writeStringField("says", Sentence.of(entry));
          to.writeEndObject();
        }
        to.writeEndArray();
        to.writeBooleanField("more", more);
        to.writeEndObject();
      }
      out.println();
    } else {
      entries.forEach(entry -> out.println(entry.at() + "  " + Sentence.of(entry)));
      if (more) {
        out.println("There are more: --before " + entries.getLast().id());
      }
    }
    out.flush();
  }
}
