package gpcm.node.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A file of the SHA-1 hashes of passwords, as Have I Been Pwned hands it out: one line each, the
 * hash in capitals, in order. It is searched where it lies, since it may be larger than memory.
 */
final class BreachedPasswords {
  private static final Pattern LINE = Pattern.compile("[0-9A-F]{40}(:[0-9]+)?");
  private static final int LONGEST_LINE = 64;

  private final Path file;

  private BreachedPasswords(Path file) {
    this.file = file;
  }

  static BreachedPasswords open(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      String first = firstLine(channel, 0);
      if (!LINE.matcher(first).matches()) {
        throw new IllegalStateException(
            "sign-in.breached-passwords: '%s' does not begin with the SHA-1 of a password in 40 hex"
                    .formatted(file)
                + " digits in capitals: take the list of Have I Been Pwned, ordered by hash");
      }
      return new BreachedPasswords(file);
    } catch (IOException e) {
      throw new IllegalStateException(
          "sign-in.breached-passwords: '%s' can't be read: put the file there, or leave this out"
              .formatted(file),
          e);
    }
  }

  boolean contains(String password) {
    String hash = hash(password);
    try (FileChannel channel = FileChannel.open(file)) {
      long low = 0;
      long high = channel.size();
      // The line looked for begins at low or later, and before high.
      while (low < high) {
        long middle = low + (high - low) / 2;
        long start = middle == 0 ? 0 : startAfter(channel, middle - 1);
        if (start >= high) {
          high = middle;
          continue;
        }
        int order = line(channel, start).substring(0, 40).compareTo(hash);
        if (order == 0) {
          return true;
        }
        if (order < 0) {
          low = start + 1;
        } else {
          high = middle;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the next line begins, at {@code from} or later if a line ends right before it. */
  private static long startAfter(FileChannel channel, long from) throws IOException {
    String rest = text(channel, from);
    int end = rest.indexOf('\n');
    return end < 0 ? from + rest.length() : from + end + 1;
  }

  private String line(FileChannel channel, long start) throws IOException {
    String line = firstLine(channel, start);
    if (!LINE.matcher(line).matches()) {
      throw new IllegalStateException(
          "sign-in.breached-passwords: '%s' has no hash in the line at byte %d: fetch it again"
              .formatted(file, start));
    }
    return line;
  }

  private static String firstLine(FileChannel channel, long start) throws IOException {
    return text(channel, start).lines().findFirst().orElse("");
  }

  /** As much as the longest line may have, or what is left. */
  private static String text(FileChannel channel, long from) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // Goes on until there is enough.
    }
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
  }

  private static String hash(String password) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
