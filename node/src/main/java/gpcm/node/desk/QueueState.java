package gpcm.node.desk;

import java.time.Duration;
import java.util.Optional;

/**
 * How a queue stands.
 *
 * @param messages how many wait in it, over all organisations
 * @param oldest how long the one that has waited longest has done so; empty when none waits
 * @param late how many have passed their own deadline: that of their organisation, where it has set
 *     one
 */
public record QueueState(Queue queue, long messages, Optional<Duration> oldest, long late) {}
