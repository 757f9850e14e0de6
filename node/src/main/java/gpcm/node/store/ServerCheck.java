package gpcm.node.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that a database can be trusted with what a node promises. */
final class ServerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);
  private static final int OLDEST_VERSION = 14;
  // It starts, stops, or comes back from a crash: it says so, and is there in a moment.
  private static final Set<String> COMES_BACK = Set.of("57P01", "57P02", "57P03");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private ServerCheck() {}

  /**
   * Connects and looks. A server that is there and says that it takes no connections yet is asked
   * again for a minute.
   *
   * @throws StoreException saying what is wrong and what to do
   */
  static void check(DatabaseSettings settings) {
    String url = settings.url().orElseThrow();
    Properties properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings
        .passwordNow()
        .ifPresent(password -> properties.setProperty("password", password.reveal()));
    try (Connection connection = connection(url, properties)) {
      check(connection, url);
    } catch (SQLException e) {
      throw new StoreException(
          "no connection to %s: %s. Check database.url, database.user and database.password; a server on another machine has to prove its name by TLS, unless database.url says another sslmode"
              .formatted(url, e.getMessage()),
          e);
    }
  }

  private static Connection connection(String url, Properties properties) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return DriverManager.getConnection(url, properties);
      } catch (SQLException e) {
        if (e.getSQLState() == null
            || !COMES_BACK.contains(e.getSQLState())
            || System.nanoTime() > end) {
          throw e;
        }
        LOG.info("the database takes no connections yet ({}); asking again", e.getSQLState());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for the database", e);
    }
  }

  private static void check(Connection connection, String url) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST_VERSION) {
      throw new StoreException(
          "%s is PostgreSQL %d; the node needs %d or newer. Upgrade the server, or leave database.url out"
              .formatted(url, version, OLDEST_VERSION));
    }
    String encoding = show(connection, "server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new StoreException(
          "%s stores text as %s; names need UTF8. Create the database with: create database ... encoding 'UTF8'"
              .formatted(url, encoding));
    }
    for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
      if (show(connection, setting).equals("off")) {
        throw new StoreException(
            "%s runs with %s off: it can lose what it has confirmed. Switch it on"
                .formatted(url, setting));
      }
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
