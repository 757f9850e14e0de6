package gpcm.node.desk;

import java.time.Duration;
import java.time.Instant;

/**
 * A queue in one hour, as it was looked at each minute.
 *
 * @param hour when it began
 * @param deepest how many waited in it at most
 * @param oldest how long the oldest of them had waited at most
 */
public record QueueHour(Instant hour, long deepest, Duration oldest) {}
