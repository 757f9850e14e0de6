package gpcm.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bundled server promises by its settings. */
class ServerSettingsTest {
  @TempDir Path folder;

  @Test
  void keepsWhatItConfirmsIsOnlyReachedFromThisMachineAndCountsStatements() throws SQLException {
    try (PostgresServer server = PostgresServer.start(folder);
        Connection connection =
            DriverManager.getConnection(server.url(), PostgresServer.USER, server.password())) {
      for (String setting :
          new String[] {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"}) {
        assertThat(first(connection, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(first(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
      try (Statement statement = connection.createStatement()) {
        statement.execute("create extension pg_stat_statements");
      }
      first(connection, "select 'counted'");
      assertThat(
              first(connection, "select calls from pg_stat_statements where query = 'select $1'"))
          .isEqualTo("1");
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
