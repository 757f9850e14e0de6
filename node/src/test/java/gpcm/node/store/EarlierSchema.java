package gpcm.node.store;

import gpcm.mesh.Secret;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A database as an earlier version of gpcm left it. */
public final class EarlierSchema {
  private EarlierSchema() {}

  /**
   * Migrates an empty database so far and no further.
   *
   * @param target the number of a migration, with {@code ?} behind it where there is none of it
   */
  public static Jdbi of(DatabaseSettings settings, String target) {
    String url = settings.url().orElseThrow();
    String user = settings.user().orElseThrow();
    String password = settings.password().map(Secret::reveal).orElseThrow();
    Flyway.configure()
        .dataSource(url, user, password)
        .locations("classpath:gpcm/node/store/migration")
        .target(target)
        .load()
        .migrate();
    return Jdbi.create(url, user, password);
  }
}
