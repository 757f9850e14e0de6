package gpcm.node.store;

import gpcm.mesh.Secret;
import gpcm.postgres.BundledPostgres;
import gpcm.postgres.PostgresException;
import gpcm.postgres.PostgresListener;
import gpcm.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The node's own PostgreSQL. The one class that knows the room {@code postgres}, which an
 * installation with a database of its own may leave out.
 */
final class BundledServer implements AutoCloseable {
  private final BundledPostgres postgres;

  private BundledServer(BundledPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts it.
   *
   * @throws StoreException when it cannot be started, or is in use by another node
   */
  static BundledServer start(Path dataFolder, ServerListener listener) {
    try {
      return new BundledServer(BundledPostgres.start(dataFolder, telling(listener)));
    } catch (PostgresException e) {
      throw new StoreException(e.getMessage(), e);
    }
  }

  /** Whether a node has ever worked in the data folder. */
  static boolean isIn(Path dataFolder) {
    return BundledPostgres.isIn(dataFolder);
  }

  /**
   * How to connect to the server that a node runs in the data folder just now.
   *
   * @return empty when none does
   */
  static Optional<DatabaseSettings> running(Path dataFolder, int poolSize) {
    try {
      return BundledPostgres.running(dataFolder)
          .map(server -> settings(server.url(), server.password(), poolSize));
    } catch (PostgresException e) {
      throw new StoreException(e.getMessage(), e);
    }
  }

  private static PostgresListener telling(ServerListener listener) {
    return new PostgresListener() {
      @Override
      public void ended(String what) {
        listener.ended(what);
      }

      @Override
      public void startedAgain(String what) {
        listener.startedAgain(what);
      }

      @Override
      public void givenUp(String reason) {
        listener.givenUp(reason);
      }
    };
  }

  /** How to connect. */
  DatabaseSettings settings(int poolSize) {
    PostgresServer server = postgres.server();
    return settings(server.url(), server.password(), poolSize);
  }

  private static DatabaseSettings settings(String url, String password, int poolSize) {
    return new DatabaseSettings(
        Optional.of(url),
        Optional.of(PostgresServer.USER),
        Optional.of(Secret.of(password)),
        poolSize);
  }

  @Override
  public void close() {
    postgres.close();
  }
}
