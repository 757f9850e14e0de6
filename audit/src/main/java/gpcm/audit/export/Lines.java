package gpcm.audit.export;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The lines of a file, each of a bounded length, so that a file without ends of lines, or a ZIP
 * that unpacks to terabytes, fills no memory. Not thread-safe.
 */
final class Lines implements AutoCloseable {
  /** An entry and a personal part of the largest size, in base64, with all that is beside them. */
  private static final int LONGEST = 200_000;

  private final String name;
  private final InputStream in;
  private long number;

  Lines(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** Where the last line was. */
  String place() {
    return "line %d of %s".formatted(number, name);
  }

  /** The next line without its end. */
  Optional<byte[]> next() {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    try {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      number++;
      while (b >= 0 && b != '\n') {
        if (line.size() >= LONGEST) {
          throw new ExportException(
              "%s is longer than %d bytes, and no line of an export is"
                  .formatted(place(), LONGEST));
        }
        line.write(b);
        b = in.read();
      }
      return Optional.of(line.toByteArray());
    } catch (IOException e) {
      throw new ExportException("%s cannot be read to its end".formatted(name), e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new ExportException("%s cannot be closed".formatted(name), e);
    }
  }
}
