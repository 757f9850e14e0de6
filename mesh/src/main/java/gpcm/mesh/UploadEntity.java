package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A body that is read as it goes out, once. */
final class UploadEntity extends AbstractHttpEntity {
  private static final int PIECE = 64 * 1024;

  private final Source source;
  private final long length;
  private final Runnable breakOff;

  /**
   * @param source opens it
   * @param length how many bytes there are; -1 when that isn't known beforehand
   * @param breakOff ends the connection, so that MESH never takes a part for the whole
   */
  UploadEntity(Source source, long length, Runnable breakOff) {
    super((String) null, null, length < 0);
    this.source = source;
    this.length = length;
    this.breakOff = breakOff;
  }

  /** Opens a body. */
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * The sender's own body can't be read; MESH has only a part of the request and takes none of it.
   */
  static final class SourceFailed extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFailed(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      copy(out);
    } catch (SourceFailed e) {
      breakOff.run();
      throw e;
    }
  }

  private void copy(OutputStream out) throws IOException {
    byte[] buffer = new byte[PIECE];
    long left = length;
    try (Reading in = new Reading(source)) {
      for (int read = in.next(buffer); read > 0; read = in.next(buffer)) {
        left -= read;
        if (length >= 0 && left < 0) {
          break;
        }
        out.write(buffer, 0, read);
      }
    }
    if (length >= 0 && left != 0) {
      throw new SourceFailed(otherLength());
    }
  }

  static IOException otherLength() {
    return new IOException(
        "the message body has another length than it said; it must not change while it is sent");
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
        return in.readNBytes(buffer, 0, buffer.length);
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

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("the body is written, not read");
  }

  @Override
  public void close() {
    // It is open only while it is written.
  }
}
