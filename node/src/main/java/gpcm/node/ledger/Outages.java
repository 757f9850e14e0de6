package gpcm.node.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** Tells a database that is away from one that refuses a statement. */
public final class Outages {
  private Outages() {}

  /** Whether the database could not be reached, or went away. */
  public static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotAliveException) {
        return true;
      }
      if (cause instanceof SQLException sql) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        // 08: connection; 57P: shutdown, crash, starting; 53: no room, too many connections;
        // HikariCP's time-out.
        return sql instanceof SQLTransientException
            || state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.equals("25006");
      }
    }
    return false;
  }

  /**
   * Throws a failure on when the database is away: that is none of what was worked on, which is
   * claimed again when the database is back.
   */
  public static void passOn(Exception failure) {
    if (failure instanceof RuntimeException outage && isOutage(outage)) {
      throw outage;
    }
  }

  /** The innermost cause in words, without the values of a statement. */
  public static String cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }
}
