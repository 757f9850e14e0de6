package gpcm.node.reporting;

import gpcm.node.working.WorkState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an organisation received in a period, as it stands now.
 *
 * @param states how many documents are in each state; states without any are left out
 * @param all all of them
 * @param teams by the team that has each, or that its owner is in; the largest first
 * @param senders by who sent it, without confidential ones, which stand under nobody; the largest
 *     first
 * @param looks the second looks at what was completed
 */
public record ReceivedReport(
    Map<WorkState, Long> states,
    ReceivedGroup all,
    List<ReceivedGroup> teams,
    List<ReceivedGroup> senders,
    Looks looks) {
  /** Copies the lists. */
  public ReceivedReport {
    states = Collections.unmodifiableMap(new EnumMap<>(states));
    teams = List.copyOf(teams);
    senders = List.copyOf(senders);
  }

  /**
   * Second looks.
   *
   * @param completed how often people who are no clinicians completed a document
   * @param drawn how many of these were drawn
   * @param looked how many of these have a result
   * @param otherwise how many of those came out otherwise
   */
  public record Looks(long completed, long drawn, long looked, long otherwise) {}
}
