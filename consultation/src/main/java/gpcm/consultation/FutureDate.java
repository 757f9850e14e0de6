package gpcm.consultation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A date of a document that has not come yet, so that it cannot be true.
 *
 * @param pointer where it stands in the document's JSON
 * @param what which date it is
 */
public record FutureDate(String pointer, String what) {
  /** By how much clocks of a clinical system and of this program may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  /** The rule that is broken, completing {@link #what()}. */
  public static final String RULE = "must not lie in the future";

  /** What to do about it. */
  public static final String REMEDY = "Check the date, and the clock of the system that sent it";

  /** The first date of the document that lies after {@code now}, if there is one. */
  public static Optional<FutureDate> in(Document document, Instant now) {
    if (document.occurredAt().isAfter(now.plus(CLOCKS_DIFFER))) {
      return Optional.of(new FutureDate("/occurredAt", "Date of the consultation"));
    }
    // A child may be born where it is tomorrow already.
    return document
            .patient()
            .birthDate()
            .isAfter(now.atOffset(ZoneOffset.ofHours(14)).toLocalDate())
        ? Optional.of(new FutureDate("/patient/birthDate", "Date of birth"))
        : Optional.empty();
  }

  /** The same as an exception, for those who cannot do without the document. */
  public InvalidValueException refused() {
    return new InvalidValueException(what, RULE, REMEDY);
  }
}
