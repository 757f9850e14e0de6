package gpcm.audit.tree;

/**
 * Neighbouring leaves of a tree that have a common node over them, and nothing else below it.
 *
 * @param from the index of the first leaf
 * @param to the index after the last leaf
 */
public record Subtree(long from, long to) {
  /** The height of the highest full subtree that is possible. */
  static final int HIGHEST = 61;

  private static final long LARGEST = 1L << HIGHEST;

  /**
   * @throws IllegalArgumentException when no leaf lies between the two
   */
  public Subtree {
    if (from < 0 || to <= from || to > LARGEST) {
      throw new IllegalArgumentException("no leaves lie from %d to %d".formatted(from, to));
    }
  }

  /** How many leaves it has. */
  public long size() {
    return to - from;
  }

  /** Whether a leaf lies in it. */
  public boolean has(long index) {
    return index >= from && index < to;
  }

  Subtree left() {
    return new Subtree(from, from + split());
  }

  Subtree right() {
    return new Subtree(from + split(), to);
  }

  // The largest power of two smaller than the size.
  private long split() {
    return Long.highestOneBit(size() - 1);
  }

  static void requireSize(long size) {
    if (size < 0 || size > LARGEST) {
      throw new IllegalArgumentException(
          "the size of a tree is 0 to %d, not %d".formatted(LARGEST, size));
    }
  }
}
