package gpcm.rules.structure;

import gpcm.message.Tolerances;
import gpcm.rules.MessageCheck;
import gpcm.rules.MessageContext;

/**
 * What base FHIR STU3 and the official profiles ask of a message beyond the numbered requirements,
 * in one walk over all of it.
 */
public final class Structure implements MessageCheck {
  private Structure() {}

  /** The check; one is enough. */
  public static MessageCheck check() {
    return new Structure();
  }

  @Override
  public void look(MessageContext context, Tolerances tolerances, Report report) {
    new Walk(context, report).message();
  }
}
