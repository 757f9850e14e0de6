package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.demographics.LookUpTrouble;
import gpcm.node.ledger.Ledger;
import java.util.List;

/**
 * Tells the people of the organisations whose patients are looked up at PDS, once each, that it
 * cannot be asked. Thread-safe.
 *
 * @param organisations their ODS codes
 */
record LookUpAlerts(Ledger ledger, List<String> organisations) implements LookUpTrouble {
  private static final String SILENT = "look-up-silent";
  private static final String REFUSED = "look-up-refused";

  @Override
  public void silent(String why) {
    tell(
        new AlertText(
            SILENT,
            "Patients cannot be looked up: the Personal Demographics Service does not answer",
            "It has failed five times in a row: "
                + why
                + ". Documents to be sent wait. While any does, it is asked at most once a"
                + " minute, and they go on by themselves when it answers.",
            "See whether this machine reaches the service, and whether the service has told of an"
                + " outage. What cannot wait is sent by other means."));
  }

  @Override
  public void refused(String why) {
    ledger.mended(SILENT);
    tell(
        new AlertText(
            REFUSED,
            "Patients cannot be looked up: the Personal Demographics Service refuses this system",
            "It says: "
                + why
                + ". Something here is wrong: the address, the API key, the key and its id, the"
                + " approval of the application, or this machine's clock. All documents to be sent"
                + " wait.",
            "Show this to the people who run this node, so that they correct the section pds of its"
                + " configuration. While a document waits the service is asked at most once a"
                + " minute, and those that wait go on by themselves when it answers."));
  }

  private void tell(AlertText alert) {
    organisations.forEach(organisation -> ledger.tell(organisation, alert));
  }

  @Override
  public void over() {
    ledger.mended(SILENT);
    ledger.mended(REFUSED);
  }
}
