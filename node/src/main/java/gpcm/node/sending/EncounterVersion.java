package gpcm.node.sending;

import java.time.Instant;

/**
 * Which report of which encounter a document is.
 *
 * @param id the encounter's unique id (SenderReference): all versions share it
 * @param version 1 for the first report of the encounter
 * @param occurredAt when the consultation took place
 */
public record EncounterVersion(String id, int version, Instant occurredAt) {}
