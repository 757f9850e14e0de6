package gpcm.node.web;

import gpcm.mesh.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Says exactly what a test wants said, under whatever name, over plain sockets and TLS. */
final class RawHttp implements AutoCloseable {
  private final Socket socket;

  private RawHttp(Socket socket) {
    this.socket = socket;
  }

  /** An answer, as it came. */
  record Answer(String text) {
    int status() {
      return Integer.parseInt(text.split(" ", 3)[1]);
    }

    /** Empty when there is no such header. */
    String header(String name) {
      return text.split("\r\n\r\n", 2)[0]
          .lines()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  static RawHttp plain(String address, int port) throws IOException {
    return new RawHttp(new Socket(InetAddress.getByName(address), port));
  }

  static RawHttp tls(URI url, SSLContext context, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", url.getPort());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return new RawHttp(socket);
  }

  static SSLContext trusting(Path authority) {
    return TlsFiles.standard().trusting(authority).context();
  }

  Socket socket() {
    return socket;
  }

  /** A request, after which the connection stays as it is. */
  Answer get(String path, String... headers) throws IOException {
    return send("GET", path, headers);
  }

  Answer send(String method, String path, String... headers) throws IOException {
    List<String> lines = List.of(headers);
    String host =
        lines.stream().anyMatch(line -> line.startsWith("Host:")) ? "" : "Host: localhost\r\n";
    String request =
        "%s %s HTTP/1.1\r\n%s%sContent-Length: 0\r\n\r\n"
            .formatted(
                method, path, host, String.join("", lines.stream().map(l -> l + "\r\n").toList()));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return read();
  }

  private Answer read() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("cut off after: " + head.toString(StandardCharsets.UTF_8));
      }
      head.write(next);
    }
    Answer headers = new Answer(head.toString(StandardCharsets.UTF_8));
    byte[] body = in.readNBytes(Integer.parseInt(headers.header("Content-Length")));
    return new Answer(headers.text() + new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
