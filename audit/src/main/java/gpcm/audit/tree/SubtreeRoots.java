package gpcm.audit.tree;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The roots of some subtrees, found by going once through all leaves. It keeps some hashes for each
 * subtree, however many leaves there are. Not thread-safe.
 */
public final class SubtreeRoots {
  private final List<Subtree> subtrees;
  private final Map<Subtree, CompactRange> ranges = new HashMap<>();
  private long next;
  private int first;

  /**
   * @param subtrees those wanted, in any order
   */
  public SubtreeRoots(Collection<Subtree> subtrees) {
    this.subtrees =
        subtrees.stream()
            .distinct()
            .sorted(Comparator.comparingLong(Subtree::from).thenComparingLong(Subtree::to))
            .toList();
    this.subtrees.forEach(subtree -> ranges.put(subtree, CompactRange.empty()));
  }

  /** The next leaf of the tree, beginning with the one of index 0. */
  public void add(Hash leaf) {
    while (first < subtrees.size() && subtrees.get(first).to() <= next) {
      first++;
    }
    for (int i = first; i < subtrees.size() && subtrees.get(i).from() <= next; i++) {
      if (subtrees.get(i).has(next)) {
        ranges.get(subtrees.get(i)).append(leaf);
      }
    }
    next++;
  }

  /** How many leaves have been added. */
  public long size() {
    return next;
  }

  /**
   * The root of one of the subtrees.
   *
   * @throws IllegalStateException when not all its leaves have been added
   * @throws IllegalArgumentException when it was not asked for
   */
  public Hash root(Subtree subtree) {
    CompactRange range = ranges.get(subtree);
    if (range == null) {
      throw new IllegalArgumentException(subtree + " was not asked for");
    }
    if (next < subtree.to()) {
      throw new IllegalStateException(
          "%s needs the leaves up to %d, and there are %d"
              .formatted(subtree, subtree.to() - 1, next));
    }
    return range.root();
  }
}
