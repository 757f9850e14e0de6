package gpcm.node.working;

import java.util.Optional;

/**
 * Which part of what people who are no clinicians complete has a second look.
 *
 * @param percent 0 to 100
 * @param of whose the second look is; empty only where nothing was ever set
 */
public record Sampling(int percent, Optional<Assignee> of) {
  /** Nothing has one. */
  public static final Sampling NONE = new Sampling(0, Optional.empty());

  String in(Telling how) {
    return percent + " %" + of.map(who -> ", by " + who.in(how)).orElse("");
  }
}
