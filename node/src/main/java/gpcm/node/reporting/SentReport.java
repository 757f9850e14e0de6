package gpcm.node.reporting;

import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an organisation had to send in a period, as it stands now.
 *
 * @param encounters in which state the newest version of each consultation is; states without any
 *     are left out
 * @param refusals what was not accepted, the most frequent first
 * @param acts how often people did something about what is sent
 */
public record SentReport(
    Map<DocumentState, Long> encounters, List<Refusal> refusals, Map<Action, Long> acts) {
  /** Copies the lists. */
  public SentReport {
    encounters = Collections.unmodifiableMap(new EnumMap<>(encounters));
    refusals = List.copyOf(refusals);
    acts = Collections.unmodifiableMap(new EnumMap<>(acts));
  }

  /** How many consultations there were. */
  public long consultations() {
    return encounters.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many of them were accepted for their patient. */
  public long accepted() {
    return encounters.getOrDefault(DocumentState.COMPLETED, 0L);
  }

  /**
   * What was not accepted for one reason by one recipient.
   *
   * @param code the answer's or MESH's code; empty where it never left
   * @param recipient who it was for, as it was found
   * @param documents how many
   */
  public record Refusal(String code, String recipient, long documents) {}
}
