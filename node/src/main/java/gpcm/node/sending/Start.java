package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import java.time.Instant;
import java.util.Optional;

/**
 * In which state a document comes into being.
 *
 * @param due when something is to be done about it; empty when nothing is
 * @param waitsUntil when the organisation's time for it ends
 * @param triggered whether what happened to a consultation brought it here
 * @param reason why it is not to be sent
 */
record Start(
    DocumentState state,
    Optional<Instant> due,
    Optional<Instant> waitsUntil,
    boolean triggered,
    Optional<String> reason) {}
