package gpcm.node.metrics;

import java.util.List;
import java.util.Map;

/**
 * What the database says of all its nodes' work for some of its organisations, at one moment.
 *
 * @param readable whether it could be asked; nothing else is known when not
 * @param alerts how many are open, by organisation and severity
 * @param refused by organisation, whether MESH refuses its mailbox now: 1, else 0
 * @param single what there is one of, by name
 */
record Figures(
    boolean readable,
    List<Work> work,
    List<OpenAlerts> alerts,
    Map<String, Double> refused,
    Map<String, Double> single) {
  static final Figures NONE = new Figures(false, List.of(), List.of(), Map.of(), Map.of());

  Figures {
    work = List.copyOf(work);
    alerts = List.copyOf(alerts);
    refused = Map.copyOf(refused);
    single = Map.copyOf(single);
  }

  /** Alerts of one severity that nobody has closed yet. */
  record OpenAlerts(String organisation, int severity, double count) {}
}
