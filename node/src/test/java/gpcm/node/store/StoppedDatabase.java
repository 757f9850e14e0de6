package gpcm.node.store;

import gpcm.mesh.Secret;
import gpcm.postgres.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A PostgreSQL of a test's own that can be stopped, and comes back at the same address. */
public final class StoppedDatabase implements AutoCloseable {
  private final Path folder;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private PostgresServer server;
  private ServerSocket listening;
  private int port;

  /** Starts it. */
  public StoppedDatabase(Path folder) throws IOException {
    this.folder = folder;
    comesBack();
  }

  /** How a node connects to it. */
  public DatabaseSettings settings() {
    return new DatabaseSettings(
        Optional.of("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port)),
        Optional.of(PostgresServer.USER),
        Optional.of(Secret.of(server.password())),
        8);
  }

  /** Its process ends, and nobody answers at its address. */
  public void stops() throws IOException {
    listening.close();
    server.close();
    for (Socket each : open) {
      each.close();
    }
    open.clear();
  }

  /** It is there again, with all that was committed. */
  public void comesBack() throws IOException {
    server = PostgresServer.start(folder);
    ServerSocket fresh = new ServerSocket();
    fresh.setReuseAddress(true);
    fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = fresh.getLocalPort();
    listening = fresh;
    int behind = StartingServer.port(server.url());
    Thread.ofVirtual().start(() -> accept(fresh, behind));
  }

  private void accept(ServerSocket at, int behind) {
    while (!at.isClosed()) {
      try {
        Socket caller = at.accept();
        Thread.ofVirtual().start(() -> serve(caller, behind));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket caller, int behind) {
    open.add(caller);
    try (caller;
        Socket to = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      open.add(to);
      Thread back = Thread.ofVirtual().start(() -> StartingServer.pass(to, caller));
      StartingServer.pass(caller, to);
      back.join();
    } catch (IOException | InterruptedException e) {
      // the caller sees that its connection is gone
    }
  }

  @Override
  public void close() throws IOException {
    stops();
  }
}
