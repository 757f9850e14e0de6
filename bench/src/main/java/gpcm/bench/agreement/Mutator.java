package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Makes single changes to right messages. The same seed over the same messages always makes the
 * same changes. One thread.
 */
final class Mutator {
  /** One in so many goes to the readers as JSON. */
  private static final int JSON_EVERY = 4;

  private final Map<String, ObjectNode> sources;
  private final Random random;
  private final SchemaOrder order = new SchemaOrder();
  private int made;

  /** Over these messages by their names, in this order. */
  Mutator(Map<String, ObjectNode> sources, long seed) {
    this.sources = sources;
    this.random = new Random(seed);
  }

  /** The next one: the kinds take turns, message and place are chosen at random. */
  Mutation next() {
    List<String> names = new ArrayList<>(sources.keySet());
    MutationKind[] kinds = MutationKind.values();
    while (true) {
      int number = made++;
      MutationKind kind = kinds[number % kinds.length];
      String source = names.get(random.nextInt(names.size()));
      boolean json = random.nextInt(JSON_EVERY) == 0;
      Optional<Changed> changed = changed(kind.change(), source);
      if (changed.isPresent()) {
        return changed.get().as(number, kind, source, json);
      }
    }
  }

  /**
   * Each harmless change by itself: what it makes of every message that has a place for it, in both
   * forms.
   */
  List<List<Mutation>> harmless() {
    List<List<Mutation>> all = new ArrayList<>();
    for (MutationKind.Change change : HarmlessChanges.all()) {
      List<Mutation> mutations = new ArrayList<>();
      for (String source : sources.keySet()) {
        changed(change, source)
            .ifPresent(
                changed -> {
                  mutations.add(changed.as(all.size(), MutationKind.HARMLESS, source, false));
                  mutations.add(changed.as(all.size(), MutationKind.HARMLESS, source, true));
                });
      }
      all.add(mutations);
    }
    return all;
  }

  private record Changed(String what, ObjectNode tree) {
    Mutation as(int number, MutationKind kind, String source, boolean json) {
      return Mutation.of(number, kind, source, what, json, tree);
    }
  }

  /** Empty when the message has no place for the change, or has it already. */
  private Optional<Changed> changed(MutationKind.Change change, String source) {
    ObjectNode before = sources.get(source);
    MessageTree tree = new MessageTree(before.deepCopy(), random);
    Optional<String> what = change.make(tree).filter(unused -> !tree.root().equals(before));
    what.ifPresent(unused -> order.sort(tree.root()));
    return what.map(words -> new Changed(words, tree.root()));
  }
}
