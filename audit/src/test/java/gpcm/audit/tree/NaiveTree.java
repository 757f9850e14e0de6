package gpcm.audit.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The definitions of RFC 6962, section 2.1, word for word; it only remembers what it computed. */
final class NaiveTree {
  private final List<Hash> leaves;
  private final Map<List<Integer>, Hash> roots = new HashMap<>();

  NaiveTree(List<Hash> leaves) {
    this.leaves = leaves;
  }

  Hash root(int size) {
    return size == 0 ? Hash.EMPTY_TREE : root(0, size);
  }

  List<Hash> path(int index, int size) {
    return path(index, 0, size);
  }

  List<Hash> proof(int earlier, int later) {
    return subproof(earlier, 0, later, true);
  }

  private Hash root(int from, int to) {
    Hash known = roots.get(List.of(from, to));
    if (known == null) {
      int k = split(to - from);
      known =
          to - from == 1 ? leaves.get(from) : Hash.ofNode(root(from, from + k), root(from + k, to));
      roots.put(List.of(from, to), known);
    }
    return known;
  }

  private List<Hash> path(int m, int from, int to) {
    int n = to - from;
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    return m < k
        ? and(path(m, from, from + k), root(from + k, to))
        : and(path(m - k, from + k, to), root(from, from + k));
  }

  private List<Hash> subproof(int m, int from, int to, boolean whole) {
    int n = to - from;
    if (m == n) {
      return whole ? List.of() : List.of(root(from, to));
    }
    int k = split(n);
    return m <= k
        ? and(subproof(m, from, from + k, whole), root(from + k, to))
        : and(subproof(m - k, from + k, to, false), root(from, from + k));
  }

  private static int split(int n) {
    int k = 1;
    while (2 * k < n) {
      k = 2 * k;
    }
    return k;
  }

  private static List<Hash> and(List<Hash> before, Hash last) {
    List<Hash> all = new ArrayList<>(before);
    all.add(last);
    return all;
  }
}
