package gpcm.node.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Makes sure that a database can be trusted with what a node promises. */
final class ServerCheck {
  private static final int OLDEST_VERSION = 14;

  private ServerCheck() {}

  /**
   * Connects once and looks.
   *
   * @throws StoreException saying what is wrong and what to do
   */
  static void check(DatabaseSettings settings) {
    String url = settings.url().orElseThrow();
    Properties properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings
        .password()
        .ifPresent(password -> properties.setProperty("password", password.reveal()));
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      check(connection, url);
    } catch (SQLException e) {
      throw new StoreException(
          "no connection to %s: %s. Check database.url, database.user and database.password; a server on another machine has to prove its name by TLS, unless database.url says another sslmode"
              .formatted(url, e.getMessage()),
          e);
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
