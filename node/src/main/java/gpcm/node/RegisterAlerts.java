package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.register.RegisterTrouble;

/**
 * Tells the people of an organisation when a file that they keep is used on in an earlier state.
 * Thread-safe.
 *
 * @param problem what tells the trouble from others
 * @param title what an alert is called
 * @param meanwhile what happens until the file is mended
 */
record RegisterAlerts(
    Ledger ledger, String organisation, String problem, String title, String meanwhile)
    implements RegisterTrouble {
  /** About an organisation's list of patients. */
  static RegisterAlerts ofPatients(Ledger ledger, String organisation) {
    return new RegisterAlerts(
        ledger,
        organisation,
        "register/" + organisation,
        "The new list of patients cannot be used; the one before it is used on",
        "Until then, documents are answered by what the list said before.");
  }

  /** About an organisation's register of providers. */
  static RegisterAlerts ofProviders(Ledger ledger, String organisation) {
    return new RegisterAlerts(
        ledger,
        organisation,
        "providers/" + organisation,
        "The new list of providers cannot be used; the one before it is used on",
        "Until then, patients choose from what the list said before.");
  }

  @Override
  public void told(String reason) {
    ledger.tell(
        organisation,
        new AlertText(
            problem,
            title,
            reason + ".",
            "Mend the file, or put the one before it back: it is read again as soon as it changes. "
                + meanwhile));
  }

  @Override
  public void lasts(String reason) {
    if (ledger.hasMended(organisation, problem)) {
      told(reason);
    }
  }

  @Override
  public void over() {
    ledger.mended(problem);
  }
}
