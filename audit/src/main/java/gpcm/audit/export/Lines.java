package gpcm.audit.export;

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
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long number;

  Lines(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /** Where the last line was. */
  String place() {
    return "line %d of %s".formatted(number, name);
  }

  /** The next line without its end. */
  Optional<byte[]> next() {
    if (at == end && !fill()) {
      return Optional.empty();
    }
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    do {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, from, at - from);
      if (line.size() > LONGEST) {
        throw new ExportException(
            "%s is longer than %d bytes, and no line of an export is".formatted(place(), LONGEST));
      }
      if (at < end) {
        at++;
        return Optional.of(line.toByteArray());
      }
    } while (fill());
    return Optional.of(line.toByteArray());
  }

  private boolean fill() {
    try {
      at = 0;
      end = Math.max(0, in.read(buffer));
      return end > 0;
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
