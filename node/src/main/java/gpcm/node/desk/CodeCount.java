package gpcm.node.desk;

/**
 * How often a code came, over the organisations that were asked for.
 *
 * @param code as it stood in the answer or report, such as {@code 30002} or {@code EPL-151}; {@code
 *     other} where none of that form did
 * @param given whether it was given to the sender of a document that came; otherwise it came about
 *     one that was sent
 * @param hour how often in the hour that runs
 * @param day how often in that and the 23 hours before
 * @param week how often in that and the 167 hours before
 */
public record CodeCount(String code, boolean given, long hour, long day, long week) {}
