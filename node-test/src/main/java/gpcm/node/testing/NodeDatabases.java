package gpcm.node.testing;

import gpcm.mesh.Secret;
import gpcm.node.store.DatabaseSettings;
import gpcm.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PostgreSQL server on which each node of a network gets a database of its own. */
final class NodeDatabases implements AutoCloseable {
  private static final Pattern JDBC_URL =
      Pattern.compile("(jdbc:postgresql://[^/?]*/)[^?]*(\\?.*)?");
  private static final int CONNECTIONS = 8;

  private final Login login;
  private final Optional<PostgresServer> own;
  private final List<String> made = new ArrayList<>();

  private NodeDatabases(Login login) {
    this.login = login;
    this.own = Optional.empty();
  }

  private NodeDatabases(PostgresServer own) {
    this.login = new Login(own.url(), PostgresServer.USER, own.password());
    this.own = Optional.of(own);
  }

  /** Who may make databases, and where. */
  record Login(String url, String user, String password) {
    Login {
      if (!JDBC_URL.matcher(url).matches()) {
        throw new IllegalArgumentException(
            "database.url '%s' is no PostgreSQL address: give one like jdbc:postgresql://host:5432/postgres"
                .formatted(url));
      }
    }

    private String urlOf(String database) {
      Matcher parts = JDBC_URL.matcher(url);
      return parts.replaceFirst("$1" + database + "$2");
    }

    @Override
    public String toString() {
      return "Login[" + user + " at " + url.replaceFirst("\\?.*", "") + "]";
    }
  }

  /** The bundled server, with its files in the folder; they go with the folder. */
  static NodeDatabases bundled(Path folder) {
    return new NodeDatabases(PostgresServer.start(folder));
  }

  /** A server that runs already; what is made there is removed again. */
  static NodeDatabases on(Login login) {
    return new NodeDatabases(login);
  }

  /**
   * A new, empty database.
   *
   * @throws IllegalStateException when the server does not make one
   */
  DatabaseSettings create() {
    String name = "gpcm_test_" + UUID.randomUUID().toString().replace("-", "");
    execute("create database " + name);
    made.add(name);
    return new DatabaseSettings(
        Optional.of(login.urlOf(name)),
        Optional.of(login.user()),
        Optional.of(Secret.of(login.password())),
        CONNECTIONS);
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "%s failed for %s: %s. Give the address of a PostgreSQL that runs and a user that may make databases"
              .formatted(sql, login, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    own.ifPresentOrElse(
        PostgresServer::close,
        () -> made.forEach(name -> execute("drop database if exists " + name + " with (force)")));
  }
}
