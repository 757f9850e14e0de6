package gpcm.node.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of a timeline: something that happened to a document or to a received message.
 *
 * @param id grows with time over the whole node, so that a reader can ask for what came after it
 * @param at the node's clock when it happened
 * @param organisation ODS code of the organisation it happened at
 * @param document the document sent, when it concerns one
 * @param received the message received, when it concerns one
 * @param kind a short name such as {@code built} or {@code infrastructure-acknowledgement}
 * @param detail identifiers and codes in words; holds no patient data
 */
public record TimelineEvent(
    long id,
    Instant at,
    String organisation,
    Optional<UUID> document,
    Optional<UUID> received,
    String kind,
    String detail) {}
