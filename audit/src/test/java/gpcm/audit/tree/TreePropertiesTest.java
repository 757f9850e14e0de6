package gpcm.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against the definitions of RFC 6962 themselves. */
class TreePropertiesTest {
  private static final int LARGEST = 300;
  private static final List<Hash> LEAVES = Leaves.some(LARGEST);
  private static final NaiveTree NAIVE = new NaiveTree(LEAVES);
  private static final Hash OTHER = Hash.ofLeaf(new byte[] {1, 2, 3});

  @Test
  void every_root_is_that_of_the_definition_also_when_the_range_was_stored_between() {
    CompactRange range = CompactRange.empty();
    for (int size = 0; size < LARGEST; size++) {
      assertThat(range.root()).isEqualTo(NAIVE.root(size));
      CompactRange stored = CompactRange.of(size, range.encoded());
      assertThat(stored.root()).isEqualTo(range.root());
      CompactRange copy = stored.copy();
      copy.append(OTHER);
      stored.append(LEAVES.get(size));
      range = stored;
    }
  }

  @Test
  void every_inclusion_proof_is_that_of_the_definition_and_shows_its_leaf_only() {
    for (int size = 1; size <= LARGEST; size++) {
      Set<Subtree> parts = new HashSet<>();
      for (int index = 0; index < size; index++) {
        parts.addAll(InclusionProof.parts(index, size));
      }
      SubtreeRoots roots = Leaves.roots(LEAVES, parts);
      Hash root = NAIVE.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.of(index, size, roots::root);
        assertThat(proof.path()).isEqualTo(NAIVE.path(index, size));
        assertThat(proof.shows(LEAVES.get(index), root)).isTrue();
        assertThat(proof.shows(OTHER, root)).isFalse();
        assertThat(proof.shows(LEAVES.get(index), OTHER)).isFalse();
      }
    }
  }

  @Test
  void every_consistency_proof_is_that_of_the_definition_and_shows_its_trees_only() {
    for (int later = 1; later <= LARGEST; later++) {
      Set<Subtree> parts = new HashSet<>();
      for (int earlier = 1; earlier <= later; earlier++) {
        parts.addAll(ConsistencyProof.parts(earlier, later));
      }
      SubtreeRoots roots = Leaves.roots(LEAVES, parts);
      Hash root = NAIVE.root(later);
      for (int earlier = 1; earlier <= later; earlier++) {
        Hash before = NAIVE.root(earlier);
        ConsistencyProof proof = ConsistencyProof.of(earlier, later, roots::root);
        assertThat(proof.path()).isEqualTo(NAIVE.proof(earlier, later));
        assertThat(proof.shows(before, root)).isTrue();
        assertThat(proof.shows(OTHER, root)).isFalse();
        assertThat(proof.shows(before, OTHER)).isFalse();
      }
    }
  }

  @Test
  void nothing_but_the_tree_without_leaves_comes_before_all_others() {
    assertThat(Leaves.consistency(LEAVES, 0, 5).shows(Hash.EMPTY_TREE, OTHER)).isTrue();
    assertThat(Leaves.consistency(LEAVES, 0, 5).shows(OTHER, OTHER)).isFalse();
    assertThat(new ConsistencyProof(0, 0, List.of()).shows(Hash.EMPTY_TREE, OTHER)).isFalse();
  }

  @Test
  void a_changed_inclusion_proof_shows_nothing() {
    for (int size : new int[] {2, 3, 7, 8, 21}) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = Leaves.inclusion(LEAVES, index, size);
        Hash leaf = LEAVES.get(index);
        Hash root = NAIVE.root(size);
        for (List<Hash> path : damaged(proof.path())) {
          assertThat(new InclusionProof(index, size, path).shows(leaf, root)).isFalse();
        }
        for (int other = 0; other < size; other++) {
          assertThat(new InclusionProof(other, size, proof.path()).shows(leaf, root))
              .isEqualTo(other == index);
        }
        assertThat(new InclusionProof(index, 2L * size, proof.path()).shows(leaf, root)).isFalse();
      }
    }
  }

  @Test
  void a_changed_consistency_proof_shows_nothing() {
    for (int later : new int[] {2, 3, 7, 8, 21}) {
      for (int earlier = 1; earlier < later; earlier++) {
        Hash before = NAIVE.root(earlier);
        Hash root = NAIVE.root(later);
        List<Hash> path = Leaves.consistency(LEAVES, earlier, later).path();
        for (List<Hash> changed : damaged(path)) {
          assertThat(new ConsistencyProof(earlier, later, changed).shows(before, root)).isFalse();
        }
        assertThat(new ConsistencyProof(earlier, later, path).shows(root, before)).isFalse();
        assertThat(new ConsistencyProof(earlier, 2L * later, path).shows(before, root)).isFalse();
        for (int other = 1; other < later; other++) {
          if (other != earlier) {
            assertThat(new ConsistencyProof(other, later, path).shows(before, root)).isFalse();
          }
        }
      }
    }
  }

  private static List<List<Hash>> damaged(List<Hash> path) {
    List<List<Hash>> all = new ArrayList<>();
    all.add(with(path, path.size(), OTHER));
    all.add(with(path, 0, OTHER));
    if (!path.isEmpty()) {
      all.add(path.subList(1, path.size()));
      all.add(path.subList(0, path.size() - 1));
    }
    for (int i = 0; i < path.size(); i++) {
      byte[] flipped = path.get(i).bytes();
      flipped[i] ^= 8;
      List<Hash> changed = new ArrayList<>(path);
      changed.set(i, Hash.of(flipped));
      all.add(changed);
    }
    return all;
  }

  private static List<Hash> with(List<Hash> path, int place, Hash hash) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(place, hash);
    return longer;
  }

  @Test
  void what_cannot_be_a_tree_is_refused() {
    assertThatThrownBy(() -> CompactRange.of(5, new byte[32]))
        .hasMessageContaining("a tree of 5 leaves has 2 full subtrees");
    assertThatThrownBy(() -> CompactRange.of(-1, new byte[32])).hasMessageContaining("not -1");
    assertThatThrownBy(() -> new InclusionProof(5, 5, List.of()))
        .hasMessageContaining("none with index 5");
    assertThatThrownBy(() -> new ConsistencyProof(6, 5, List.of()))
        .hasMessageContaining("none of 6 before it");
    assertThatThrownBy(() -> new InclusionProof(0, Long.MAX_VALUE, List.of()))
        .hasMessageContaining("the size of a tree");
    assertThatThrownBy(() -> Hash.of(new byte[31])).hasMessageContaining("not 31");
    assertThatThrownBy(() -> Hash.ofBase64("AAAA")).hasMessageContaining("not 3");
  }

  @Test
  void the_largest_tree_has_a_short_proof() {
    long size = 1L << 61;
    assertThat(InclusionProof.parts(size - 1, size)).hasSize(61);
    assertThat(InclusionProof.parts(0, 100_000_000)).hasSize(27);
  }
}
