package gpcm.node.store;

import gpcm.mesh.Secret;
import gpcm.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a {@link Database} of its own on one real PostgreSQL server, which all tests of a
 * run share because starting it is what takes time. The database closes after the test.
 */
public final class DatabaseExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(DatabaseExtension.class);

  /** The server all tests share. */
  private record SharedServer(Path folder, PostgresServer server) implements AutoCloseable {
    private static final String WITH_TABLES = "with_tables";

    static SharedServer start() {
      try {
        Path folder = Files.createTempDirectory("postgres-for-tests");
        SharedServer shared = new SharedServer(folder, PostgresServer.start(folder));
        shared.create(WITH_TABLES, "template1");
        Database.open(shared.settings(WITH_TABLES), folder).close();
        return shared;
      } catch (IOException e) {
        throw new StoreException("no folder for the test database", e);
      }
    }

    /** A database of its own with no table in it. */
    DatabaseSettings empty() {
      return copyOf("template1");
    }

    /** A database of its own as a node makes it; to make it takes longer than to copy it. */
    DatabaseSettings withTables() {
      return copyOf(WITH_TABLES);
    }

    private DatabaseSettings copyOf(String template) {
      String name = "test_" + UUID.randomUUID().toString().replace("-", "");
      create(name, template);
      return settings(name);
    }

    private void create(String name, String template) {
      try (Connection connection =
              DriverManager.getConnection(server.url(), PostgresServer.USER, server.password());
          Statement statement = connection.createStatement()) {
        statement.execute("create database %s template %s".formatted(name, template));
      } catch (SQLException e) {
        throw new StoreException("no new test database", e);
      }
    }

    private DatabaseSettings settings(String name) {
      return new DatabaseSettings(
          Optional.of(server.url().replaceFirst("[^/]*$", name)),
          Optional.of(PostgresServer.USER),
          Optional.of(Secret.of(server.password())),
          8);
    }

    @Override
    public void close() throws IOException {
      server.close();
      deleteTree(folder);
    }
  }

  private record OwnDatabase(Path folder, DatabaseSettings settings, Database database)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      database.close();
      deleteTree(folder);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Database.class || type == DatabaseSettings.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    SharedServer shared =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(SharedServer.class, key -> SharedServer.start(), SharedServer.class);
    if (type == DatabaseSettings.class) {
      return shared.empty();
    }
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(OwnDatabase.class, key -> open(shared), OwnDatabase.class)
        .database();
  }

  private static OwnDatabase open(SharedServer shared) {
    try {
      Path folder = Files.createTempDirectory("data");
      DatabaseSettings settings = shared.withTables();
      return new OwnDatabase(folder, settings, Database.open(settings, folder));
    } catch (IOException e) {
      throw new StoreException("no data folder for the test", e);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
