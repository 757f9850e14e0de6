package gpcm.node.desk;

import java.time.Instant;
import java.util.Optional;

/**
 * A service elsewhere that the nodes ask, as all of them together have found it.
 *
 * @param kind what it is
 * @param name what people know it by
 * @param answeredAt when it last answered, to the minute; empty when it never did
 * @param failedAt when asking it last failed; empty when it never did
 * @param failure why, without patient data and secrets; empty when it never did
 * @param outage that it is not asked as usual any more; empty while it is
 */
public record Service(
    Kind kind,
    String name,
    Optional<Instant> answeredAt,
    Optional<Instant> failedAt,
    String failure,
    Optional<Outage> outage) {

  /** What a service is. */
  public enum Kind {
    /** The Personal Demographics Service, which says who patients are and where registered. */
    PDS,
    /** A provider that people sign in at. */
    SIGN_IN
  }

  /**
   * That a service is asked once a minute at most, to see whether it is over.
   *
   * @param refused whether it refuses this system; otherwise it does not answer
   * @param since when that began
   * @param words why
   */
  public record Outage(boolean refused, Instant since, String words) {}

  /** Whether the last that was heard of it is a failure. */
  public boolean fails() {
    return outage.isPresent()
        || failedAt.filter(failed -> answeredAt.filter(failed::isBefore).isEmpty()).isPresent();
  }
}
