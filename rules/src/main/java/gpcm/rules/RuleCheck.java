package gpcm.rules;

import gpcm.message.ResponseCode;
import gpcm.message.SourceFinding;

/** The part of a rule that looks: at one resource, reporting every place where it does not hold. */
@FunctionalInterface
public interface RuleCheck {
  /** Looks, and reports what it sees; what it throws is kept as a {@link CrashedRule}. */
  void look(MessageContext context, Element resource, Report report);

  /** Takes what one check of one rule sees. */
  interface Report {
    /**
     * Reports about this condition of the rule; until it is named, reports are about the rule's
     * first.
     */
    Report of(String condition);

    /** The rule does not hold here. */
    void broken(String path, String found);

    /** The same, where this way of breaking the rule has a code of its own. */
    void broken(ResponseCode code, String path, String found);

    /** The rule does not hold here, in a way that a named tolerance covers. */
    void tolerable(SourceFinding.Kind kind, String path, String found);

    /**
     * The rule does not hold for what travelled beside the message, which makes no message invalid.
     */
    void outside(String path, String found);
  }
}
