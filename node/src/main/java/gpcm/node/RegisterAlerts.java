package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.register.RegisterTrouble;

/**
 * Tells the people of an organisation when its list of patients is used on in an earlier state.
 * Thread-safe.
 */
record RegisterAlerts(Ledger ledger, String organisation) implements RegisterTrouble {
  @Override
  public void told(String reason) {
    ledger.tell(
        organisation,
        new AlertText(
            problem(),
            "The new list of patients cannot be used; the one before it is used on",
            reason + ".",
            "Mend the file, or put the one before it back: it is read again as soon as it changes."
                + " Until then, documents are answered by what the list said before."));
  }

  @Override
  public void over() {
    ledger.mended(problem());
  }

  private String problem() {
    return "register/" + organisation;
  }
}
