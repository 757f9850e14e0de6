package gpcm.mesh.server;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header, written once a second. Thread-safe. */
final class DateHeader {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private volatile Second last = new Second(-1, "");

  private record Second(long number, String text) {}

  DateHeader(InstantSource clock) {
    this.clock = clock;
  }

  String now() {
    Instant now = clock.instant();
    Second current = last;
    if (current.number() != now.getEpochSecond()) {
      current = new Second(now.getEpochSecond(), FORM.format(now));
      last = current;
    }
    return current.text();
  }
}
