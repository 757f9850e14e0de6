package gpcm.exchange;

import java.util.Optional;

/**
 * Which answers the sender of a message asked for.
 *
 * @param infrastructure InfAckRequested; empty when it cannot be read, and then it is answered
 * @param business BusAckRequested; the same
 */
public record WantedAnswers(Optional<Boolean> infrastructure, Optional<Boolean> business) {

  /** Of a message whose flags cannot be read: it is answered. */
  public static final WantedAnswers UNKNOWN = new WantedAnswers(Optional.empty(), Optional.empty());

  static final WantedAnswers NOTHING = new WantedAnswers(Optional.of(false), Optional.of(false));

  /** Both flags false is never answered: that would be an answer to an answer. */
  boolean none() {
    return equals(NOTHING);
  }

  /** A negative answer is sent whenever any was asked for. */
  boolean wants(boolean infrastructureAnswer, boolean positive) {
    return !none()
        && (!positive || (infrastructureAnswer ? infrastructure : business).orElse(true));
  }
}
