package gpcm.cli.node;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.cli.MachineUser;
import gpcm.node.audit.AuditLog;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.people.Directory;
import gpcm.node.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whom a node knows, reached on its own machine and through its configuration, running or not. */
final class NodeDirectory {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "The node's configuration.")
  Path configuration;

  @Option(
      names = "--organisation",
      paramLabel = "ODS",
      description = "ODS code of the organisation; may be left out when the node has only one.")
  Optional<String> organisation;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  /** Does something with the directory and the organisation that was named. */
  <T> T with(Work<T> work) {
    NodeConfiguration settings = NodeConfiguration.read(configuration, System.getenv());
    String ods = organisation(settings);
    try (Database database = Database.openBeside(settings.database(), settings.dataFolder())) {
      return work.with(Directory.of(database.jdbi(), InstantSource.system()), ods, settings);
    }
  }

  /**
   * The same, and says so in the audit log: both, or neither.
   *
   * @param about what the entry says of what came of it
   */
  <T> T recorded(Action action, Work<T> work, Function<T, UnaryOperator<AuditEntry>> about) {
    NodeConfiguration settings = NodeConfiguration.read(configuration, System.getenv());
    String ods = organisation(settings);
    try (Database database = Database.openBeside(settings.database(), settings.dataFolder())) {
      Directory directory = Directory.of(database.jdbi(), InstantSource.system());
      AuditLog log = MachineUser.log(settings, database);
      log.prepareMonths();
      AuditEntry entry = MachineUser.entry(log, ods, action, command);
      return log.doing(
          () -> work.with(directory, ods, settings),
          result -> List.of(about.apply(result).apply(entry)));
    }
  }

  /** What is done. */
  @FunctionalInterface
  interface Work<T> {
    T with(Directory directory, String organisation, NodeConfiguration settings);
  }

  private String organisation(NodeConfiguration settings) {
    List<String> served =
        settings.organisations().stream().map(each -> each.ods().value()).toList();
    if (organisation.isEmpty() && served.size() == 1) {
      return served.getFirst();
    }
    return organisation
        .filter(served::contains)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--organisation must be one that the node works for: "
                        + String.join(", ", served)));
  }
}
