package gpcm.node.store;

import gpcm.node.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * A connection that checks what the database is and, by an advisory lock, keeps every other node
 * out of it for as long as it is open: two nodes working on the same outbox would send everything
 * twice.
 */
final class SoleUse implements AutoCloseable {
  /** "gpcm" in ASCII; any number would do that every version of the node keeps. */
  private static final long LOCK = 0x6770636dL;

  private static final int OLDEST_VERSION = 14;

  /** A killed node's session may outlive it by the time the server needs to notice. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Connection connection;

  private SoleUse(Connection connection) {
    this.connection = connection;
  }

  static SoleUse of(DatabaseSettings settings) {
    String url = settings.url().orElseThrow();
    Properties properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings
        .password()
        .ifPresent(password -> properties.setProperty("password", password.reveal()));
    properties.setProperty("ApplicationName", "gpcm sole use");
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection;
    try {
      connection = DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      throw new StoreException(
          "no connection to %s: %s. Check database.url, database.user and database.password"
              .formatted(url, e.getMessage()),
          e);
    }
    try {
      check(connection, url);
      lock(connection, url);
      return new SoleUse(connection);
    } catch (SQLException e) {
      throw closing(
          connection,
          new StoreException("%s cannot be used: %s".formatted(url, e.getMessage()), e));
    } catch (StoreException e) {
      throw closing(connection, e);
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

  private static void lock(Connection connection, String url) throws SQLException {
    long start = System.nanoTime();
    while (!tryLock(connection)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new StoreException(
            "%s is in use by another node. Stop that node, or give this one a database of its own"
                .formatted(url));
      }
      try {
        Thread.sleep(Duration.ofMillis(100));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("interrupted while waiting for " + url, e);
      }
    }
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static StoreException closing(Connection connection, StoreException cause) {
    try {
      connection.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException(
          "could not close the connection that holds the database: " + e.getMessage(), e);
    }
  }
}
