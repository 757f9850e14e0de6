package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database of the operator's own. */
@ExtendWith(DatabaseExtension.class)
class DatabaseTest {
  @TempDir Path oneFolder;
  @TempDir Path anotherFolder;

  @Test
  void isUsedByManyNodesAtATime(DatabaseSettings settings) {
    try (Database first = Database.open(settings, oneFolder);
        Database second = Database.open(settings, anotherFolder)) {
      first.jdbi().useHandle(handle -> handle.execute("create table shared (n integer)"));
      second.jdbi().useHandle(handle -> handle.execute("insert into shared values (7)"));
      int read =
          first
              .jdbi()
              .withHandle(
                  handle -> handle.createQuery("select n from shared").mapTo(Integer.class).one());
      assertThat(read).isEqualTo(7);
    }
  }

  @Test
  void mustStoreTextAsUtf8(DatabaseSettings settings) throws SQLException {
    execute(
        settings,
        "create database in_latin1 encoding 'LATIN1' locale 'C' locale_provider 'libc' template"
            + " template0");
    DatabaseSettings latin1 = to(settings, "in_latin1");
    assertThatThrownBy(() -> Database.open(latin1, oneFolder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("stores text as LATIN1")
        .hasMessageContaining("encoding 'UTF8'");
  }

  @Test
  void mustKeepWhatItConfirms(DatabaseSettings settings) throws SQLException {
    String name = settings.url().orElseThrow().replaceFirst(".*/", "");
    execute(settings, "alter database " + name + " set synchronous_commit = off");
    assertThatThrownBy(() -> Database.open(settings, oneFolder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("synchronous_commit off")
        .hasMessageContaining("Switch it on");
  }

  @Test
  void aSchemaFromANewerNodeIsRefused(DatabaseSettings settings) throws SQLException {
    Database.open(settings, oneFolder).close();
    execute(
        settings,
        "insert into flyway_schema_history select 9999, '9999', 'from the future', type,"
            + " 'V9999__from_the_future.sql', checksum, installed_by, installed_on, execution_time,"
            + " success from flyway_schema_history order by installed_rank limit 1");
    assertThatThrownBy(() -> Database.open(settings, oneFolder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("A newer gpcm may have used this database");
  }

  @Test
  void aFailingStatementDoesNotTellTheValuesItWasGiven(Database database) {
    database
        .jdbi()
        .useHandle(handle -> handle.execute("create table note (text text primary key)"));
    String secret = "Alpha Testpatient";
    assertThatThrownBy(
            () ->
                database
                    .jdbi()
                    .useHandle(
                        handle -> {
                          for (int i = 0; i < 2; i++) {
                            handle
                                .createUpdate("insert into note values (:text)")
                                .bind("text", secret)
                                .execute();
                          }
                        }))
        .hasMessageContaining("duplicate key")
        .hasMessageContaining("insert into note")
        .hasMessageNotContaining(secret)
        .rootCause()
        .hasMessageNotContaining(secret);
  }

  @Test
  void anAbsentUuidIsStoredAsNull(Database database) {
    UUID absent = null;
    List<Optional<UUID>> stored =
        database
            .jdbi()
            .withHandle(
                handle -> {
                  handle.execute("create table note (id uuid)");
                  handle.createUpdate("insert into note values (:id)").bind("id", absent).execute();
                  return handle
                      .createQuery("select id from note")
                      .map((row, context) -> Optional.ofNullable(row.getObject(1, UUID.class)))
                      .list();
                });
    assertThat(stored).containsExactly(Optional.empty());
  }

  private static DatabaseSettings to(DatabaseSettings settings, String name) {
    return new DatabaseSettings(
        settings.url().map(url -> url.replaceFirst("[^/]*$", name)),
        settings.user(),
        settings.password(),
        settings.poolSize());
  }

  private static void execute(DatabaseSettings settings, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                settings.url().orElseThrow(),
                settings.user().orElseThrow(),
                settings.password().orElseThrow().reveal());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
