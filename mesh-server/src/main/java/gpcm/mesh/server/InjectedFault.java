package gpcm.mesh.server;

import java.time.Duration;

/**
 * A disturbance to make on purpose, so that clients can be tested against it.
 *
 * @param verb the HTTP verb it applies to; empty text for all
 * @param path a part of the path it applies to, its end with a {@code $} behind it, such as {@code
 *     /2$} for second chunks; empty text for all
 * @param kind what happens
 * @param status the answer for {@link Kind#ANSWER}
 * @param delay how long the answer is held back first
 * @param times how many calls are disturbed
 */
public record InjectedFault(
    String verb, String path, Kind kind, int status, Duration delay, int times) {
  /** What happens to the call. */
  public enum Kind {
    /** The call is answered with the status and nothing is done. */
    ANSWER,
    /** The connection is cut and nothing is done. */
    DROP_BEFORE,
    /** The call is carried out, then the connection is cut instead of an answer. */
    DROP_AFTER,
    /** The call is only delayed. */
    DELAY
  }

  public InjectedFault {
    if (times < 1
        || delay.isNegative()
        || (kind == Kind.ANSWER && (status < 400 || status > 599))) {
      throw new IllegalArgumentException(
          "A fault needs times of at least 1, no negative delay and, to answer, a status from 400"
              + " to 599");
    }
  }

  /** Answers the next calls with this status. */
  public static InjectedFault answer(String verb, String path, int status, int times) {
    return new InjectedFault(verb, path, Kind.ANSWER, status, Duration.ZERO, times);
  }

  /** Cuts the connection of the next call before or after it is carried out. */
  public static InjectedFault drop(String verb, String path, boolean afterwards) {
    return new InjectedFault(
        verb, path, afterwards ? Kind.DROP_AFTER : Kind.DROP_BEFORE, 0, Duration.ZERO, 1);
  }

  boolean appliesTo(String calledVerb, String calledPath) {
    boolean there =
        path.endsWith("$")
            ? calledPath.endsWith(path.substring(0, path.length() - 1))
            : calledPath.contains(path);
    return there && (verb.isEmpty() || verb.equalsIgnoreCase(calledVerb));
  }

  InjectedFault once() {
    return new InjectedFault(verb, path, kind, status, delay, times - 1);
  }
}
