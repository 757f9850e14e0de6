package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A command that reads a node's database beside it. */
@ExtendWith(DatabaseExtension.class)
class DatabaseVisitTest {
  @TempDir Path folder;

  private static long tables(DatabaseSettings settings) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                settings.url().orElseThrow(),
                settings.user().orElseThrow(),
                settings.password().orElseThrow().reveal());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select count(*) from pg_tables where schemaname = 'public'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void itReadsWhatTheNodeWrites(DatabaseSettings settings) {
    try (Database node = Database.open(settings, folder);
        Database visitor = Database.visit(settings, folder)) {
      assertThat(visitor.schemaVersion()).isEqualTo(node.schemaVersion());
      long entries =
          visitor
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("select count(*) from audit_entry")
                          .mapTo(Long.class)
                          .one());
      assertThat(entries).isZero();
    }
  }

  @Test
  void tablesOfAnotherVersionAreRefusedAndNotChanged(DatabaseSettings settings)
      throws SQLException {
    assertThatThrownBy(() -> Database.visit(settings, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("are not those of this version of gpcm");
    assertThat(tables(settings)).isZero();
  }

  @Test
  void aFolderWithoutADatabaseIsRefusedAndNotFilled() {
    assertThatThrownBy(() -> Database.visit(DatabaseSettings.bundled(), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is no database in");
    assertThat(folder).isEmptyDirectory();
  }
}
