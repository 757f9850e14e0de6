package gpcm.node.web;

import gpcm.node.store.Keyset;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * How a place in a list is written in an address: letters that mean something to this node only.
 */
final class Cursor {
  static final String RULE = "what an earlier answer of this list gave";
  private static final int BYTES = 3 * Long.BYTES;

  private Cursor() {}

  static String write(Keyset place) {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, place.at()))
            .putLong(place.id().getMostSignificantBits())
            .putLong(place.id().getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * @throws IllegalArgumentException when no list of this node gave it
   */
  static Keyset read(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("not a place in a list");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    // A year that no timestamp of the database reaches would fail there and not here.
    long micros = buffer.getLong();
    if (micros < 0 || micros > ChronoUnit.MICROS.between(Instant.EPOCH, LAST)) {
      throw new IllegalArgumentException("not a place in a list");
    }
    return new Keyset(
        Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
        new UUID(buffer.getLong(), buffer.getLong()));
  }

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
}
