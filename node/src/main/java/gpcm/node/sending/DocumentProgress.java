package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a document has got.
 *
 * @param state where it is
 * @param acknowledgements what its receiver has answered
 * @param failure why it failed or was rejected, in words
 * @param acceptedAt when it was handed in
 * @param updatedAt when its state changed last
 */
public record DocumentProgress(
    DocumentState state,
    AcknowledgementCodes acknowledgements,
    Optional<String> failure,
    Instant acceptedAt,
    Instant updatedAt) {}
