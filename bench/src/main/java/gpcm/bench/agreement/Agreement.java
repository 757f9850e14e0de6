package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks both sides about one mutation after another. One thread. */
final class Agreement {
  private final Oracle oracle;
  private final OurRules rules = new OurRules();
  private final Map<String, List<String>> known = new HashMap<>();

  /**
   * What both say of one mutation, without what they say of the message it was made from.
   *
   * @param validator HAPI's new errors
   * @param ours our new faults
   */
  record Judged(Mutation mutation, List<String> validator, List<String> ours) {
    boolean both() {
      return !validator.isEmpty() && !ours.isEmpty();
    }

    boolean validatorOnly() {
      return !validator.isEmpty() && ours.isEmpty();
    }

    boolean oursOnly() {
      return validator.isEmpty() && !ours.isEmpty();
    }

    /**
     * What only we find, of what no numbered requirement asks for: blindness of the validator or a
     * false alarm of ours. That a numbered rule is too strict is seen by what it says of harmless
     * changes.
     */
    boolean oursOnlyBeyondRequirements() {
      return oursOnly() && ours.stream().allMatch(fault -> !fault.startsWith("GPCM-SD-"));
    }

    /** What nothing forbids, found by whichever of our rules: of a numbered requirement, too. */
    boolean falseAlarm() {
      return mutation.kind() == MutationKind.HARMLESS && !ours.isEmpty();
    }
  }

  Agreement(Oracle oracle, Map<String, ObjectNode> sources) {
    this.oracle = oracle;
    sources.forEach(
        (name, tree) -> {
          String xml = WireXml.of(tree);
          known.put(key(name, false), both(oracle.errors(xml), rules.faults(xml, false)));
          String json = tree.toString();
          known.put(key(name, true), both(oracle.errors(json), rules.faults(json, true)));
        });
  }

  /** What is found in the messages before any change: nothing should be. */
  Map<String, List<String>> before() {
    return known;
  }

  Judged judge(Mutation mutation) {
    List<String> before = known.get(key(mutation.source(), mutation.json()));
    return new Judged(
        mutation,
        without(oracle.errors(mutation.text()), before),
        without(rules.faults(mutation.text(), mutation.json()), before));
  }

  private static String key(String source, boolean json) {
    return source + (json ? ".json" : ".xml");
  }

  private static List<String> both(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private static List<String> without(List<String> found, List<String> before) {
    List<String> left = new ArrayList<>(found);
    before.forEach(left::remove);
    return left;
  }
}
