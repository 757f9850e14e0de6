package gpcm.cli;

import gpcm.audit.entry.Actor;

/** Whoever works on the machine, as the audit log has them: nobody has signed them in. */
public final class MachineUser {
  private MachineUser() {}

  /** Who does something for an organisation. */
  public static Actor actor(String organisation) {
    return Actor.unknown("machine-user:" + name(), organisation);
  }

  // As the system knows it: anyone can give Java another user.name.
  private static String name() {
    return ProcessHandle.current()
        .info()
        .user()
        .orElseGet(() -> System.getProperty("user.name", "unknown"));
  }
}
