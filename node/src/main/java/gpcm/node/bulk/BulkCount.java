package gpcm.node.bulk;

/**
 * How many of the documents of an act are alike.
 *
 * @param state in which they were when they were counted
 * @param recipient where they go
 */
public record BulkCount(String state, String recipient, int count) {}
