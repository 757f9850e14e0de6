package gpcm.mesh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a message. It can be opened more than once, because a chunk that failed is read
 * again; it must give the same bytes each time.
 */
public interface MeshBody {
  /** How many bytes there are. */
  long length();

  /** A new stream that starts at this byte; the caller closes it. */
  InputStream openAt(long offset) throws IOException;

  /** A new stream over the whole; the caller closes it. */
  default InputStream open() throws IOException {
    return openAt(0);
  }

  /** These bytes; the array isn't copied and must not change. */
  static MeshBody of(byte[] bytes) {
    return new MeshBody() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream openAt(long offset) {
        return new ByteArrayInputStream(
            bytes, Math.toIntExact(offset), bytes.length - Math.toIntExact(offset));
      }
    };
  }

  /**
   * The content of a file, which must not change until it is sent.
   *
   * @throws UncheckedIOException when the file can't be read
   */
  static MeshBody ofFile(Path file) {
    long length;
    try {
      length = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the message body " + file, e);
    }
    return new MeshBody() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream openAt(long offset) throws IOException {
        return Channels.newInputStream(
            FileChannel.open(file, StandardOpenOption.READ).position(offset));
      }
    };
  }
}
