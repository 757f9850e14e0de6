package gpcm.node.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gpcm.mesh.Secret;
import gpcm.node.config.DatabaseSettings;
import java.nio.file.Path;
import java.sql.Types;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.core.argument.NullArgument;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's PostgreSQL database: the configured one, or without configuration a bundled server of
 * the node's own with its data under the data folder. Open means: the schema is up to date, and no
 * other node uses this data folder or this database. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final FolderLock folderLock;
  private final Optional<PostgresServer> server;
  private final SoleUse soleUse;
  private final HikariDataSource pool;
  private final HikariDataSource schedulerPool;
  private final Jdbi jdbi;
  private final AtomicReference<Runnable> whenScheduled = new AtomicReference<>(() -> {});

  private Database(
      FolderLock folderLock,
      Optional<PostgresServer> server,
      SoleUse soleUse,
      HikariDataSource pool,
      HikariDataSource schedulerPool) {
    this.folderLock = folderLock;
    this.server = server;
    this.soleUse = soleUse;
    this.pool = pool;
    this.schedulerPool = schedulerPool;
    this.jdbi = Jdbi.create(pool);
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
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @param settings which database; without a URL the bundled server is started
   * @param dataFolder the node's data folder, created when missing and locked until {@link #close}
   * @throws StoreException when another node uses the folder or the database, or the database
   *     cannot be used as it is
   */
  public static Database open(DatabaseSettings settings, Path dataFolder) {
    try (Opened opened = new Opened()) {
      FolderLock folderLock = opened.add(FolderLock.acquire(dataFolder));
      Optional<PostgresServer> server =
          settings.url().isPresent()
              ? Optional.empty()
              : Optional.of(opened.add(PostgresServer.start(dataFolder.resolve("postgres"))));
      DatabaseSettings effective =
          server
              .map(
                  own ->
                      new DatabaseSettings(
                          Optional.of(own.url()),
                          Optional.of(PostgresServer.USER),
                          Optional.of(Secret.of(own.password())),
                          settings.poolSize()))
              .orElse(settings);
      SoleUse soleUse = opened.add(SoleUse.of(effective));
      int forScheduler = Math.max(1, effective.poolSize() / 4);
      HikariDataSource pool =
          opened.add(new HikariDataSource(pool(effective, effective.poolSize() - forScheduler)));
      migrate(pool, effective);
      HikariDataSource schedulerPool = opened.add(schedulerPool(effective, forScheduler));
      Database database = new Database(folderLock, server, soleUse, pool, schedulerPool);
      opened.keep();
      return database;
    }
  }

  // What the scheduler writes by itself may be lost in a crash: a task taken up is free again after
  // the start, and one that was done is run again and finds its work done. So it need not wait for
  // the disk. Its few statements are planned once, whatever their parameters.
  private static HikariDataSource schedulerPool(DatabaseSettings settings, int size) {
    HikariConfig config = pool(settings, size);
    config.setPoolName("gpcm-scheduler");
    config.setConnectionInitSql(
        "set synchronous_commit = off; set plan_cache_mode = force_generic_plan");
    return new HikariDataSource(config);
  }

  private static HikariConfig pool(DatabaseSettings settings, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("gpcm");
    config.setJdbcUrl(settings.url().orElseThrow());
    settings.user().ifPresent(config::setUsername);
    settings.password().ifPresent(password -> config.setPassword(password.reveal()));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(2, size));
    config.addDataSourceProperty("ApplicationName", "gpcm");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // The server's details quote the values of the row they are about.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return config;
  }

  private static void migrate(DataSource dataSource, DatabaseSettings settings) {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(dataSource)
          .locations("classpath:gpcm/node/store/migration")
          .validateMigrationNaming(true)
          .cleanDisabled(true)
          // By default Flyway works on beside migrations it does not know; an older node must not.
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          ("the schema of %s could not be brought up to date: %s. A newer gpcm may have used this"
                  + " database; otherwise give the user the right to create tables")
              .formatted(settings.url().orElseThrow(), e.getMessage()),
          e);
    }
  }

  /**
   * The way to query; every handle taken from it outside {@link #inTransaction} commits each
   * statement by itself.
   */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** The connections on which the scheduler keeps its books. */
  DataSource schedulerDataSource() {
    return schedulerPool;
  }

  /**
   * Runs {@code work} in one transaction: what it changes and the tasks it schedules are committed
   * together, or when it throws, not at all.
   *
   * @return what {@code work} gives
   */
  public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
    AtomicReference<Boolean> scheduled = new AtomicReference<>(false);
    T result =
        jdbi.inTransaction(
            handle -> {
              Transaction transaction = new Transaction(handle);
              T given = work.run(transaction);
              scheduled.set(transaction.hasScheduled());
              return given;
            });
    if (scheduled.get()) {
      whenScheduled.get().run();
    }
    return result;
  }

  /** As {@link #inTransaction}, for work that gives nothing. */
  public <X extends Exception> void useTransaction(TransactionUse<X> work) throws X {
    this.<Object, X>inTransaction(
        transaction -> {
          work.run(transaction);
          return this;
        });
  }

  /**
   * Has {@code action} run after every commit of newly scheduled tasks, so that they need not wait
   * for the next poll.
   */
  void whenScheduled(Runnable action) {
    whenScheduled.set(action);
  }

  /** Has work stop while it is not certain that no other node uses the database. */
  void whenSoleUse(Runnable lost, Runnable held) {
    soleUse.watch(lost, held);
  }

  /**
   * Closes the pool, stops the bundled server and gives the data folder free. Close what uses the
   * database first.
   */
  @Override
  public void close() {
    try (Opened opened = new Opened()) {
      opened.add(folderLock);
      server.ifPresent(opened::add);
      opened.add(soleUse);
      opened.add(pool);
      opened.add(schedulerPool);
    }
    LOG.info("database closed");
  }

  /** Work in a transaction that gives a result. */
  @FunctionalInterface
  public interface TransactionWork<T, X extends Exception> {
    T run(Transaction transaction) throws X;
  }

  /** Work in a transaction that gives none. */
  @FunctionalInterface
  public interface TransactionUse<X extends Exception> {
    void run(Transaction transaction) throws X;
  }
}
