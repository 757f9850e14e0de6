package gpcm.rules;

import gpcm.message.Tolerances;

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
    void found(Finding finding);

    /** A part of the check that could not cope: a fault of this program. */
    void crashed(CrashedRule rule);
  }
}
