package gpcm.node.web;

import gpcm.node.journal.Alert;
import gpcm.node.journal.Alerts;
import java.util.List;

/**
 * What every page says of the open alerts.
 *
 * @param count how many there are
 * @param newest the first few
 */
record OpenAlerts(long count, List<Alert> newest) {
  private static final int SHOWN = 3;

  static OpenAlerts of(Alerts alerts) {
    return new OpenAlerts(alerts.countOpen(), alerts.open(SHOWN));
  }
}
