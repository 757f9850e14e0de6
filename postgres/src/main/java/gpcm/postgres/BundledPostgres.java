package gpcm.postgres;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A node's own PostgreSQL in its data folder, which no other node can use at the same time. A
 * server that is killed is started again at the same address; see {@link PostgresListener}.
 */
public final class BundledPostgres implements AutoCloseable {
  private final FolderLock lock;
  private final PostgresServer server;

  private BundledPostgres(FolderLock lock, PostgresServer server) {
    this.lock = lock;
    this.server = server;
  }

  /**
   * Starts the server, creating its files the first time.
   *
   * @param dataFolder the node's data folder, created when missing and locked until {@link #close}
   * @throws PostgresException when another node uses the folder, or the server cannot be started
   */
  public static BundledPostgres start(Path dataFolder, PostgresListener listener) {
    FolderLock lock = FolderLock.acquire(dataFolder);
    try {
      return new BundledPostgres(
          lock, PostgresServer.start(dataFolder.resolve("postgres"), listener));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The server that a node runs in a data folder just now.
   *
   * @return empty when none does
   */
  public static Optional<PostgresServer.Running> running(Path dataFolder) {
    return PostgresServer.running(dataFolder.resolve("postgres"));
  }

  /** Whether a node has ever worked in a data folder. */
  public static boolean isIn(Path dataFolder) {
    return PostgresServer.hasData(dataFolder.resolve("postgres"));
  }

  /** The server, to connect to. */
  public PostgresServer server() {
    return server;
  }

  /** Stops the server and gives the data folder free. */
  @Override
  public void close() {
    try {
      server.close();
    } finally {
      lock.close();
    }
  }
}
