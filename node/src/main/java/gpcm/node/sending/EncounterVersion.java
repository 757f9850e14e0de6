package gpcm.node.sending;

import java.time.Instant;
import java.util.Optional;

/**
 * Which report of which encounter a document is.
 *
 * @param id the encounter's unique id (SenderReference): all versions share it
 * @param version 1 for the first report of the encounter
 * @param occurredAt when the consultation took place
 * @param replaces the id of the document that it replaces
 * @param superseded whether another document of the same version has taken its place
 */
public record EncounterVersion(
    String id, int version, Instant occurredAt, Optional<String> replaces, boolean superseded) {}
