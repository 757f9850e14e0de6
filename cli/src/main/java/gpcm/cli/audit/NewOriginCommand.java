package gpcm.cli.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.cli.MachineUser;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.NewOrigin;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.store.Database;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "new-origin",
    description =
        "Begins a node's audit log anew when the key that signed it is lost: with another name and"
            + " key, and a first entry that quotes the last checkpoint of the one before. For when"
            + " no copy of the key is left; start the node again afterwards.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:begun; the new public key was printed",
      "2:the configuration cannot be used, or the command was used wrongly",
      "70:the key is not lost, or the database cannot be used; nothing has changed"
    })
final class NewOriginCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "the node's configuration; the node may run or not")
  private Path configuration;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "what became of the key, for the first entry")
  private String reason;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    NodeConfiguration node = NodeConfiguration.read(configuration, System.getenv());
    List<String> organisations =
        node.organisations().stream().map(each -> each.ods().value()).sorted().toList();
    try (Database database = LogAccess.open(node)) {
      AuditLog log = MachineUser.log(node, database);
      NewOrigin.Begun begun =
          new NewOrigin(
                  database.jdbi(), log, node.audit(), node.dataFolder(), InstantSource.system())
              .begin(organisations, ods -> entry(log, ods));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "The log goes on from the last checkpoint of %s, of %d entries.%nIts key is in %s: keep a"
              + " copy in a safe place, copy it to the other nodes, and start them again.%nHand out"
              + " its public half: %s%n",
          begun.quoted().origin(), begun.quoted().size(), begun.file(), begun.key());
      out.flush();
    }
    return 0;
  }

  private AuditEntry entry(AuditLog log, String ods) {
    return MachineUser.entry(log, ods, Action.KEY_CHANGED, spec).because(reason);
  }
}
