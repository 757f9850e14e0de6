package gpcm.cli.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is read as a whole, unless it is larger than such files are. */
final class SmallFile {
  private SmallFile() {}

  static byte[] bytes(Path file, int largest) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new IllegalArgumentException(
            "%s is larger than %d bytes; is it the right file?".formatted(file, largest));
      }
      return bytes;
    }
  }

  static String text(Path file, int largest) throws IOException {
    return new String(bytes(file, largest), StandardCharsets.UTF_8);
  }
}
