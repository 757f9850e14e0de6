package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import java.time.Instant;
import java.util.Optional;

/**
 * In which state a document comes into being.
 *
 * @param due when something is to be done about it; empty when nothing is
 * @param waitsUntil when the organisation's time for it ends
 * @param tell when a person is told that MESH has not taken it; empty where it waits first
 * @param triggered whether what happened to a consultation brought it here
 * @param reason why it is not to be sent
 */
record Start(
    DocumentState state,
    Optional<Instant> due,
    Optional<Instant> waitsUntil,
    Optional<Instant> tell,
    boolean triggered,
    Optional<String> reason) {}
