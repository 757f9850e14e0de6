package gpcm.node.sending;

import java.util.Optional;

/**
 * The codes that a document's receiver answered with.
 *
 * @param infrastructure the infrastructure acknowledgement's, once it is in
 * @param business the business acknowledgement's, once it is in
 * @param doubtful whether answers were in that cannot be true together
 */
public record AcknowledgementCodes(
    Optional<String> infrastructure, Optional<String> business, boolean doubtful) {}
