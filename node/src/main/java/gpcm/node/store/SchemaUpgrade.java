package gpcm.node.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date, and never under a node that works with them as they are: builds
 * that need the same tables may work side by side, a build that must change them waits for the
 * others to stop and is refused when they don't. A refusal changes nothing.
 */
final class SchemaUpgrade {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaUpgrade.class);
  private static final String MIGRATIONS = "classpath:gpcm/node/store/migration";

  /**
   * The lock that a node of version 1 holds while it lives; builds since then hold it to upgrade.
   */
  private static final long LOCK = 0x6770636dL;

  /** The name of the connection with which a node of version 1 holds the lock. */
  private static final String VERSION_1 = "gpcm sole use";

  /** A node that was killed counts as alive for a while. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DataSource database;
  private final DatabaseSettings settings;
  private final String url;
  private final Duration patience;
  private final String[] migrations;

  /**
   * @param more where there are more migrations, beside those of this build
   */
  SchemaUpgrade(DataSource database, DatabaseSettings settings, Duration patience, String... more) {
    this.database = database;
    this.settings = settings;
    this.url = settings.url().orElseThrow();
    this.patience = patience;
    this.migrations = new String[more.length + 1];
    this.migrations[0] = MIGRATIONS;
    System.arraycopy(more, 0, this.migrations, 1, more.length);
  }

  /**
   * Upgrades when there is something to upgrade.
   *
   * @return the version of the tables that this build works with
   * @throws StoreException when another node works with the tables as they are, or a newer build
   *     has changed them; nothing is changed then
   */
  String run() {
    Flyway flyway = flyway();
    try {
      MigrationInfoService found = flyway.info();
      if (found.pending().length == 0) {
        // Nothing is left to do but to refuse what is not as this build knows it.
        flyway.migrate();
        return found.current().getVersion().getVersion();
      }
      // A connection of its own: the smallest pool has just what Flyway needs.
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        lock(statement);
        try {
          waitForOthers(statement);
          flyway.migrate();
        } finally {
          statement.execute("select pg_advisory_unlock(" + LOCK + ")");
        }
      }
      return version(flyway);
    } catch (FlywayException e) {
      throw new StoreException(
          ("the schema of %s could not be brought up to date: %s. A newer gpcm may have used this"
                  + " database; otherwise give the user the right to create tables")
              .formatted(url, e.getMessage()),
          e);
    } catch (SQLException e) {
      throw new StoreException(
          "the schema of %s could not be brought up to date: %s".formatted(url, e.getMessage()), e);
    }
  }

  /**
   * Changes nothing.
   *
   * @return the version of the tables that this build works with
   * @throws StoreException when they are those of another build
   */
  String require() {
    Flyway flyway = flyway();
    try {
      flyway.validate();
      return version(flyway);
    } catch (FlywayException e) {
      throw new StoreException(
          "the tables of %s are not those of this version of gpcm. Use the gpcm of the nodes that work with it, or start a node of this version first; nothing was changed"
              .formatted(url),
          e);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings
        .passwordNow()
        .ifPresent(password -> properties.setProperty("password", password.reveal()));
    properties.setProperty("ApplicationName", "gpcm upgrade");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(url, properties);
  }

  private Flyway flyway() {
    return Flyway.configure(SchemaUpgrade.class.getClassLoader())
        .dataSource(database)
        .locations(migrations)
        .validateMigrationNaming(true)
        .cleanDisabled(true)
        // By default Flyway works on beside migrations it does not know; an older node must not.
        .ignoreMigrationPatterns(new String[0])
        .load();
  }

  private static String version(Flyway flyway) {
    MigrationInfo current = flyway.info().current();
    return current.getVersion().getVersion();
  }

  private void lock(Statement statement) throws SQLException {
    long start = System.nanoTime();
    while (!isTrue(statement, "select pg_try_advisory_lock(" + LOCK + ")")) {
      // Another node of this build that upgrades just now takes as long as it takes.
      if (passed(start) && heldByVersion1(statement)) {
        throw new StoreException(
            "%s is in use by a node of an older version, and this version needs other tables. Stop that node, then start this one; nothing was changed"
                .formatted(url));
      }
      pause();
    }
  }

  private static boolean heldByVersion1(Statement statement) throws SQLException {
    return isTrue(
        statement,
        """
        select exists (select from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.objid = %d and a.application_name = '%s')
        """
            .formatted(LOCK, VERSION_1));
  }

  private void waitForOthers(Statement statement) throws SQLException {
    if (!isTrue(statement, "select to_regclass('node') is not null")) {
      return;
    }
    long start = System.nanoTime();
    Optional<String> alive = alive(statement);
    while (alive.isPresent()) {
      if (passed(start)) {
        throw new StoreException(
            "%s is in use by %s, and this version needs other tables than theirs. Stop them all, then start this one; nothing was changed"
                .formatted(url, alive.get()));
      }
      LOG.atDebug().addKeyValue("nodes", alive.get()).log("the upgrade waits for other nodes");
      pause();
      alive = alive(statement);
    }
  }

  private static Optional<String> alive(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select string_agg(format('node %s (%s)', name, build), ', ' order by name) from node"
                + " where alive_until > clock_timestamp()")) {
      row.next();
      return Optional.ofNullable(row.getString(1));
    }
  }

  private boolean passed(long start) {
    return System.nanoTime() - start > patience.toNanos();
  }

  private static boolean isTrue(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for " + url, e);
    }
  }
}
