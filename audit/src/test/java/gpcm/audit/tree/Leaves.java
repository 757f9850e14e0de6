package gpcm.audit.tree;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Proofs from leaves, by going through them once. */
final class Leaves {
  private Leaves() {}

  static List<Hash> some(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Hash.ofLeaf(ByteBuffer.allocate(4).putInt(i).array()))
        .toList();
  }

  static InclusionProof inclusion(List<Hash> leaves, int index, int size) {
    return InclusionProof.of(index, size, roots(leaves, InclusionProof.parts(index, size))::root);
  }

  static ConsistencyProof consistency(List<Hash> leaves, int earlier, int later) {
    return ConsistencyProof.of(
        earlier, later, roots(leaves, ConsistencyProof.parts(earlier, later))::root);
  }

  static SubtreeRoots roots(List<Hash> leaves, Collection<Subtree> parts) {
    SubtreeRoots roots = new SubtreeRoots(parts);
    leaves.forEach(roots::add);
    return roots;
  }
}
