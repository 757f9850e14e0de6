package gpcm.mesh.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One request and its answer. Used by one thread. */
final class Exchange {
  /** Up to here headers and body go out in one write. */
  private static final int TOGETHER = 128 * 1024;

  private static final int WORTH_READING = 64 * 1024;

  private final RequestHead head;
  private final IncomingBody body;
  private final OutputStream out;
  private final DateHeader date;
  private boolean cut;
  private boolean persistent;

  Exchange(RequestHead head, IncomingBody body, OutputStream out, DateHeader date) {
    this.date = date;
    this.head = head;
    this.body = body;
    this.out = out;
    persistent = head.persistent();
  }

  RequestHead head() {
    return head;
  }

  InputStream body() {
    return body;
  }

  /** The connection is to be cut without an answer. */
  void cut() {
    cut = true;
  }

  boolean isCut() {
    return cut;
  }

  /** Whether another request can follow. */
  boolean persistent() {
    return persistent && !cut;
  }

  /** Answers with these bytes. */
  void answer(int status, Map<String, String> headers, byte[] content) throws IOException {
    StringBuilder text = begin(status, headers);
    boolean silent = head.verb().equals("HEAD");
    if (!silent || content.length > 0) {
      text.append("Content-Length: ").append(content.length).append("\r\n");
    }
    byte[] first = end(text);
    if (silent || content.length == 0) {
      out.write(first);
      return;
    }
    byte[] all = new byte[first.length + content.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(content, 0, all, first.length, content.length);
    out.write(all);
  }

  /** Answers with as many bytes of the stream. */
  void answer(int status, Map<String, String> headers, InputStream content, long length)
      throws IOException {
    StringBuilder text = begin(status, headers);
    text.append("Content-Length: ").append(length).append("\r\n");
    byte[] first = end(text);
    if (head.verb().equals("HEAD")) {
      out.write(first);
    } else if (length <= TOGETHER) {
      byte[] all = new byte[first.length + (int) length];
      System.arraycopy(first, 0, all, 0, first.length);
      int read = content.readNBytes(all, first.length, (int) length);
      if (read < length) {
        throw new IOException("the content ends early");
      }
      out.write(all);
    } else {
      out.write(first);
      content.transferTo(out);
    }
  }

  /** What writes a body as it goes along. */
  interface Writer {
    void to(OutputStream out) throws IOException;
  }

  /** Answers with a body whose length isn't known beforehand. */
  void answer(int status, Map<String, String> headers, Writer writer) throws IOException {
    StringBuilder text = begin(status, headers);
    text.append("Transfer-Encoding: chunked\r\n");
    out.write(end(text));
    if (!head.verb().equals("HEAD")) {
      PiecesOutput pieces = new PiecesOutput(out);
      writer.to(pieces);
      pieces.finish();
    }
  }

  private StringBuilder begin(int status, Map<String, String> headers) {
    StringBuilder text = new StringBuilder(1024);
    text.append("HTTP/1.1 ")
        .append(status)
        .append(' ')
        .append(StatusText.of(status))
        .append("\r\n");
    text.append("Date: ").append(date.now()).append("\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text;
  }

  private byte[] end(StringBuilder text) {
    persistent &= body.nearlyRead(WORTH_READING);
    if (!persistent) {
      text.append("Connection: close\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
