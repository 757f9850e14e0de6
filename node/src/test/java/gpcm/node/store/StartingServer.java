package gpcm.node.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a PostgreSQL and says of the first connections that it is still starting up. */
final class StartingServer implements AutoCloseable {
  private static final int ASKS_FOR_TLS = 80877103;

  private final ServerSocket listening;
  private final int behind;
  private final AtomicInteger refusals;

  StartingServer(String url, int refusals) throws IOException {
    this.behind = port(url);
    this.refusals = new AtomicInteger(refusals);
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where the server of a URL listens. */
  static int port(String url) {
    return URI.create(url.substring("jdbc:".length())).getPort();
  }

  int port() {
    return listening.getLocalPort();
  }

  int refusalsLeft() {
    return refusals.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket caller = listening.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      if (refusals.get() > 0) {
        refuse(caller);
        refusals.decrementAndGet();
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        Thread back = Thread.ofVirtual().start(() -> pass(server, caller));
        pass(caller, server);
        back.join();
      }
    } catch (IOException | InterruptedException e) {
      // the caller sees that its connection is gone
    }
  }

  static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one of them has gone
    }
  }

  private static void refuse(Socket caller) throws IOException {
    DataInputStream in = new DataInputStream(caller.getInputStream());
    DataOutputStream out = new DataOutputStream(caller.getOutputStream());
    while (true) {
      byte[] asked = in.readNBytes(in.readInt() - 4);
      if (new DataInputStream(new ByteArrayInputStream(asked)).readInt() != ASKS_FOR_TLS) {
        break;
      }
      out.writeByte('N');
    }
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (String field : new String[] {"SFATAL", "C57P03", "Mthe database system is starting up"}) {
      fields.writeBytes(field.getBytes(StandardCharsets.US_ASCII));
      fields.write(0);
    }
    fields.write(0);
    out.writeByte('E');
    out.writeInt(fields.size() + 4);
    out.write(fields.toByteArray());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
