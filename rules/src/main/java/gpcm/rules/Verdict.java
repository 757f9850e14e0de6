package gpcm.rules;

import java.util.List;

/** What the findings say of a message as a whole. */
public sealed interface Verdict {
  /** Every binding requirement was looked at and is met. */
  record Valid() implements Verdict {}

  /**
   * The message breaks a binding requirement.
   *
   * @param leading the finding whose code a receiver answers with (GPCM-SD-031)
   */
  record Invalid(Finding leading) implements Verdict {}

  /**
   * No fault was found, and a rule of a binding requirement crashed: neither may the message be
   * accepted as checked, nor its sender be blamed. It waits until the program is mended.
   *
   * @param crashed the rules that crashed, at least one
   */
  record Undecided(List<CrashedRule> crashed) implements Verdict {
    /** Takes a copy of the list. */
    public Undecided {
      crashed = List.copyOf(crashed);
    }
  }
}
