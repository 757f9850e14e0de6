package gpcm.node.config;

import gpcm.mesh.Secret;
import java.util.Optional;

/**
 * Which PostgreSQL the node uses.
 *
 * @param url a JDBC URL of PostgreSQL 14 or newer; without one the node starts the bundled server
 * @param user who to connect as, when the URL does not say
 * @param password the user's password
 * @param poolSize how many connections the node opens at most
 */
public record DatabaseSettings(
    Optional<String> url, Optional<String> user, Optional<Secret> password, int poolSize) {

  /** The bundled server with the usual pool. */
  public static DatabaseSettings bundled() {
    return new DatabaseSettings(Optional.empty(), Optional.empty(), Optional.empty(), 16);
  }

  static DatabaseSettings read(SectionReader section) {
    DatabaseSettings settings =
        new DatabaseSettings(
            section.optional("url", ValueFormat.JDBC_URL),
            section.optional("user", ValueFormat.TEXT),
            section.optional("password", ValueFormat.SECRET),
            section.value("pool-size", ValueFormat.number(2, 200), bundled().poolSize()));
    if (settings.url().isEmpty()
        && (settings.user().isPresent() || settings.password().isPresent())) {
      section.problem(
          "url", "missing", "user and password are of no use without it: add it, or remove them");
    }
    section.refuseUnknownKeys();
    return settings;
  }
}
