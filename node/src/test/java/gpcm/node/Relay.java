package gpcm.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens on this machine, and for each connection opens one to somebody else, and passes on. */
final class Relay implements AutoCloseable {
  private final ServerSocket server;
  private final InetAddress host;
  private final int port;
  private final Passing there;
  private final Passing back;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Passes on what one side says until that side ends. */
  interface Passing {
    void pass(Socket from, Socket to) throws IOException;
  }

  /**
   * @param host to whom the connections lead
   * @param there what is done with what the caller says
   * @param back what is done with the answers
   */
  Relay(InetAddress host, int port, Passing there, Passing back) throws IOException {
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    this.host = host;
    this.port = port;
    this.there = there;
    this.back = back;
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        Socket target = new Socket(host, port);
        open.add(caller);
        open.add(target);
        threads.execute(() -> pass(there, caller, target));
        threads.execute(() -> pass(back, target, caller));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void pass(Passing passing, Socket from, Socket to) {
    try (from;
        to) {
      passing.pass(from, to);
    } catch (IOException e) {
      // One of the two has hung up.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
