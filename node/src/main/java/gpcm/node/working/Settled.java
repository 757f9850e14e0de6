package gpcm.node.working;

/**
 * What came of a change, and what the audit log is told of it: ids, and no name or free text, since
 * that part of the log is never erased.
 *
 * @param value what is set now
 * @param before what was set before
 * @param after what is set now
 */
public record Settled<T>(T value, String before, String after) {}
