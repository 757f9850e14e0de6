package gpcm.audit.export;

/**
 * What an export says about itself.
 *
 * @param origin the name of the log
 * @param size how many leaves it has
 * @param complete whether it has the entry of every leaf
 */
public record ExportFacts(String origin, long size, boolean complete) {}
