package gpcm.node.traffic;

import gpcm.exchange.MeshStanding;
import gpcm.node.journal.TimelineEvent;
import gpcm.rules.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message with everything that belongs to it.
 *
 * @param message the message itself
 * @param exchange the document, its answers and MESH's reports on all of them, the oldest first;
 *     the message is among them
 * @param related what else was sent or received about the same encounter, document or message,
 *     newest first; the latest of them
 * @param timeline what happened to all of the exchange, oldest first
 * @param findings what the rules found in a received message; of what they found in it, {@code
 *     found} may quote a patient
 * @param notChecked what could not be checked of a received message, which nobody may take for met
 * @param asked what MESH said of the document when it was asked last
 * @param entry the entry of the worklist that a received document became
 */
public record MessageGroup(
    TrafficMessage message,
    List<TrafficMessage> exchange,
    List<TrafficMessage> related,
    List<TimelineEvent> timeline,
    List<Finding> findings,
    List<NotChecked> notChecked,
    Optional<Asked> asked,
    Optional<UUID> entry) {
  /** Copies the lists. */
  public MessageGroup {
    exchange = List.copyOf(exchange);
    related = List.copyOf(related);
    timeline = List.copyOf(timeline);
    findings = List.copyOf(findings);
    notChecked = List.copyOf(notChecked);
  }

  /**
   * A requirement that could not be looked at.
   *
   * @param requirement its id
   * @param reason what is not known; nothing of the message
   */
  public record NotChecked(String requirement, String reason) {}

  /**
   * What MESH said.
   *
   * @param at when
   */
  public record Asked(MeshStanding standing, Instant at) {}
}
