package gpcm.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a node and its database, and can be told to hold back every byte for a while. */
final class SilentWire implements AutoCloseable {
  private final Relay relay;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition spoken = lock.newCondition();
  private boolean silent;

  /**
   * @param database the port on this machine that it leads to
   */
  SilentWire(int database) throws IOException {
    this.relay = new Relay(InetAddress.getLoopbackAddress(), database, this::pass, this::pass);
  }

  int port() {
    return relay.port();
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

  private void pass(Socket from, Socket to) throws IOException {
    byte[] some = new byte[16384];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int read = in.read(some); read >= 0; read = in.read(some)) {
      awaitSpeech();
      out.write(some, 0, read);
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
    relay.close();
  }
}
