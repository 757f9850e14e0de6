package gpcm.rules.structure;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.BaseDateTimeType;

/**
 * Compares dates and times as they were written. What is given with less precision is before or
 * after another only where all of it is.
 */
final class Moments {
  private static final int DAY = 10;

  private Moments() {}

  /** Whether one is surely after the other. */
  static boolean after(BaseDateTimeType one, BaseDateTimeType other) {
    String first = one.getValueAsString();
    String second = other.getValueAsString();
    if (first == null || second == null) {
      return false;
    }
    Optional<Instant> begin = instant(first);
    Optional<Instant> end = instant(second);
    if (begin.isPresent() && end.isPresent()) {
      return begin.get().isAfter(end.get());
    }
    int shared = Math.min(DAY, Math.min(first.length(), second.length()));
    return first.substring(0, shared).compareTo(second.substring(0, shared)) > 0;
  }

  private static Optional<Instant> instant(String text) {
    if (text.length() <= DAY) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty(); // the reader has said so
    }
  }
}
