package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** How the body of a request goes out. */
sealed interface HttpUpload {
  /** No body; what a request with one would say of its length is left out. */
  record None() implements HttpUpload {}

  /** Ready in memory: goes out with the headers in one write. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] content) implements HttpUpload {}

  /**
   * Read as it goes out.
   *
   * @param source opens it; read once
   * @param length how many bytes there are; -1 when that isn't known beforehand
   */
  record Stream(Source source, long length) implements HttpUpload {
    private static final int PIECE = 64 * 1024;

    /** Room before a piece for its size in hex and a line end. */
    private static final int PREFIX = 16;

    private boolean copy(OutputStream out, Spoken spoken) throws IOException {
      byte[] buffer = new byte[PREFIX + PIECE + 2];
      long left = length;
      try (Reading in = new Reading(source)) {
        for (int read = in.next(buffer); read >= 0; read = in.next(buffer)) {
          if (spoken.now()) {
            return false;
          }
          left -= read;
          write(out, buffer, read);
        }
      }
      if (length >= 0 && left != 0) {
        throw new SourceFailed(
            new IOException(
                "the message body has another length than it said; it must not change while it is"
                    + " sent"));
      }
      if (length < 0) {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      return true;
    }

    private void write(OutputStream out, byte[] buffer, int read) throws IOException {
      if (length >= 0) {
        out.write(buffer, PREFIX, read);
        return;
      }
      byte[] size = (Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      int start = PREFIX - size.length;
      System.arraycopy(size, 0, buffer, start, size.length);
      buffer[PREFIX + read] = '\r';
      buffer[PREFIX + read + 1] = '\n';
      out.write(buffer, start, size.length + read + 2);
    }

    /** The source, with its failures told apart from those of the network. */
    private static final class Reading implements AutoCloseable {
      private final InputStream in;

      Reading(Source source) throws SourceFailed {
        try {
          in = source.open();
        } catch (IOException e) {
          throw new SourceFailed(e);
        }
      }

      int next(byte[] buffer) throws SourceFailed {
        try {
          int read = in.readNBytes(buffer, PREFIX, PIECE);
          return read == 0 ? -1 : read;
        } catch (IOException e) {
          throw new SourceFailed(e);
        }
      }

      @Override
      public void close() throws SourceFailed {
        try {
          in.close();
        } catch (IOException e) {
          throw new SourceFailed(e);
        }
      }
    }
  }

  /** Opens a body. */
  interface Source {
    InputStream open() throws IOException;
  }

  /** Tells whether the server has begun to answer. */
  interface Spoken {
    boolean now() throws IOException;
  }

  /**
   * The sender's own body can't be read; MESH has only a part of the request and takes none of it.
   */
  final class SourceFailed extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFailed(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The lines of the header block that describe this body. */
  default String headers(String verb) {
    return switch (this) {
      case None none when verb.equals("GET") || verb.equals("HEAD") -> "";
      case None none -> "Content-Length: 0\r\n";
      case Bytes(byte[] content) -> "Content-Length: " + content.length + "\r\n";
      case Stream(Source source, long length) when length < 0 -> "Transfer-Encoding: chunked\r\n";
      case Stream(Source source, long length) -> "Content-Length: " + length + "\r\n";
    };
  }

  /**
   * Writes headers and body.
   *
   * @return false when the server answered before it had all of it
   * @throws SourceFailed when the body can't be read
   */
  default boolean writeTo(OutputStream out, byte[] head, Spoken spoken) throws IOException {
    switch (this) {
      case None none -> out.write(head);
      case Bytes(byte[] content) -> {
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        out.write(all);
      }
      case Stream stream -> {
        out.write(head);
        return stream.copy(out, spoken);
      }
    }
    return true;
  }
}
