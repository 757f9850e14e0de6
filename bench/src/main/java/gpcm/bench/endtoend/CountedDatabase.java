package gpcm.bench.endtoend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The bundled PostgreSQL with the settings a node gives it, and besides with what counts: {@code
 * pg_stat_statements} for statements, {@code pg_walinspect} for commits, {@code pg_stat_io} for the
 * syncs of its log. Asked over a connection to another database of the same server, whose own
 * statements are not counted.
 */
final class CountedDatabase implements AutoCloseable {
  static final String USER = "gpcm";
  static final String PASSWORD = "password";

  private static final int LARGE = 5_000;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("max_connections", "100"),
          Map.entry("shared_buffers", "128MB"),
          Map.entry("max_wal_size", "2GB"),
          Map.entry("autovacuum_naptime", "10s"),
          Map.entry("shared_preload_libraries", "pg_stat_statements"),
          Map.entry("pg_stat_statements.max", "10000"),
          // The log of the whole run is read at its end.
          Map.entry("wal_keep_size", "16GB"));

  private final EmbeddedPostgres server;
  private final Connection observer;
  private final long process;

  private CountedDatabase(EmbeddedPostgres server, Connection observer, long process) {
    this.server = server;
    this.observer = observer;
    this.process = process;
  }

  static CountedDatabase start(Path folder) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false);
    SETTINGS.forEach(builder::setServerConfig);
    EmbeddedPostgres server = builder.start();
    try {
      Connection observer = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
      try (Statement statement = observer.createStatement()) {
        statement.execute("create extension pg_stat_statements");
        statement.execute("create extension pg_walinspect");
        statement.execute("create role " + USER + " login superuser password '" + PASSWORD + "'");
        for (Side side : List.of(Side.SENDING, Side.RECEIVING)) {
          statement.execute("create database " + side.database() + " owner " + USER);
        }
      }
      CountedDatabase database =
          new CountedDatabase(
              server,
              observer,
              Long.parseLong(
                  Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip()));
      if (!database.text("show fsync").equals("on")) {
        throw new IOException("the database of the benchmark would not be durable: fsync is off");
      }
      return database;
    } catch (SQLException e) {
      server.close();
      throw new IOException("the database of the benchmark cannot count: " + e.getMessage(), e);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
  }

  /** Takes away all that a side's node has kept. No node of that side may run. */
  void empty(Side side) throws SQLException {
    try (Statement statement = observer.createStatement()) {
      statement.execute("drop database " + side.database() + " with (force)");
      statement.execute("create database " + side.database() + " owner " + USER);
    }
  }

  /** A connection to a node's database. */
  Connection connect(Side side) throws SQLException {
    return DriverManager.getConnection(url(side.database()), USER, PASSWORD);
  }

  /** The process all others of the server descend from. */
  long process() {
    return process;
  }

  /**
   * What has been counted.
   *
   * @param statements SQL statements of the node, but for the bounds of transactions
   * @param bounds begin, commit, rollback and their like
   * @param logSyncs how often the write-ahead log was forced to the disk
   * @param logPosition where the log ends
   * @param commits transactions that changed something, durable at once or not; only in a
   *     difference
   */
  record Counts(long statements, long bounds, long logSyncs, String logPosition, long commits) {}

  Counts counts() throws IOException {
    String calls =
        "select coalesce(sum(calls), 0) from pg_stat_statements where dbid in (select oid from"
            + " pg_database where datname like 'gpcm%') and query ";
    String bounds = "'^(begin|commit|rollback|start transaction|savepoint|release|set )'";
    return new Counts(
        Long.parseLong(text(calls + "!~* " + bounds)),
        Long.parseLong(text(calls + "~* " + bounds)),
        Long.parseLong(
            text("select coalesce(sum(fsyncs), 0)::bigint from pg_stat_io where object = 'wal'")),
        text("select pg_current_wal_flush_lsn()"),
        0);
  }

  /** What was counted since an earlier moment. */
  Counts since(Counts earlier) throws IOException {
    Counts now = counts();
    String commits =
        text(
            "select coalesce(sum(count), 0)::bigint from pg_get_wal_stats('"
                + earlier.logPosition()
                + "', '"
                + now.logPosition()
                + "', true) where \"resource_manager/record_type\" = 'Transaction/COMMIT'");
    return new Counts(
        now.statements() - earlier.statements(),
        now.bounds() - earlier.bounds(),
        now.logSyncs() - earlier.logSyncs(),
        now.logPosition(),
        Long.parseLong(commits));
  }

  /** Documents that have not come to their end; asking is not counted. */
  long uncompleted() throws IOException {
    try {
      return number("select count(*) from document where state <> 'completed'");
    } catch (SQLException e) {
      throw new IOException("the database of the benchmark does not tell: " + e.getMessage(), e);
    }
  }

  /** How long the hub's consultations wait from now on. */
  void summariesLeaveAfter(Duration delay) throws SQLException {
    change(
        """
        insert into sending_setting (organisation, use_case, delay_seconds, confirmed, changed_by, changed_at)
        values ('A99901', 'consultation-summary', %d, false, 'the benchmark', now())
        on conflict (organisation, use_case) do update set delay_seconds = excluded.delay_seconds
        """
            .formatted(delay.toSeconds()));
  }

  /** Changes something in the node's database; not counted. */
  void change(String sql) throws SQLException {
    try (Connection nodes = connect(Side.BOTH);
        Statement statement = nodes.createStatement()) {
      statement.execute("set pg_stat_statements.track = none");
      statement.execute(sql);
    }
  }

  /** What the node's database says; asking is not counted. */
  long number(String question) throws SQLException {
    try (Connection nodes = connect(Side.BOTH);
        Statement statement = nodes.createStatement()) {
      statement.execute("set pg_stat_statements.track = none");
      try (ResultSet rows = statement.executeQuery(question)) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Waits until the node's database gives this answer. */
  void await(String question, long answer) throws IOException, InterruptedException, SQLException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    for (long said = number(question); said != answer; said = number(question)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(said + " instead of " + answer + ": " + question);
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /** Rows that were read one after the other so far, in each table that is large by now. */
  Map<String, Long> readWhole() throws SQLException {
    Map<String, Long> read = new TreeMap<>();
    try (Connection nodes = connect(Side.BOTH);
        Statement statement = nodes.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select relname, seq_tup_read from pg_stat_user_tables where n_live_tup > "
                    + LARGE)) {
      while (rows.next()) {
        read.put(rows.getString(1), rows.getLong(2));
      }
    }
    return read;
  }

  /** What {@link #readWhole} says more than earlier, table by table. */
  Map<String, Long> readWholeSince(Map<String, Long> earlier) throws SQLException {
    Map<String, Long> read = readWhole();
    read.replaceAll((table, rows) -> rows - earlier.getOrDefault(table, 0L));
    read.values().removeIf(rows -> rows == 0);
    return read;
  }

  private String text(String query) throws IOException {
    try (Statement statement = observer.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IOException("the database of the benchmark does not tell: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      observer.close();
    } catch (SQLException e) {
      throw new IOException("the connection that counts does not close", e);
    } finally {
      server.close();
    }
  }
}
