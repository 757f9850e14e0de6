package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import gpcm.mesh.Secret;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the node's own connection can do to the log, really tried. */
@ExtendWith(DatabaseExtension.class)
class AuditRightsTest {
  private static final List<String> NEVER =
      List.of(
          "update audit_entry set entry = ''",
          "delete from audit_entry",
          "truncate audit_entry",
          "update audit_entry_other set entry = ''",
          "delete from audit_entry_other",
          "truncate audit_entry_other",
          "update audit_entry_2026_11 set entry = ''",
          "delete from audit_entry_2026_11",
          "truncate audit_entry_2026_11",
          "update audit_leaf set leaf = ''",
          "delete from audit_leaf",
          "truncate audit_leaf",
          "update audit_checkpoint set note = ''",
          "delete from audit_checkpoint",
          "truncate audit_checkpoint",
          "update audit_cosignature set line = ''",
          "delete from audit_cosignature",
          "truncate audit_cosignature",
          "update audit_key set verifier = ''",
          "delete from audit_key",
          "truncate audit_key",
          "update audit_personal set body = ''",
          "truncate audit_personal",
          "update audit_personal_2026_11 set body = ''",
          "truncate audit_personal_2026_11",
          "truncate audit_patient");

  /** With which an owner would undo the protection; a role that only adds can't. */
  private static final List<String> OWNERS =
      List.of(
          "alter table audit_entry disable trigger audit_only_added_to",
          "drop trigger audit_only_added_to on audit_leaf",
          "alter table audit_checkpoint alter column note drop not null",
          "drop table audit_checkpoint",
          "create or replace function audit_refuse() returns trigger language plpgsql as 'begin"
              + " return null; end'",
          "insert into audit_entry (entry_id, xid, entry, org, at, action, actor) values"
              + " (gen_random_uuid(), '7', '', '', now(), '', '')");

  @TempDir Path folder;

  private static void works(Database database) {
    LogFixture log = new LogFixture(database);
    new AuditMonths(log.jdbi).prepare(LogFixture.CLOCK.instant());
    log.write(2);
    log.seal(log.sealer());
    log.write(1);
    log.seal(log.sealer());
    assertThat(log.count("select count(*) from audit_entry")).isEqualTo(3);
    assertThat(log.count("select count(*) from pg_class where relname = 'audit_entry_2026_11'"))
        .isEqualTo(1);
    assertThat(log.count("select count(*) from audit_leaf")).isEqualTo(3);
  }

  private static void refused(Database database, List<String> statements, String why) {
    for (String sql : statements) {
      assertThat(catchThrowable(() -> database.jdbi().useHandle(handle -> handle.execute(sql))))
          .as(sql)
          .isNotNull()
          .hasMessageContaining(why);
    }
  }

  @Test
  void theBundledServersSuperuserIsRefused(Database database) {
    works(database);
    refused(database, NEVER, "the audit log is only ever added to");
  }

  @Test
  void theOwnerOfTheTablesHasNoRightTo(DatabaseSettings superuser) throws Exception {
    try (Database database = Database.open(asOwner(superuser), folder)) {
      works(database);
      refused(database, NEVER, "permission denied");
    }
  }

  @Test
  void afterTheTablesWereHandedOverTheNodeOnlyAdds(DatabaseSettings superuser) throws Exception {
    DatabaseSettings app = asOwner(superuser);
    Database.open(app, folder).close();
    execute(superuser, handOver().replace("'gpcm'", "'" + app.user().orElseThrow() + "'"));
    try (Database database = Database.open(app, folder)) {
      works(database);
      // PostgreSQL only warns that nothing was granted.
      database
          .jdbi()
          .useHandle(handle -> handle.execute("grant all on audit_entry to current_user"));
      refused(database, NEVER, "permission denied");
      for (String sql : OWNERS) {
        assertThat(catchThrowable(() -> database.jdbi().useHandle(handle -> handle.execute(sql))))
            .as(sql)
            .isNotNull()
            .hasMessageMatching("(?s).*(must be owner|permission denied).*");
      }
    }
  }

  /** A user without rights over the server, who owns the database's tables. */
  private static DatabaseSettings asOwner(DatabaseSettings superuser) throws SQLException {
    String name = superuser.url().orElseThrow().replaceFirst(".*/", "");
    String user = "app_" + name;
    execute(superuser, "create role " + user + " login password 'none'");
    execute(superuser, "alter database " + name + " owner to " + user);
    execute(superuser, "grant create on schema public to " + user);
    return new DatabaseSettings(
        superuser.url(), Optional.of(user), Optional.of(Secret.of("none")), 8);
  }

  private static String handOver() throws IOException {
    String page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "audit.md"));
    int from = page.indexOf("```sql\n") + "```sql\n".length();
    return page.substring(from, page.indexOf("```", from));
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
