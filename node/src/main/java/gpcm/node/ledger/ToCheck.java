package gpcm.node.ledger;

import gpcm.node.content.ContentHash;
import java.time.Instant;

/**
 * A document of which this node finds out now whether it can be delivered.
 *
 * @param lease this node's hold on it
 * @param organisation ODS code of the sender
 * @param source the consultation as it was handed in
 * @param copy whether it is the copy of another document for the registered practice
 * @param failures how many times in a row that could not be found out
 * @param since when its organisation's time ended, or what was found out before grew old: from then
 *     on the patience for it counts
 */
public record ToCheck(
    Lease lease,
    String organisation,
    ContentHash source,
    boolean copy,
    int failures,
    Instant since) {}
