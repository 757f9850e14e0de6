package gpcm.node.viewing;

import java.time.Duration;

/**
 * What showing documents may take.
 *
 * @param atOnce how many pages are drawn at the same time, each by a process of its own
 * @param waiting how many more may wait for their turn
 * @param patience how long one waits for its turn
 * @param drawing how long drawing a page may take
 * @param megabytes how much memory a process has for what it draws
 * @param largestFile how many bytes a file may have
 * @param remembered how many bytes of pages that were drawn are kept in memory
 * @param idle how long a process without work is kept
 */
public record ViewingLimits(
    int atOnce,
    int waiting,
    Duration patience,
    Duration drawing,
    int megabytes,
    long largestFile,
    long remembered,
    Duration idle) {

  /** What a node works with. */
  public static ViewingLimits standard() {
    return new ViewingLimits(
        2,
        16,
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        512,
        50_000_000,
        32_000_000,
        Duration.ofMinutes(2));
  }

  /** The same with another time for drawing. */
  ViewingLimits withDrawing(Duration other) {
    return new ViewingLimits(
        atOnce, waiting, patience, other, megabytes, largestFile, remembered, idle);
  }

  /** The same with another number of pages at once, and of those that wait. */
  ViewingLimits withAtOnce(int other, int others) {
    return new ViewingLimits(
        other, others, patience, drawing, megabytes, largestFile, remembered, idle);
  }

  /** The same with another room for pages that were drawn. */
  ViewingLimits withRemembered(long other) {
    return new ViewingLimits(
        atOnce, waiting, patience, drawing, megabytes, largestFile, other, idle);
  }

  /** The same with another time for which processes without work are kept. */
  ViewingLimits withIdle(Duration other) {
    return new ViewingLimits(
        atOnce, waiting, patience, drawing, megabytes, largestFile, remembered, other);
  }
}
