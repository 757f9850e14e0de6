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
      MessageTree tree = new MessageTree(sources.get(source).deepCopy(), random);
      Optional<String> what = kind.change().make(tree);
      // Not every message has a place for every kind, and not every draw changes something.
      if (what.isPresent() && !tree.root().equals(sources.get(source))) {
        order.sort(tree.root());
        return Mutation.of(number, kind, source, what.get(), json, tree.root());
      }
    }
  }
}
