package gpcm.node;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a node and MESH, and takes requests without answering them, or stops in the middle
 * of an answer, until it is told to go on.
 */
final class SilentProxy implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length: *(\\d+)\\s*$");

  private final Relay relay;
  private final AtomicInteger silenced = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition spoken = lock.newCondition();
  private volatile Predicate<String> silent = head -> false;
  private volatile long answered = Long.MAX_VALUE;

  SilentProxy(URI mesh) throws IOException {
    this.relay =
        new Relay(
            InetAddress.getByName(mesh.getHost()), mesh.getPort(), this::requests, this::answers);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + relay.port());
  }

  /** Does not answer requests whose address contains this. */
  void silence(String path) {
    silent = head -> head.substring(0, head.indexOf('\r')).contains(path);
  }

  /** Of each answer larger than this, gives so much and no more. */
  void stopAfter(long bytes) {
    answered = bytes;
  }

  /** How many requests were not answered, or not to the end. */
  int silenced() {
    return silenced.get();
  }

  /** Answers what waits, and what comes. */
  void speak() {
    lock.lock();
    try {
      silent = head -> false;
      answered = Long.MAX_VALUE;
      spoken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requests(Socket node, Socket target) throws IOException {
    InputStream in = node.getInputStream();
    OutputStream out = target.getOutputStream();
    while (true) {
      String head = head(in);
      if (silent.test(head)) {
        await(() -> silent.test(head));
      }
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      Matcher length = LENGTH.matcher(head);
      long left = length.find() ? Long.parseLong(length.group(1)) : 0;
      while (left > 0) {
        byte[] some = in.readNBytes((int) Math.min(left, 65536));
        if (some.length == 0) {
          throw new EOFException();
        }
        out.write(some);
        left -= some.length;
      }
      out.flush();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private void answers(Socket target, Socket node) throws IOException {
    byte[] some = new byte[16384];
    long given = 0;
    while (true) {
      int read = target.getInputStream().read(some);
      if (read < 0) {
        return;
      }
      long all = given + read;
      if (all > answered) {
        await(() -> all > answered);
      }
      node.getOutputStream().write(some, 0, read);
      given = all;
    }
  }

  private void await(BooleanSupplier waiting) throws IOException {
    silenced.incrementAndGet();
    lock.lock();
    try {
      while (waiting.getAsBoolean()) {
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
