package gpcm.node.journal;

import java.time.Instant;

/**
 * Something that was done with alerts of one cause.
 *
 * @param at when
 * @param who by whom
 * @param words what, after who
 * @param said in their own words; empty where nothing was said, and for whoever may not see what
 *     the alert is about
 */
public record AlertEvent(Instant at, String who, String words, String said) {
  /** Without what was said, which may name a patient. */
  @Override
  public String toString() {
    return "AlertEvent[" + at + ", " + words + "]";
  }
}
