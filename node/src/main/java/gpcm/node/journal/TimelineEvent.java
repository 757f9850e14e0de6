package gpcm.node.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of a timeline: something that happened to a document or to a received message.
 *
 * @param place where it stands in the feed of the whole node
 * @param at the node's clock when it happened
 * @param organisation ODS code of the organisation it happened at
 * @param document the document sent, when it concerns one
 * @param received the message received, when it concerns one
 * @param kind a short name such as {@code built} or {@code infrastructure-acknowledgement}
 * @param detail identifiers and codes in words; holds no patient data
 * @param actor who brought it about: {@code node}, {@code person:NAME} or {@code peer:MAILBOX}
 */
public record TimelineEvent(
    FeedPlace place,
    Instant at,
    String organisation,
    Optional<UUID> document,
    Optional<UUID> received,
    String kind,
    String detail,
    String actor) {}
