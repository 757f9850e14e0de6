package gpcm.cli.node;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that speaks clamd's INSTREAM and knows one piece of malware: a text with this word. */
final class LocalClamd implements AutoCloseable {
  static final String MALWARE = "not really malware";

  private final ServerSocket server;

  private LocalClamd(ServerSocket server) {
    this.server = server;
  }

  /** Starts on a port; 0 takes a free one. */
  static LocalClamd on(int port) throws IOException {
    LocalClamd clamd = new LocalClamd(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(clamd::serve);
    return clamd;
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.readNBytes("zINSTREAM\0".length());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int n = in.readInt(); n > 0; n = in.readInt()) {
          content.write(in.readNBytes(n));
        }
        boolean found = content.toString(StandardCharsets.ISO_8859_1).contains(MALWARE);
        client
            .getOutputStream()
            .write(
                ("stream: " + (found ? "Test.Malware FOUND" : "OK") + "\0")
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Closed, or the client has gone.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
