package gpcm.node.working;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The state of work of a received document: the same words on pages, in the log and in the API. */
public enum WorkState {
  /** Which patient it is about is in doubt, and somebody says. */
  NEEDS_MATCHING("Needs matching"),
  /** Filed, and nobody has it. */
  NEW("New"),
  /** It has an owner or a team, and is not started. */
  ASSIGNED("Assigned"),
  /** Somebody has taken it. */
  IN_PROGRESS("In progress"),
  /** It waits for a review or for coded entries. */
  IN_REVIEW("In review"),
  /** It waits until a date. */
  WAITING("Waiting"),
  /** Finished with an outcome. */
  DONE("Done"),
  /** Answered 30002 or 30003, the patient is not theirs: by a person, or at once by the node. */
  REJECTED("Rejected"),
  /** A newer version exists. */
  REPLACED("Replaced"),
  /** Nobody is to rely on it. */
  NULL_AND_VOID("Null and void");

  /** Where somebody still has to do something. */
  public static final Set<WorkState> OPEN =
      java.util.Collections.unmodifiableSet(EnumSet.range(NEEDS_MATCHING, WAITING));

  private final String words;

  WorkState(String words) {
    this.words = words;
  }

  /** As pages show it. */
  public String words() {
    return words;
  }

  /** As tables and the API have it, such as {@code in-progress}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether somebody still has to do something. */
  public boolean open() {
    return OPEN.contains(this);
  }

  /**
   * The state of this text.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static WorkState of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no state of work: " + text));
  }
}
