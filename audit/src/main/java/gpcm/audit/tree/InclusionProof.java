package gpcm.audit.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Shows that a leaf is in a tree (RFC 6962, section 2.1.1): the roots of the subtrees beside the
 * way from the leaf up to the root.
 *
 * @param index the index of the leaf
 * @param size the size of the tree
 * @param path the hashes, the leaf's neighbour first
 */
public record InclusionProof(long index, long size, List<Hash> path) {

  /**
   * @throws IllegalArgumentException when a tree of this size has no such leaf
   */
  public InclusionProof {
    require(index, size);
    path = List.copyOf(path);
  }

  private static void require(long index, long size) {
    Subtree.requireSize(size);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "a tree of %d leaves has none with index %d".formatted(size, index));
    }
  }

  /** The subtrees whose roots make the path, in its order. */
  public static List<Subtree> parts(long index, long size) {
    require(index, size);
    List<Subtree> parts = new ArrayList<>();
    Subtree around = new Subtree(0, size);
    while (around.size() > 1) {
      boolean left = around.left().has(index);
      parts.addFirst(left ? around.right() : around.left());
      around = left ? around.left() : around.right();
    }
    return parts;
  }

  /** The proof with the roots that a log has. */
  public static InclusionProof of(long index, long size, Function<Subtree, Hash> roots) {
    return new InclusionProof(index, size, parts(index, size).stream().map(roots).toList());
  }

  /** Whether it shows that this leaf is in the tree with this root. */
  public boolean shows(Hash leaf, Hash root) {
    List<Subtree> parts = parts(index, size);
    if (parts.size() != path.size()) {
      return false;
    }
    Hash computed = leaf;
    for (int i = 0; i < parts.size(); i++) {
      boolean before = parts.get(i).to() <= index;
      computed = before ? Hash.ofNode(path.get(i), computed) : Hash.ofNode(computed, path.get(i));
    }
    return computed.equals(root);
  }
}
