package gpcm.node.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written {@code 512}, {@code 64 KiB}, {@code 5 MB}: with B, KB, MB, GB in
 * powers of 1000 and KiB, MiB, GiB in powers of 1024.
 *
 * @param bytes zero or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?(B|KB|MB|GB|KiB|MiB|GiB)?");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is zero bytes or more, not " + bytes);
    }
  }

  public static ByteSize ofKibibytes(long count) {
    return new ByteSize(Math.multiplyExact(count, 1024L));
  }

  public static ByteSize ofMebibytes(long count) {
    return ofKibibytes(Math.multiplyExact(count, 1024L));
  }

  public static ByteSize ofMegabytes(long count) {
    return new ByteSize(Math.multiplyExact(count, 1_000_000L));
  }

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a size is a whole number with B, KB, MB, GB, KiB, MiB or GiB, like 5 MB");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    long factor =
        switch (unit) {
          case "KB" -> 1000L;
          case "MB" -> 1000_000L;
          case "GB" -> 1000_000_000L;
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          default -> 1L;
        };
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a size is below 8 EiB", e);
    }
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The largest unit that shows it as a whole number. */
  @Override
  public String toString() {
    record Unit(String name, long size) {}
    Unit[] units = {
      new Unit("GiB", 1L << 30),
      new Unit("GB", 1000_000_000L),
      new Unit("MiB", 1L << 20),
      new Unit("MB", 1000_000L),
      new Unit("KiB", 1L << 10),
      new Unit("KB", 1000L)
    };
    for (Unit unit : units) {
      if (bytes >= unit.size() && bytes % unit.size() == 0) {
        return bytes / unit.size() + " " + unit.name();
      }
    }
    return bytes + " B";
  }
}
