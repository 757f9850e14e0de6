package gpcm.pds.server;

import java.time.Duration;
import java.util.Optional;

/**
 * What the stand-in answers instead of the truth.
 *
 * @param nhsNumber only when asked about this one
 * @param times so often; then it is the truth again
 */
public record Fault(Kind kind, Optional<String> nhsNumber, int times) {
  /** All that go wrong with the real one. */
  public sealed interface Kind {
    /**
     * An OperationOutcome with this status.
     *
     * @param code such as {@code TOO_MANY_REQUESTS}
     * @param retryAfter sent as {@code Retry-After}
     */
    record Refusal(int status, String code, Optional<Duration> retryAfter) implements Kind {}

    /** A status with a page of some gateway's. */
    record NotFhir(int status) implements Kind {}

    /** The truth, after so long. */
    record Slow(Duration by) implements Kind {}

    /**
     * No token is given: this status of the token's own address.
     *
     * @param retryAfter sent as {@code Retry-After}
     */
    record NoToken(int status, String error, Optional<Duration> retryAfter) implements Kind {}
  }

  /** For any question, until it is taken back. */
  public static Fault always(Kind kind) {
    return new Fault(kind, Optional.empty(), Integer.MAX_VALUE);
  }

  /** For the next questions. */
  public static Fault next(int times, Kind kind) {
    return new Fault(kind, Optional.empty(), times);
  }

  /** Only about this patient. */
  public Fault about(String number) {
    return new Fault(kind, Optional.of(number), times);
  }

  Fault onceLess() {
    return new Fault(kind, nhsNumber, times == Integer.MAX_VALUE ? times : times - 1);
  }
}
