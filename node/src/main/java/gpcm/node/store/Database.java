package gpcm.node.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.util.Credentials;
import gpcm.mesh.Secret;
import java.nio.file.Path;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.core.argument.NullArgument;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes' PostgreSQL database: the configured one, which any number of nodes may use at a time,
 * or without configuration a bundled server of this node's own with its data under the data folder.
 * Open means: the schema is up to date. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  // Every statement here takes milliseconds, and compiling one a second; and it looks up few rows,
  // most of them young and in memory, whatever the size of the table.
  private static final String FOR_LOOK_UPS = "set jit = off; set random_page_cost = 1.1";

  /** How many connections of each kind a command takes that works beside nodes. */
  private static final int VISITORS = 2;

  private final Optional<BundledServer> server;
  private final HikariDataSource pool;
  private final HikariDataSource unflushedPool;
  private final Jdbi jdbi;
  private final Jdbi unflushed;
  private final String schemaVersion;

  private Database(
      Optional<BundledServer> server,
      HikariDataSource pool,
      HikariDataSource unflushedPool,
      String schemaVersion) {
    this.server = server;
    this.schemaVersion = schemaVersion;
    this.pool = pool;
    this.unflushedPool = unflushedPool;
    this.jdbi = jdbi(pool);
    this.unflushed = jdbi(unflushedPool);
  }

  private static Jdbi jdbi(DataSource source) {
    Jdbi jdbi = Jdbi.create(source);
    // PostgreSQL takes the type of a null from the column it goes to.
    jdbi.getConfig(Arguments.class).setUntypedNullArgument(new NullArgument(Types.NULL));
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(false);
    jdbi.registerArgument(new UuidArguments());
    // Failures are logged, and the values bound to a statement are patient data.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(
            failed ->
                "%s [in: %s]"
                    .formatted(
                        failed.getShortMessage(),
                        failed.getStatementContext() == null
                            ? "no statement"
                            : failed.getStatementContext().getRawSql()));
    return jdbi;
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @param settings which database; without a URL the bundled server is started, and the data
   *     folder is locked until {@link #close}
   * @param dataFolder the node's data folder, created when missing
   * @param watch hears when the bundled server ends by itself
   * @throws StoreException when the folder's own server is in use by another node, or the database
   *     cannot be used as it is
   */
  public static Database open(DatabaseSettings settings, Path dataFolder, ServerListener watch) {
    try (Opened opened = new Opened()) {
      Optional<BundledServer> server =
          settings.url().isEmpty()
              ? Optional.of(opened.add(bundledServer(dataFolder, watch)))
              : Optional.empty();
      DatabaseSettings effective =
          server.map(own -> own.settings(settings.poolSize())).orElseGet(settings::secured);
      ServerCheck.check(effective);
      int unflushed = Math.max(2, effective.poolSize() / 2);
      HikariDataSource pool =
          opened.add(
              new HikariDataSource(pool(effective, Math.max(2, effective.poolSize() - unflushed))));
      String version = new SchemaUpgrade(pool, effective, SchemaUpgrade.PATIENCE).run();
      HikariDataSource unflushedPool =
          opened.add(new HikariDataSource(unflushedPool(effective, unflushed)));
      Database database = new Database(server, pool, unflushedPool, version);
      opened.keep();
      return database;
    }
  }

  /**
   * As {@link #open(DatabaseSettings, Path)}, beside the node that may run on this data folder, and
   * whose server is used then.
   */
  public static Database openBeside(DatabaseSettings settings, Path dataFolder) {
    Optional<DatabaseSettings> running =
        settings.url().isEmpty() ? running(dataFolder, settings.poolSize()) : Optional.empty();
    return open(running.orElse(settings), dataFolder);
  }

  /** As {@link #open(DatabaseSettings, Path, ServerListener)}; only the log hears. */
  public static Database open(DatabaseSettings settings, Path dataFolder) {
    return open(settings, dataFolder, ServerListener.NONE);
  }

  /**
   * Opens the database beside the nodes that work with it, for a command on the machine of a node:
   * the configured one, or the one that a node runs in its data folder; when none runs, its server
   * is started for as long as this is open. Changes no tables.
   *
   * @throws StoreException when there is no database yet, or its tables are not those of this build
   */
  public static Database visit(DatabaseSettings settings, Path dataFolder) {
    try (Opened opened = new Opened()) {
      if (settings.url().isEmpty()) {
        requireServerIn(dataFolder);
      }
      Optional<DatabaseSettings> there =
          settings.url().isPresent()
              ? Optional.of(settings.secured())
              : running(dataFolder, settings.poolSize());
      Optional<BundledServer> server =
          there.isPresent()
              ? Optional.empty()
              : Optional.of(opened.add(bundledServer(dataFolder, ServerListener.NONE)));
      DatabaseSettings effective =
          there.orElseGet(() -> server.orElseThrow().settings(settings.poolSize()));
      ServerCheck.check(effective);
      HikariDataSource pool = opened.add(new HikariDataSource(pool(effective, VISITORS)));
      String version = new SchemaUpgrade(pool, effective, SchemaUpgrade.PATIENCE).require();
      HikariDataSource unflushedPool =
          opened.add(new HikariDataSource(unflushedPool(effective, VISITORS)));
      Database database = new Database(server, pool, unflushedPool, version);
      opened.keep();
      return database;
    }
  }

  private static void requireServerIn(Path dataFolder) {
    try {
      if (!BundledServer.isIn(dataFolder)) {
        throw new StoreException(
            "there is no database in %s: run this where the node runs, with the configuration the node has"
                .formatted(dataFolder));
      }
    } catch (NoClassDefFoundError e) {
      throw withoutServer(e);
    }
  }

  private static Optional<DatabaseSettings> running(Path dataFolder, int poolSize) {
    try {
      return BundledServer.running(dataFolder, poolSize);
    } catch (NoClassDefFoundError e) {
      throw withoutServer(e);
    }
  }

  private static StoreException withoutServer(NoClassDefFoundError e) {
    return new StoreException(
        "no database: the setting database.url is missing, and this installation has no bundled"
            + " PostgreSQL. Set database.url to a PostgreSQL server, or add gpcm-postgres to the"
            + " class path",
        e);
  }

  private static BundledServer bundledServer(Path dataFolder, ServerListener watch) {
    try {
      return BundledServer.start(dataFolder, watch);
    } catch (NoClassDefFoundError e) {
      throw withoutServer(e);
    }
  }

  private static HikariConfig unflushedPool(DatabaseSettings settings, int size) {
    HikariConfig config = pool(settings, size);
    config.setPoolName("gpcm-unflushed");
    config.setConnectionInitSql(FOR_LOOK_UPS + "; set synchronous_commit = off");
    return config;
  }

  private static HikariConfig pool(DatabaseSettings settings, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("gpcm");
    config.setJdbcUrl(settings.url().orElseThrow());
    // Asked for each connection, so that another password is used as soon as it stands in its file.
    config.setCredentialsProvider(
        () ->
            new Credentials(
                settings.user().orElse(null),
                settings.passwordNow().map(Secret::reveal).orElse(null)));
    config.setConnectionInitSql(FOR_LOOK_UPS);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(2, size));
    config.setConnectionTimeout(10_000);
    config.addDataSourceProperty("ApplicationName", "gpcm");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // The server's details quote the values of the row they are about.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return config;
  }

  /** The way to query and to write: what is committed here is on the disk. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /**
   * The way to read, and to write what a crash of the database may take back: a commit here does
   * not wait for the disk, but never overtakes one that did.
   */
  public Jdbi unflushed() {
    return unflushed;
  }

  /** How its connections are used now. */
  public List<PoolUse> pools() {
    return Stream.of(pool, unflushedPool).map(Database::use).toList();
  }

  private static PoolUse use(HikariDataSource source) {
    HikariPoolMXBean now = source.getHikariPoolMXBean();
    return new PoolUse(
        source.getPoolName(),
        now.getActiveConnections(),
        now.getIdleConnections(),
        now.getThreadsAwaitingConnection(),
        source.getMaximumPoolSize());
  }

  /** The version of the tables that this build works with. */
  public String schemaVersion() {
    return schemaVersion;
  }

  /** Whether the database is this node's own server. */
  public boolean bundled() {
    return server.isPresent();
  }

  /**
   * Closes the pools, stops the bundled server and gives the data folder free. Close what uses the
   * database first.
   */
  @Override
  public void close() {
    try (Opened opened = new Opened()) {
      server.ifPresent(opened::add);
      opened.add(pool);
      opened.add(unflushedPool);
    }
    LOG.info("database closed");
  }
}
