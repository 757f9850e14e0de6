package gpcm.node.store;

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
}
