package gpcm.node.desk;

import java.time.Instant;

/**
 * The messages of one hour, over the organisations that were asked for.
 *
 * @param hour when it began
 * @param sent documents that MESH took
 * @param received messages that were fetched, answers and reports among them
 */
public record MessageHour(Instant hour, long sent, long received) {}
