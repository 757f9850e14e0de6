package gpcm.mesh.server;

import java.time.Duration;

/**
 * How long messages live.
 *
 * @param inInbox how long a message waits to be acknowledged before it counts as undeliverable and
 *     its sender gets a report
 * @param kept how long after acceptance anything of it is kept
 */
public record Retention(Duration inInbox, Duration kept) {
  public Retention {
    if (inInbox.isNegative() || kept.compareTo(inInbox) < 0) {
      throw new IllegalArgumentException(
          "Messages must be kept at least as long as they wait in the inbox");
    }
  }

  /** Five days and thirty days, as the live service. */
  public static Retention standard() {
    return new Retention(Duration.ofDays(5), Duration.ofDays(30));
  }
}
