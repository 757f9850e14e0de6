package gpcm.audit.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Shows that a tree begins with all the leaves of an earlier one, in their order (RFC 6962, section
 * 2.1.2): that nothing was changed, removed or inserted, only appended.
 *
 * @param earlier the size of the earlier tree
 * @param later the size of the later tree
 * @param path the hashes, in the order of RFC 6962
 */
public record ConsistencyProof(long earlier, long later, List<Hash> path) {

  /**
   * @throws IllegalArgumentException when the earlier tree is the larger one
   */
  public ConsistencyProof {
    require(earlier, later);
    path = List.copyOf(path);
  }

  private static void require(long earlier, long later) {
    Subtree.requireSize(later);
    if (earlier < 0 || earlier > later) {
      throw new IllegalArgumentException(
          "a tree of %d leaves has none of %d before it".formatted(later, earlier));
    }
  }

  /** The subtrees whose roots make the path, in its order. */
  public static List<Subtree> parts(long earlier, long later) {
    require(earlier, later);
    List<Subtree> parts = new ArrayList<>();
    if (earlier == 0 || earlier == later) {
      return parts;
    }
    Subtree around = new Subtree(0, later);
    // The leaves of the earlier tree end inside, until they end with it.
    while (around.to() != earlier) {
      boolean left = earlier <= around.left().to();
      parts.addFirst(left ? around.right() : around.left());
      around = left ? around.left() : around.right();
    }
    // Who has the earlier root has this one already.
    if (around.from() > 0) {
      parts.addFirst(around);
    }
    return parts;
  }

  /** The proof with the roots that a log has. */
  public static ConsistencyProof of(long earlier, long later, Function<Subtree, Hash> roots) {
    return new ConsistencyProof(earlier, later, parts(earlier, later).stream().map(roots).toList());
  }

  /** Whether it shows that the tree with the later root continues the one with the earlier root. */
  public boolean shows(Hash earlierRoot, Hash laterRoot) {
    List<Subtree> parts = parts(earlier, later);
    if (parts.size() != path.size()) {
      return false;
    }
    if (earlier == 0) {
      return earlierRoot.equals(Hash.EMPTY_TREE) && (later > 0 || laterRoot.equals(earlierRoot));
    }
    if (earlier == later) {
      return earlierRoot.equals(laterRoot);
    }
    boolean given = parts.getFirst().to() == earlier;
    Hash inEarlier = given ? path.getFirst() : earlierRoot;
    Hash inLater = inEarlier;
    for (int i = given ? 1 : 0; i < parts.size(); i++) {
      Hash beside = path.get(i);
      if (parts.get(i).from() >= earlier) {
        inLater = Hash.ofNode(inLater, beside);
      } else {
        inEarlier = Hash.ofNode(beside, inEarlier);
        inLater = Hash.ofNode(beside, inLater);
      }
    }
    return inEarlier.equals(earlierRoot) && inLater.equals(laterRoot);
  }
}
