package gpcm.pds.server;

import java.time.Duration;
import java.util.Optional;

/**
 * What the stand-in answers instead of the truth.
 *
 * @param nhsNumber only when asked about this one
 * @param times so often; then it is the truth again
 */
public record PdsFault(Kind kind, Optional<String> nhsNumber, int times) {
  /** All that go wrong with the real one. */
  public sealed interface Kind {
    /** Of a question about a patient. */
    sealed interface OfPatient extends Kind {}

    /**
     * An OperationOutcome with this status.
     *
     * @param code such as {@code TOO_MANY_REQUESTS}
     * @param retryAfter sent as {@code Retry-After}
     */
    record Refusal(int status, String code, Optional<Duration> retryAfter) implements OfPatient {}

    /** A status with a page of some gateway's. */
    record NotFhir(int status) implements OfPatient {}

    /** The truth, after so long. */
    record Slow(Duration by) implements OfPatient {}

    /**
     * No token is given: this status of the token's own address.
     *
     * @param retryAfter sent as {@code Retry-After}
     */
    record NoToken(int status, String error, Optional<Duration> retryAfter) implements Kind {}
  }

  /** For any question, until it is taken back. */
  public static PdsFault always(Kind kind) {
    return new PdsFault(kind, Optional.empty(), Integer.MAX_VALUE);
  }

  /** For the next questions. */
  public static PdsFault next(int times, Kind kind) {
    return new PdsFault(kind, Optional.empty(), times);
  }

  /** Only about this patient. */
  public PdsFault about(String number) {
    return new PdsFault(kind, Optional.of(number), times);
  }

  PdsFault onceLess() {
    return new PdsFault(kind, nhsNumber, times - 1);
  }
}
