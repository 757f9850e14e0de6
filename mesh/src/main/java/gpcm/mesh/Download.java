package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A message being downloaded. Reading {@link #body()} fetches the chunks one after another and
 * undoes transfer compression; nothing is kept in memory. Downloading doesn't acknowledge: do that
 * once the content is stored for good. Not thread-safe.
 */
public final class Download implements AutoCloseable {
  private final MessageHeaders headers;
  private final InputStream body;

  /** A download whose body comes from this stream, which it closes. */
  public Download(MessageHeaders headers, InputStream body) {
    this.headers = headers;
    this.body = body;
  }

  /** What MESH says about the message. */
  public MessageHeaders headers() {
    return headers;
  }

  /**
   * The content; empty for a report. Its {@code read} throws {@link MeshException} when a later
   * chunk can't be fetched.
   */
  public InputStream body() {
    return body;
  }

  /** Gives the connection back. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Can't close the download of message " + headers.messageId(), e);
    }
  }
}
