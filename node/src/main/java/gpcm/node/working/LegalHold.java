package gpcm.node.working;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What may not be deleted, whatever its time.
 *
 * @param patient the NHS number of whom it is about; empty when it is about a case or all
 * @param caseId a document, an entry of the worklist or a received message; empty when it is not
 *     about one
 * @param asked who wants it lifted; empty when nobody does
 */
public record LegalHold(
    UUID id,
    Optional<String> patient,
    Optional<UUID> caseId,
    String reason,
    String setBy,
    Instant setAt,
    Optional<String> asked) {}
