package gpcm.audit.tree;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that is needed of a tree to append to it and to know its root: the roots of its full
 * subtrees, one for each bit that is set in its size. Not thread-safe.
 */
public final class CompactRange {
  // By height; null where the bit of the size is not set.
  private final Hash[] roots;
  private long size;

  private CompactRange(Hash[] roots, long size) {
    this.roots = roots;
    this.size = size;
  }

  /** Of the tree without leaves. */
  public static CompactRange empty() {
    return new CompactRange(new Hash[Subtree.HIGHEST + 1], 0);
  }

  /**
   * One that was stored.
   *
   * @param size the size of the tree
   * @param encoded what {@link #encoded} gave
   * @throws IllegalArgumentException when the two do not belong together
   */
  public static CompactRange of(long size, byte[] encoded) {
    Subtree.requireSize(size);
    if (encoded.length != Long.bitCount(size) * Hash.LENGTH) {
      throw new IllegalArgumentException(
          "a tree of %d leaves has %d full subtrees of %d bytes each, not %d bytes"
              .formatted(size, Long.bitCount(size), Hash.LENGTH, encoded.length));
    }
    CompactRange range = empty();
    int at = 0;
    for (int height = Subtree.HIGHEST; height >= 0; height--) {
      if ((size >> height & 1) == 1) {
        range.roots[height] = Hash.of(Arrays.copyOfRange(encoded, at, at + Hash.LENGTH));
        at += Hash.LENGTH;
      }
    }
    range.size = size;
    return range;
  }

  /** Another one that is the same now. */
  public CompactRange copy() {
    return new CompactRange(roots.clone(), size);
  }

  /** Puts a leaf at the end. */
  public void append(Hash leaf) {
    Subtree.requireSize(size + 1);
    Hash carried = leaf;
    int height = 0;
    while ((size >> height & 1) == 1) {
      carried = Hash.ofNode(roots[height], carried);
      roots[height] = null;
      height++;
    }
    roots[height] = carried;
    size++;
  }

  /** How many leaves the tree has. */
  public long size() {
    return size;
  }

  /** The root of the tree. */
  public Hash root() {
    Hash root = null;
    for (Hash subtree : roots) {
      if (subtree != null) {
        root = root == null ? subtree : Hash.ofNode(subtree, root);
      }
    }
    return root == null ? Hash.EMPTY_TREE : root;
  }

  /** The full subtrees, the largest first, with their roots. */
  public Map<Subtree, Hash> subtrees() {
    Map<Subtree, Hash> subtrees = new LinkedHashMap<>();
    long from = 0;
    for (int height = Subtree.HIGHEST; height >= 0; height--) {
      if (roots[height] != null) {
        long to = from + (1L << height);
        subtrees.put(new Subtree(from, to), roots[height]);
        from = to;
      }
    }
    return subtrees;
  }

  /** The roots of the full subtrees, the largest subtree first. */
  public byte[] encoded() {
    byte[] encoded = new byte[Long.bitCount(size) * Hash.LENGTH];
    int at = 0;
    for (int height = Subtree.HIGHEST; height >= 0; height--) {
      if (roots[height] != null) {
        System.arraycopy(roots[height].bytes(), 0, encoded, at, Hash.LENGTH);
        at += Hash.LENGTH;
      }
    }
    return encoded;
  }
}
