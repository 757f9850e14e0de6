package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.mesh.Secret;
import gpcm.node.UpgradedNetwork;
import gpcm.node.Version1Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two builds at one database during an update: side by side while their tables are the same, else a
 * clear refusal that changes nothing.
 */
@ExtendWith(DatabaseExtension.class)
class SchemaUpgradeTest {
  private static final String NEWER = "classpath:gpcm/node/upgrade/newer";
  private static final Duration AT_ONCE = Duration.ofMillis(300);

  @TempDir Path folder;

  @Test
  void aNodeOfVersion1ThatIsAliveKeepsThisBuildOutAndLosesNothing(DatabaseSettings settings)
      throws Exception {
    load(settings);
    try (Connection version1 = connect(settings, "gpcm sole use")) {
      execute(version1, "select pg_advisory_lock(1735418733)");

      assertThatThrownBy(() -> upgrade(settings))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("a node of an older version")
          .hasMessageContaining("Stop that node");

      for (Map.Entry<String, JsonNode> table :
          Version1Database.expected().path("rows").properties()) {
        assertThat(text(version1, "select count(*) from " + table.getKey()))
            .isEqualTo(table.getValue().asText());
      }
    }
    upgrade(settings);
    assertThat(text(settings, "select to_regclass('scheduled_tasks')")).isNull();
  }

  @Test
  void twoNodesThatStartOnAnOldDatabaseAtOnceUpgradeItOnce(DatabaseSettings settings)
      throws Exception {
    load(settings);
    Callable<String> start = () -> upgrade(settings);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<String>> versions = threads.invokeAll(List.of(start, start, start));
      for (Future<String> version : versions) {
        assertThat(version.get()).isEqualTo(versions.getFirst().get());
      }
    }
    assertThat(text(settings, "select count(*) from document"))
        .isEqualTo(Version1Database.expected().at("/rows/document").asText());
  }

  @Test
  void aBuildThatNeedsTheSameTablesMayStartBesideALivingNode(DatabaseSettings settings)
      throws Exception {
    load(settings);
    try (UpgradedNetwork living = new UpgradedNetwork(folder, section(settings))) {
      assertThat(living.get("/api/v1/documents?limit=1").path("documents")).hasSize(1);
      assertThat(upgrade(settings)).isNotEmpty();
    }
  }

  @Test
  void aBuildThatNeedsOtherTablesIsRefusedWhileANodeLivesAndStartsOnceItHasStopped(
      DatabaseSettings settings) throws Exception {
    load(settings);
    try (UpgradedNetwork living = new UpgradedNetwork(folder, section(settings))) {
      assertThatThrownBy(() -> upgrade(settings, NEWER))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by node")
          .hasMessageContaining("Stop them all");

      assertThat(text(settings, "select to_regclass('from_the_future')")).isNull();
      assertThat(living.get("/api/v1/documents?limit=1").path("documents")).hasSize(1);
    }
    upgrade(settings, NEWER);
    assertThat(text(settings, "select to_regclass('from_the_future')")).isNotNull();

    assertThatThrownBy(() -> upgrade(settings))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("A newer gpcm may have used this database");
  }

  private static void load(DatabaseSettings settings) throws Exception {
    Version1Database.loadInto(url(settings), user(settings), password(settings));
  }

  private static String upgrade(DatabaseSettings settings, String... more) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(settings));
    source.setUser(user(settings));
    source.setPassword(password(settings));
    source.setApplicationName("gpcm");
    return new SchemaUpgrade(source, settings, AT_ONCE, more).run();
  }

  private static String section(DatabaseSettings settings) {
    return "  url: %s\n  user: %s\n  password: %s"
        .formatted(url(settings), user(settings), password(settings));
  }

  private static Connection connect(DatabaseSettings settings, String name) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user(settings));
    properties.setProperty("password", password(settings));
    properties.setProperty("ApplicationName", name);
    return DriverManager.getConnection(url(settings), properties);
  }

  private static String text(DatabaseSettings settings, String query) throws SQLException {
    try (Connection connection = connect(settings, "test")) {
      return text(connection, query);
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String url(DatabaseSettings settings) {
    return settings.url().orElseThrow();
  }

  private static String user(DatabaseSettings settings) {
    return settings.user().orElseThrow();
  }

  private static String password(DatabaseSettings settings) {
    return settings.password().map(Secret::reveal).orElseThrow();
  }
}
