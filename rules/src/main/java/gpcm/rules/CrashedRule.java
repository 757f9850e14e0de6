package gpcm.rules;

import java.util.Objects;

/**
 * A rule that crashed while it looked at a message: a fault of this program, whatever the message
 * holds. Nobody can say whether the requirement is met; a person who looks after the program has to
 * be told.
 *
 * @param requirement the id of the requirement that went unchecked
 * @param strength how binding it is
 * @param path the part of the message it looked at: names and positions, nothing of the payload
 * @param crash what it threw; its message may quote the payload, so it belongs into no log above
 *     DEBUG and no response
 */
public record CrashedRule(
    String requirement, Strength strength, String path, RuntimeException crash) {
  public CrashedRule {
    Objects.requireNonNull(requirement, "requirement");
    Objects.requireNonNull(strength, "strength");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(crash, "crash");
  }

  /** What crashed and where in the program, for logs and alerts; nothing of the message. */
  public String description() {
    StackTraceElement[] stack = crash.getStackTrace();
    return "the rule of requirement "
        + requirement
        + " crashed on "
        + path
        + ": "
        + crash.getClass().getName()
        + (stack.length == 0 ? "" : " at " + stack[0]);
  }

  @Override
  public String toString() {
    return description();
  }
}
