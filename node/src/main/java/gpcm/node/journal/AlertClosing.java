package gpcm.node.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * How an alert was closed.
 *
 * @param at when
 * @param by by whom; {@code mended by itself} where the node saw that the problem is gone
 * @param outcome what came of it; empty where it mended by itself, and for what was closed before
 *     outcomes were asked for
 * @param text how, or why, in their words; empty where nothing was said, and for whoever may not
 *     see what the alert is about
 */
public record AlertClosing(Instant at, String by, Optional<AlertOutcome> outcome, String text) {
  /** Without what was said, which may name a patient. */
  @Override
  public String toString() {
    return "AlertClosing[" + at + ", " + outcome + "]";
  }
}
