package gpcm.node.store;

import gpcm.node.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that checks what the database is and, by an advisory lock, keeps every other node
 * out of it for as long as it is open: two nodes working on the same outbox would send everything
 * twice. The lock dies with its connection, so the connection is looked at every few seconds; when
 * it has gone, work pauses until the lock is held again.
 */
final class SoleUse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SoleUse.class);

  /** "gpcm" in ASCII; any number would do that every version of the node keeps. */
  private static final long LOCK = 0x6770636dL;

  private static final int OLDEST_VERSION = 14;

  /** A killed node's session may outlive it by the time the server needs to notice. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final DatabaseSettings settings;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sole-use").factory());
  private Connection connection;
  private boolean held = true;

  private SoleUse(DatabaseSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
  }

  /**
   * Looks at the lock from now on.
   *
   * @param whenLost work must stop: another node may take the database
   * @param whenHeld work may go on
   */
  void watch(Runnable whenLost, Runnable whenHeld) {
    var unused =
        watch.scheduleWithFixedDelay(
            () -> look(whenLost, whenHeld),
            LOOK.toMillis(),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void look(Runnable whenLost, Runnable whenHeld) {
    try {
      if (connection.isValid((int) PATIENCE.toSeconds())) {
        return;
      }
      if (held) {
        held = false;
        LOG.error(
            "the connection that keeps other nodes out of the database was lost; work pauses");
        whenLost.run();
      }
      connection.close();
      connection = locked(settings);
      held = true;
      LOG.info("no other node uses the database; work goes on");
      whenHeld.run();
    } catch (SQLException | RuntimeException e) {
      LOG.error("work is paused, and this is tried again: {}", e.getMessage());
    }
  }

  static SoleUse of(DatabaseSettings settings) {
    return new SoleUse(settings, locked(settings));
  }

  private static Connection locked(DatabaseSettings settings) {
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
      return connection;
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
    watch.shutdownNow();
    try {
      if (!watch.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the look at the database connection does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException(
          "could not close the connection that holds the database: " + e.getMessage(), e);
    }
  }
}
