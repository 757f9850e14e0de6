package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The password of the database is another without a restart. */
@ExtendWith(DatabaseExtension.class)
class RotatedPasswordTest {
  @TempDir Path folder;

  @Test
  void anotherPasswordOfTheDatabaseIsUsedForNewConnections(Database own, DatabaseSettings superuser)
      throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "the first one\n");
    String user = "rotating_" + superuser.url().orElseThrow().replaceFirst(".*/", "");
    execute(own, "create role " + user + " superuser login password 'the first one'");
    DatabaseSettings settings =
        new DatabaseSettings(
            superuser.url(), Optional.of(user), Optional.empty(), Optional.of(file), 8);
    try (Database database = Database.open(settings, folder)) {
      execute(own, "alter role " + user + " password 'another one'");
      Files.writeString(file, "another one\n");
      // More at once than are kept open, so that some are new.
      List<Handle> all = new ArrayList<>();
      try {
        for (PoolUse pool : database.pools()) {
          for (int i = 0; i < pool.most(); i++) {
            Jdbi way = pool.name().equals("gpcm") ? database.jdbi() : database.unflushed();
            all.add(way.open());
          }
        }
        assertThat(all)
            .allMatch(
                handle ->
                    handle
                        .createQuery("select current_user::text")
                        .mapTo(String.class)
                        .one()
                        .equals(user));
      } finally {
        all.forEach(Handle::close);
      }
    }
  }

  private static void execute(Database database, String sql) {
    database.jdbi().useHandle(handle -> handle.execute(sql));
  }
}
