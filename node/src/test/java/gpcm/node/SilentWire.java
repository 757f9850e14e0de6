package gpcm.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a node and its database, and can be told to hold back every byte for a while. */
final class SilentWire implements AutoCloseable {
  private final int database;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition spoken = lock.newCondition();
  private boolean silent;

  /**
   * @param database the port on this machine that it leads to
   */
  SilentWire(int database) throws IOException {
    this.database = database;
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void silence() {
    set(true);
  }

  /** Passes on what was held back, and what comes. */
  void speak() {
    set(false);
  }

  private void set(boolean now) {
    lock.lock();
    try {
      silent = now;
      spoken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket node = server.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), database);
        open.add(node);
        open.add(target);
        threads.execute(() -> pass(node, target));
        threads.execute(() -> pass(target, node));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] some = new byte[16384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        awaitSpeech();
        out.write(some, 0, read);
      }
    } catch (IOException e) {
      // One of the two has hung up.
    }
  }

  private void awaitSpeech() throws IOException {
    lock.lock();
    try {
      while (silent) {
        spoken.await();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      lock.unlock();
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
