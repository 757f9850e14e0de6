package gpcm.node.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the database stands.
 *
 * @param bytes what it takes on its disk
 * @param contentBytes what messages and attachments take of that
 * @param oldestTransaction how long the oldest transaction has run
 * @param sealedAt when the audit log was last sealed; empty when it never was
 * @param unsealed how long the oldest entry has waited to be sealed; empty when none waits
 */
public record DatabaseState(
    long bytes,
    long contentBytes,
    Duration oldestTransaction,
    Optional<Instant> sealedAt,
    Optional<Duration> unsealed) {}
