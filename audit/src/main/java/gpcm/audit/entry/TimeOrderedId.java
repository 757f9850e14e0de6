package gpcm.audit.entry;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562): they begin with the time, so that neighbours lie together. */
public final class TimeOrderedId {
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long LATEST = (1L << 48) - 1;

  private TimeOrderedId() {}

  /** A new one of this moment. */
  public static UUID at(Instant time, SecureRandom random) {
    return new UUID(
        first(time) | VERSION | (random.nextLong() & 0xfffL), (random.nextLong() >>> 2) | VARIANT);
  }

  /** No id of this moment or later is below it. */
  public static UUID lowest(Instant time) {
    return new UUID(first(time), 0);
  }

  private static long first(Instant time) {
    long millis = time.toEpochMilli();
    if (millis < 0 || millis > LATEST) {
      throw new EntryException("%s is no time of an entry".formatted(time));
    }
    return millis << 16;
  }

  /**
   * The moment it begins with.
   *
   * @throws EntryException when it is of another version
   */
  public static Instant time(UUID id) {
    if (id.version() != 7) {
      throw new EntryException("%s is no UUID of version 7".formatted(id));
    }
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
