package gpcm.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a living node whose database server is killed. */
class RestartTest {
  private static final RestartLimit PATIENT = new RestartLimit(100, Duration.ofMinutes(1));

  @TempDir Path folder;
  private final Heard heard = new Heard();

  @Test
  void aKilledServerIsStartedAgainAtTheSameAddressAndHasAllThatWasCommitted() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder, PATIENT, heard);
        HikariDataSource pool = pool(server)) {
      execute(pool, "create table note (n int)");
      String url = server.url();
      for (int kill = 1; kill <= 3; kill++) {
        execute(pool, "insert into note values (" + kill + ")");
        postmaster().destroyForcibly();
        heard.expect("ended");
        heard.expect("started again");
        assertThat(server.url()).isEqualTo(url);
        assertThat(queryOnceItWorks(pool, "select count(*) from note")).isEqualTo(kill);
      }
    }
    assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    assertThat(heard.calls).isEmpty();
  }

  @Test
  void aServerKilledWithAQueryRunningIsStartedAgainOnlyWhenItsProcessesAreGone() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder, PATIENT, heard);
        HikariDataSource pool = pool(server);
        Connection busy = pool.getConnection();
        Statement statement = busy.createStatement()) {
      execute(pool, "create table note (n int)");
      execute(pool, "insert into note values (1)");
      Thread working =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(
                              // Busy without ever waiting, so that it does not notice by itself.
                              () -> statement.execute("do 'begin loop perform 1; end loop; end'"))
                          .isInstanceOf(SQLException.class));
      while (query(
              pool,
              "select count(*) from pg_stat_activity where query like 'do %' and state = 'active'")
          == 0) {
        Thread.onSpinWait();
      }
      List<ProcessHandle> before = ServerProcess.in(folder.toRealPath().resolve("data"));
      postmaster().destroyForcibly();
      heard.expect("ended");
      heard.expect("started again");
      assertThat(before).hasSizeGreaterThan(5).noneMatch(ServerProcess::isAlive);
      assertThat(queryOnceItWorks(pool, "select count(*) from note")).isEqualTo(1);
      working.join();
    }
  }

  @Test
  void aKilledBackendTakesItsQueriesWithItAndNothingElse() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder, PATIENT, heard);
        HikariDataSource pool = pool(server)) {
      execute(pool, "create table note (n int)");
      execute(pool, "insert into note values (1)");
      ProcessHandle before = postmaster();
      ProcessHandle.of(query(pool, "select pg_backend_pid()")).orElseThrow().destroyForcibly();
      assertThat(queryOnceItWorks(pool, "select count(*) from note")).isEqualTo(1);
      assertThat(postmaster()).isEqualTo(before);
      assertThat(heard.calls).isEmpty();
    }
  }

  @Test
  void aServerThatEndsAgainAndAgainIsGivenUpAndTheReasonIsTold() throws Exception {
    try (PostgresServer server =
        PostgresServer.start(folder, new RestartLimit(3, Duration.ofHours(1)), heard)) {
      for (int end = 1; end < 3; end++) {
        postmaster().destroyForcibly();
        heard.expect("ended");
        heard.expect("started again");
      }
      postmaster().destroyForcibly();
      heard.expect("given up: the bundled PostgreSQL ended 3 times within 3600 seconds");
      assertThat(server.url()).startsWith("jdbc:postgresql:");
    }
    assertThat(heard.calls).isEmpty();
  }

  @Test
  void aServerThatCannotBeStartedAgainIsTriedAgainAndThenGivenUp() throws Exception {
    try (PostgresServer server =
        PostgresServer.start(folder, new RestartLimit(3, Duration.ofHours(1)), heard)) {
      Path control = folder.resolve("data/global/pg_control");
      Files.move(control, folder.resolve("pg_control"));
      postmaster().destroyForcibly();
      heard.expect("ended");
      heard.expect("ended");
      heard.expect("given up");
      assertThat(server.password()).isNotEmpty();
    }
  }

  @Test
  void stoppingIsNoEnd() throws Exception {
    PostgresServer.start(folder, PATIENT, heard).close();
    assertThat(heard.calls).isEmpty();
    assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void countsOnlyWhatIsRecent() {
    RestartLimit limit = new RestartLimit(3, Duration.ofSeconds(60));
    long second = Duration.ofSeconds(1).toNanos();
    List<Boolean> reached = new ArrayList<>();
    for (long at : new long[] {0, 30, 61, 85, 90}) {
      reached.add(limit.reachedBy(at * second));
    }
    assertThat(reached).containsExactly(false, false, false, true, true);
  }

  private ProcessHandle postmaster() throws IOException {
    return LeftoverServer.process(folder.resolve("data/postmaster.pid")).orElseThrow();
  }

  private static HikariDataSource pool(PostgresServer server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(PostgresServer.USER);
    config.setPassword(server.password());
    config.setMaximumPoolSize(3);
    return new HikariDataSource(config);
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int query(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  /** A broken connection is found out by using it: every one in the pool may fail once. */
  private static int queryOnceItWorks(HikariDataSource pool, String sql) throws SQLException {
    for (int failures = 0; ; failures++) {
      try {
        return query(pool, sql);
      } catch (SQLException e) {
        if (failures == 100) {
          throw e;
        }
      }
    }
  }

  /** What a node hears, in order. */
  private static final class Heard implements PostgresListener {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @Override
    public void ended(String what) {
      calls.add("ended: " + what);
    }

    @Override
    public void startedAgain(String what) {
      calls.add("started again: " + what);
    }

    @Override
    public void givenUp(String reason) {
      calls.add("given up: " + reason);
    }

    void expect(String beginning) throws InterruptedException {
      assertThat(calls.poll(3, TimeUnit.MINUTES)).isNotNull().startsWith(beginning);
    }
  }
}
