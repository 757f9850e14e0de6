package gpcm.rules;

import gpcm.message.ResponseCode;
import java.util.Objects;
import java.util.Optional;

/**
 * One fault of one message against one requirement.
 *
 * <p>{@code found} may quote the message and so may hold patient data: it is for staff, never for
 * logs above DEBUG and never for a response. {@code requirement}, {@code path}, {@code expected},
 * {@code fix} and {@code condition} never hold anything from the message but element names and
 * positions, so they are safe to send back (see {@link Findings#diagnostics()}).
 *
 * @param requirement the id, such as {@code GPCM-SD-CS-018}
 * @param strength how binding the requirement is
 * @param code the response code that names this fault when it leads
 * @param path where: FHIRPath from the root of the message, entries with their index from 0
 * @param position where in the source text, when the source is known
 * @param found what the message has there
 * @param expected what the requirement asks for
 * @param fix what the sender can do about it
 * @param tolerated true when the fault is one of the named tolerances that are on, or is none of
 *     those that make a message invalid: it is shown and never leads
 * @param condition which of the requirement's conditions it breaks, such as {@code
 *     Composition.status value}; empty where the requirement is not split
 */
public record Finding(
    String requirement,
    Strength strength,
    ResponseCode code,
    String path,
    Optional<SourcePosition> position,
    String found,
    String expected,
    String fix,
    boolean tolerated,
    String condition) {
  public Finding {
    Objects.requireNonNull(requirement, "requirement");
    Objects.requireNonNull(strength, "strength");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(fix, "fix");
    Objects.requireNonNull(condition, "condition");
  }

  /** A fault against a requirement that is not split into conditions. */
  public Finding(
      String requirement,
      Strength strength,
      ResponseCode code,
      String path,
      Optional<SourcePosition> position,
      String found,
      String expected,
      String fix,
      boolean tolerated) {
    this(requirement, strength, code, path, position, found, expected, fix, tolerated, "");
  }

  /**
   * A fault that makes the message invalid: strength MUST, not tolerated. For faults that only the
   * receiving node can see.
   */
  public static Finding must(
      String requirement,
      ResponseCode code,
      String path,
      String found,
      String expected,
      String fix) {
    return new Finding(
        requirement, Strength.MUST, code, path, Optional.empty(), found, expected, fix, false);
  }

  /** True when this finding makes the message invalid. */
  public boolean rejects() {
    return strength == Strength.MUST && !tolerated;
  }

  /** The same finding, placed in the source text. */
  public Finding at(SourcePosition where) {
    return new Finding(
        requirement,
        strength,
        code,
        path,
        Optional.of(where),
        found,
        expected,
        fix,
        tolerated,
        condition);
  }

  /** Without {@code found}, so that a log line never holds patient data. */
  @Override
  public String toString() {
    return requirement
        + " "
        + strength
        + " "
        + code.code()
        + " at "
        + path
        + (tolerated ? " (tolerated)" : "");
  }
}
