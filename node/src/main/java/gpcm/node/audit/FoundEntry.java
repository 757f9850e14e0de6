package gpcm.node.audit;

import gpcm.audit.entry.AuditEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry that a query found. Immutable.
 *
 * @param id its id
 * @param at when it was written, by the database's word
 * @param entry what it says; empty when that cannot be shown
 * @param fault why it cannot be, as a sentence; empty when it can
 */
public record FoundEntry(UUID id, Instant at, Optional<AuditEntry> entry, String fault) {}
