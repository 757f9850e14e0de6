package gpcm.node.audit;

import gpcm.audit.tree.CompactRange;
import gpcm.audit.tree.ConsistencyProof;
import gpcm.audit.tree.Hash;
import gpcm.audit.tree.Subtree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Proofs from the tables. What lies before the earlier checkpoint stands in that checkpoint's
 * compact range, so only the leaves after it are read.
 */
final class ProofRows {
  private static final int AT_A_TIME = 10_000;

  private ProofRows() {}

  /**
   * The proof that the tree of {@code later} leaves continues the one of {@code earlier}.
   *
   * @throws LogDamagedException when there is no checkpoint of the earlier size, or leaves are
   *     missing
   */
  static List<Hash> consistency(Handle handle, long earlier, long later) {
    long first = LogRows.firstLeaf(handle);
    byte[] compact =
        handle
            .createQuery("select compact from audit_checkpoint where size = :size")
            .bind("size", first + earlier)
            .mapTo(byte[].class)
            .findOne()
            .orElseThrow(
                () ->
                    new LogDamagedException(
                        "a checkpoint of %d entries was signed, and the database has none of that size: it went back in time, or checkpoints were removed"
                            .formatted(earlier)));
    Map<Subtree, Hash> before;
    try {
      before = CompactRange.of(earlier, compact).subtrees();
    } catch (IllegalArgumentException e) {
      throw new LogDamagedException(
          "the row of the checkpoint of %d entries was changed: %s"
              .formatted(earlier, e.getMessage()));
    }
    List<Hash> path = new ArrayList<>();
    for (Subtree part : ConsistencyProof.parts(earlier, later)) {
      Hash known = before.get(part);
      path.add(known == null ? root(handle, first, part) : known);
    }
    return path;
  }

  private static Hash root(Handle handle, long first, Subtree part) {
    CompactRange range = CompactRange.empty();
    while (range.size() < part.to() - part.from()) {
      long next = first + part.from() + range.size();
      List<LogRows.Leaf> leaves =
          LogRows.leavesFrom(handle, next, (int) Math.min(AT_A_TIME, first + part.to() - next));
      if (leaves.isEmpty() || leaves.getFirst().index() != next) {
        throw new LogDamagedException("leaf %d is missing: leaves were removed".formatted(next));
      }
      leaves.forEach(leaf -> range.append(leaf.hash()));
    }
    return range.root();
  }
}
