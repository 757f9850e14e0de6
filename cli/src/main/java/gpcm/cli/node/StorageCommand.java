package gpcm.cli.node;

import gpcm.audit.entry.Action;
import gpcm.cli.MachineUser;
import gpcm.cli.terminal.JsonOutput;
import gpcm.node.audit.AuditLog;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.retention.Storage;
import gpcm.node.store.Database;
import gpcm.node.working.Keeping;
import gpcm.node.working.Stopped;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm node storage}: what a node's database takes, and what of it is due to go. */
@Command(
    name = "storage",
    description = {
      "Shows what a node's database takes, and what of it is due to be deleted.",
      "On the machine of the node, whether it runs or not."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was shown, or done",
      "2:the command was used wrongly, or the configuration cannot be used",
      "70:the node's database cannot be reached"
    })
final class StorageCommand implements Callable<Integer> {
  private static final int LONGEST = 500;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "The node's configuration.")
  Path configuration;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @ArgGroup Switch change;

  @Spec CommandSpec command;

  /** Of the two, one at most. */
  static final class Switch {
    @Option(
        names = "--stop-destruction",
        paramLabel = "WHY",
        description = "Delete nothing from now on, on any node of the database.")
    Optional<String> stop = Optional.empty();

    @Option(
        names = "--allow-destruction",
        paramLabel = "WHY",
        description = "Delete again what is due.")
    Optional<String> allow = Optional.empty();

    String why() {
      return stop.or(() -> allow).orElse("").strip();
    }
  }

  @Override
  public Integer call() throws IOException {
    if (change != null && (change.why().isEmpty() || change.why().length() > LONGEST)) {
      throw new ParameterException(
          command.commandLine(), "Say why, in 1 to %d characters".formatted(LONGEST));
    }
    NodeConfiguration settings = NodeConfiguration.read(configuration, System.getenv());
    try (Database database = Database.openBeside(settings.database(), settings.dataFolder())) {
      Storage storage = new Storage(database, InstantSource.system());
      if (change != null) {
        change(settings, database, storage);
      }
      Optional<Stopped> stopped = new Keeping(database.jdbi(), InstantSource.system()).stopped();
      PrintWriter out = command.commandLine().getOut();
      if (json) {
        JsonOutput.line(object(storage.sizes(), storage.due(), stopped), out);
      } else {
        print(storage.sizes(), storage.due(), stopped, out);
      }
      return 0;
    }
  }

  private void change(NodeConfiguration settings, Database database, Storage storage) {
    AuditLog log = MachineUser.log(settings, database);
    log.prepareMonths();
    boolean stops = change.stop.isPresent();
    database
        .jdbi()
        .useTransaction(
            handle -> {
              if (stops) {
                storage.stop(handle, MachineUser.name(), change.why());
              } else {
                storage.allow(handle);
              }
              record(handle, log, settings, stops);
            });
  }

  private void record(Handle handle, AuditLog log, NodeConfiguration settings, boolean stops) {
    String on = "what is due is deleted";
    String off = "nothing is deleted";
    log.write(
        handle,
        settings.organisations().stream()
            .map(
                each ->
                    MachineUser.entry(
                            log, each.ods().value(), Action.CONFIGURATION_CHANGED, command)
                        .because(change.why())
                        .changing(stops ? on : off, stops ? off : on))
            .toList());
  }

  private static Map<String, Object> object(
      Storage.Sizes sizes, List<Storage.Due> due, Optional<Stopped> stopped) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("databaseBytes", sizes.database());
    object.put("contentBytes", sizes.contents());
    object.put("timelineBytes", sizes.timeline());
    object.put("auditLogBytes", sizes.auditLog());
    object.put(
        "due",
        due.stream()
            .map(
                each ->
                    Map.of(
                        "organisation",
                        each.organisation(),
                        "sent",
                        each.sent(),
                        "received",
                        each.received(),
                        "contents",
                        each.contents()))
            .toList());
    stopped.ifPresent(
        since ->
            object.put(
                "stopped",
                Map.of(
                    "since",
                    since.since().toString(),
                    "by",
                    since.by(),
                    "reason",
                    since.reason())));
    return object;
  }

  private static void print(
      Storage.Sizes sizes, List<Storage.Due> due, Optional<Stopped> stopped, PrintWriter out) {
    line(out, "database", sizes.database());
    line(out, "  messages and files", sizes.contents());
    line(out, "  timeline", sizes.timeline());
    line(out, "  audit log", sizes.auditLog());
    for (Storage.Due each : due) {
      out.println(
          "%s: due are %s sent, %s received, and the files of %s more"
              .formatted(
                  each.organisation(),
                  number(each.sent()),
                  number(each.received()),
                  number(each.contents())));
    }
    stopped.ifPresent(
        since ->
            out.println(
                "Nothing is deleted since %s: %s (%s)"
                    .formatted(since.since(), since.reason(), since.by())));
    out.flush();
  }

  private static String number(int counted) {
    return counted == Storage.COUNTED ? "%d or more".formatted(counted) : Integer.toString(counted);
  }

  private static void line(PrintWriter out, String what, long bytes) {
    out.println(String.format(Locale.ROOT, "%-22s %10.1f MiB", what, bytes / 1024.0 / 1024.0));
  }
}
