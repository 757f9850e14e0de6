package gpcm.node.reporting;

import java.time.Duration;

/**
 * How long something took.
 *
 * @param documents of how many documents
 * @param median half of them took no longer
 * @param most nine of ten took no longer
 */
public record TimeTaken(long documents, Duration median, Duration most) {}
