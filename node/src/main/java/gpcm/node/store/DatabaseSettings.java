package gpcm.node.store;

import gpcm.mesh.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

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

  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "jdbc:postgresql:(//((localhost|127(\\.\\d{1,3}){3}|\\[(0*:)*0*1])(:\\d*)?)?/)?[^/]*");

  /**
   * The same with a connection that nobody on its way reads or changes, unless the URL says how it
   * is to be: a server elsewhere has to prove that it is the one named.
   */
  public DatabaseSettings secured() {
    return new DatabaseSettings(url.map(DatabaseSettings::secured), user, password, poolSize);
  }

  private static String secured(String url) {
    String[] parts = url.split("\\?", 2);
    boolean said = parts.length > 1 && parts[1].matches("(.*&)?(sslmode|ssl|socketFactory)=.*");
    if (said || THIS_MACHINE.matcher(parts[0]).matches()) {
      return url;
    }
    return url + (parts.length > 1 ? "&" : "?") + "sslmode=verify-full";
  }

  /** The bundled server with the usual pool. */
  public static DatabaseSettings bundled() {
    return new DatabaseSettings(Optional.empty(), Optional.empty(), Optional.empty(), 16);
  }
}
