package gpcm.node.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of the database beside the one that answers, and whether it was told the same.
 *
 * @param node it
 * @param own whether it is the one that answers
 * @param words how what it was told compares with what that one was
 * @param differs whether it runs another version, or was told something else
 */
record ToldNode(NodeStatus node, boolean own, String words, boolean differs) {

  /** Those that are alive. */
  static List<ToldNode> of(List<NodeStatus> nodes, Map<String, String> digests, String ownId) {
    Optional<String> told = Optional.ofNullable(digests.get(ownId));
    Optional<String> build =
        nodes.stream().filter(each -> each.id().equals(ownId)).map(NodeStatus::build).findFirst();
    return nodes.stream()
        .filter(NodeStatus::alive)
        .map(
            each ->
                of(
                    each,
                    each.id().equals(ownId),
                    told,
                    Optional.ofNullable(digests.get(each.id())),
                    build))
        .toList();
  }

  private static ToldNode of(
      NodeStatus node,
      boolean own,
      Optional<String> ours,
      Optional<String> its,
      Optional<String> build) {
    boolean otherBuild = build.filter(each -> !each.equals(node.build())).isPresent();
    if (own) {
      return new ToldNode(node, true, "This node", false);
    }
    if (ours.isEmpty() || its.isEmpty()) {
      return new ToldNode(node, false, "Not known", otherBuild);
    }
    boolean same = ours.equals(its);
    return new ToldNode(
        node,
        false,
        same ? "The same as this node’s" : "Another than this node’s",
        otherBuild || !same);
  }
}
