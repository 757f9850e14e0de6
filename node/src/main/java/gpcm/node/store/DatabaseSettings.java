package gpcm.node.store;

import gpcm.mesh.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which PostgreSQL the node uses.
 *
 * @param url a JDBC URL of PostgreSQL 14 or newer; without one the node starts the bundled server
 * @param user who to connect as, when the URL does not say
 * @param password the user's password
 * @param passwordFile a file that holds it instead, read for each new connection
 * @param poolSize how many connections the node opens at most
 */
public record DatabaseSettings(
    Optional<String> url,
    Optional<String> user,
    Optional<Secret> password,
    Optional<Path> passwordFile,
    int poolSize) {

  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "jdbc:postgresql:(//((localhost|127(\\.\\d{1,3}){3}|\\[(0*:)*0*1])(:\\d*)?)?/)?[^/]*");

  /** With a password that is given, if any. */
  public DatabaseSettings(
      Optional<String> url, Optional<String> user, Optional<Secret> password, int poolSize) {
    this(url, user, password, Optional.empty(), poolSize);
  }

  /**
   * The password as it is now.
   *
   * @throws StoreException when its file cannot be read, or is empty
   */
  Optional<Secret> passwordNow() {
    return passwordFile.map(DatabaseSettings::read).or(() -> password);
  }

  private static Secret read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
      if (text.isEmpty()) {
        throw new StoreException(
            "%s is empty; it should hold the password of the database".formatted(file));
      }
      return Secret.of(text);
    } catch (IOException e) {
      throw new StoreException("can't read the password of the database in " + file, e);
    }
  }

  /**
   * The same with a connection that nobody on its way reads or changes, unless the URL says how it
   * is to be: a server elsewhere has to prove that it is the one named.
   */
  public DatabaseSettings secured() {
    return new DatabaseSettings(
        url.map(DatabaseSettings::secured), user, password, passwordFile, poolSize);
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
