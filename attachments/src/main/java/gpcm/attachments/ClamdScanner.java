package gpcm.attachments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * ClamAV's daemon, spoken to over TCP or a Unix socket with its command {@code INSTREAM}. Each scan
 * has a connection of its own. Thread-safe.
 */
public final class ClamdScanner implements MalwareScanner {
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST_REPLY = 4096;
  private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
  private static final String FOUND = " FOUND";

  private final SocketAddress address;
  private final Duration patience;

  /**
   * @param address where the daemon listens
   * @param patience how long one scan may take, from connecting to the verdict
   */
  public ClamdScanner(SocketAddress address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  @Override
  public Optional<String> malware(InputStream content) throws IOException {
    try (SocketChannel channel = open()) {
      // Closing is the one thing that ends a call on such a channel, whatever it waits for.
      Executor later =
          CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture<Void> end = CompletableFuture.runAsync(() -> close(channel), later);
      try {
        return verdict(ask(channel, content));
      } finally {
        end.cancel(false);
      }
    }
  }

  private SocketChannel open() throws IOException {
    // Resolved now: a name may have moved since the start.
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing more can be done to end it.
    }
  }

  private String ask(SocketChannel channel, InputStream content) throws IOException {
    try {
      channel.connect(resolved());
    } catch (IOException | UnresolvedAddressException e) {
      throw unreachable(String.valueOf(e.getMessage()), e);
    }
    byte[] chunk = new byte[CHUNK];
    boolean taken = write(channel, ByteBuffer.wrap(COMMAND));
    for (int n = content.read(chunk); taken && n >= 0; n = content.read(chunk)) {
      taken = write(channel, length(n)) && write(channel, ByteBuffer.wrap(chunk, 0, n));
    }
    if (taken) {
      write(channel, length(0));
    }
    return reply(channel);
  }

  private SocketAddress resolved() {
    return address instanceof InetSocketAddress inet && inet.isUnresolved()
        ? new InetSocketAddress(inet.getHostString(), inet.getPort())
        : address;
  }

  private static ByteBuffer length(int n) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(n).flip();
  }

  // A daemon that has had enough stops reading, and has said why.
  private static boolean write(SocketChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String reply(SocketChannel channel) {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_REPLY);
    try {
      boolean complete = false;
      while (!complete && reply.size() < LONGEST_REPLY && channel.read(bytes.clear()) >= 0) {
        reply.write(bytes.array(), 0, bytes.position());
        complete = bytes.position() > 0 && bytes.get(bytes.position() - 1) == 0;
      }
    } catch (IOException e) {
      throw unreachable("it did not answer in time, or cut the connection", e);
    }
    return reply.toString(StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private Optional<String> verdict(String reply) {
    String said = reply.startsWith("stream: ") ? reply.substring("stream: ".length()) : reply;
    if (said.equals("OK")) {
      return Optional.empty();
    }
    if (said.endsWith(FOUND)) {
      return Optional.of(said.substring(0, said.length() - FOUND.length()));
    }
    throw unreachable(said.isEmpty() ? "it answered nothing" : "it answered '" + said + "'", null);
  }

  private UnreachableException unreachable(String why, Throwable cause) {
    return new UnreachableException(toString(), why, cause);
  }

  @Override
  public String toString() {
    return address instanceof InetSocketAddress inet
        ? "clamd at " + inet.getHostString() + ":" + inet.getPort()
        : "clamd at " + address;
  }
}
