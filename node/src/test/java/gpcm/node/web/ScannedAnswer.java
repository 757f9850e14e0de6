package gpcm.node.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What came for one request, to the letter.
 *
 * @param asked by whom, how and for what, for messages
 * @param path what was asked for
 * @param encrypted whether it came over TLS
 * @param fields the header's lines
 * @param body a character a byte
 */
record ScannedAnswer(
    String asked, String path, boolean encrypted, int status, List<String> fields, String body) {
  private static final int PATIENCE = 120_000;

  /** Where to ask, and under which name. */
  record Place(URI url, Optional<SSLContext> tls, String host) {
    private Socket connect() throws IOException {
      InetAddress here = InetAddress.getLoopbackAddress();
      Socket socket =
          tls.isPresent()
              ? tls.get().getSocketFactory().createSocket(here, url.getPort())
              : new Socket(here, url.getPort());
      socket.setSoTimeout(PATIENCE);
      return socket;
    }

    ScannedAnswer ask(String who, String method, String path, String body, List<String> more)
        throws IOException {
      String host = more.stream().anyMatch(line -> line.startsWith("Host:")) ? "" : host();
      String length =
          more.stream().anyMatch(line -> line.startsWith("Content-Length:"))
              ? ""
              : "Content-Length: %d\r\n".formatted(body.length());
      String request =
          "%s %s HTTP/1.1\r\n%sConnection: close\r\n%s%s\r\n%s"
              .formatted(
                  method,
                  path,
                  host.isEmpty() ? "" : "Host: " + host + "\r\n",
                  length,
                  String.join("", more.stream().map(line -> line + "\r\n").toList()),
                  body);
      try (Socket socket = connect()) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        String asked = "%s: %s %s%s".formatted(who, method, path, tls.isPresent() ? " (TLS)" : "");
        return read(asked, path, tls.isPresent(), socket);
      }
    }
  }

  private static ScannedAnswer read(String asked, String path, boolean encrypted, Socket socket)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketTimeoutException e) {
      throw new IOException(asked + " was not answered to its end, only with: " + all, e);
    }
    String[] parts = all.toString(StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
    if (parts.length < 2) {
      throw new IOException(asked + " was answered with nothing whole: " + parts[0]);
    }
    List<String> lines = parts[0].lines().toList();
    ScannedAnswer framed =
        new ScannedAnswer(
            asked,
            path,
            encrypted,
            Integer.parseInt(lines.getFirst().split(" ", 3)[1]),
            lines.subList(1, lines.size()),
            parts[1]);
    return framed.header("Transfer-Encoding").equalsIgnoreCase("chunked")
        ? framed.unframed()
        : framed;
  }

  private ScannedAnswer unframed() {
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (true) {
      int end = body.indexOf("\r\n", at);
      int size = Integer.parseInt(body.substring(at, end), 16);
      if (size == 0) {
        return new ScannedAnswer(asked, path, encrypted, status, fields, whole.toString());
      }
      whole.append(body, end + 2, end + 2 + size);
      at = end + 2 + size + 2;
    }
  }

  /** Empty when there is no such header; the first when there are several. */
  String header(String name) {
    return headers(name).stream().findFirst().orElse("");
  }

  List<String> headers(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return fields.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  boolean isPage() {
    return header("Content-Type").startsWith("text/html");
  }

  /** Not a picture, a PDF or another file of bytes. */
  boolean isText() {
    return header("Content-Type").matches("text/.*|.*(json|javascript|xml).*");
  }

  boolean isFrame() {
    return path.startsWith("/viewing/");
  }
}
