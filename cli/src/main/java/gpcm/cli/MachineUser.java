package gpcm.cli;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.audit.AuditLog;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.store.Database;
import java.time.InstantSource;
import picocli.CommandLine.Model.CommandSpec;

/** Whoever works on the machine, as the audit log has them: nobody has signed them in. */
public final class MachineUser {
  private MachineUser() {}

  private static Actor actor(String organisation) {
    return Actor.unknown("machine-user:" + name(), organisation);
  }

  /** The audit log of a node, to write what is done on its machine. */
  public static AuditLog log(NodeConfiguration node, Database database) {
    String version = MachineUser.class.getPackage().getImplementationVersion();
    return new AuditLog(
        database.jdbi(),
        InstantSource.system(),
        node.name(),
        version == null ? "unknown" : version);
  }

  /** An entry about what a command does for an organisation. */
  public static AuditEntry entry(
      AuditLog log, String organisation, Action action, CommandSpec command) {
    return log.entry(organisation, action, actor(organisation))
        .forOperations()
        .from(
            log.place()
                .request(
                    command.qualifiedName(),
                    "process-" + ProcessHandle.current().pid(),
                    "this machine"));
  }

  // As the system knows it: anyone can give Java another user.name.
  /** The name that the system knows them by. */
  public static String name() {
    return ProcessHandle.current()
        .info()
        .user()
        .orElseGet(() -> System.getProperty("user.name", "unknown"));
  }
}
