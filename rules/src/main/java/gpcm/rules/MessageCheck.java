package gpcm.rules;

import gpcm.message.Tolerances;
import java.util.Set;

/**
 * Looks at a whole message at once, beside the numbered rules: for what holds of every element,
 * whatever requirement speaks of it. Safe for any number of threads.
 */
public interface MessageCheck {
  /** A check that finds nothing, for rules that stand alone. */
  MessageCheck NOTHING = (context, tolerances, report) -> {};

  /** Looks at the message and reports what it sees. */
  void look(MessageContext context, Tolerances tolerances, Report report);

  /** Takes what a check sees. */
  interface Report {
    /** A fault of the message. */
    default void found(Finding finding) {
      found(finding, Set.of());
    }

    /**
     * A fault of the message that a rule may have told at one of these other elements already.
     *
     * @param others their paths, such as those of the references to a resource
     */
    void found(Finding finding, Set<String> others);

    /**
     * A fault of the message that is left to any rule that tells of the same element or of one of
     * the others, however strong that is.
     */
    void leftToRules(Finding finding, Set<String> others);

    /** A part of the check that could not cope: a fault of this program. */
    void crashed(CrashedRule rule);
  }
}
