package gpcm.mesh.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The ways MESH writes a moment; all UTC. */
final class MeshTime {
  private static final DateTimeFormatter SECONDS = format("uuuuMMddHHmmss");
  private static final DateTimeFormatter ISO = format("uuuu-MM-dd'T'HH:mm:ss.SSS");
  private static final DateTimeFormatter HTTP = format("EEE, dd MMM uuuu HH:mm:ss 'UTC'");

  private MeshTime() {}

  /** {@code yyyyMMddHHmmss}, in headers and tracking v1. */
  static String seconds(long millis) {
    return SECONDS.format(Instant.ofEpochMilli(millis));
  }

  /** ISO without a zone, in tracking v2 and the rich lists. */
  static String iso(long millis) {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  /** The last-modified header, which ends in UTC here. */
  static String http(long millis) {
    return HTTP.format(Instant.ofEpochMilli(millis));
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
