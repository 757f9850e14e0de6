package gpcm.rules.structure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The types an element may have; with a reference the types of resource it may lead to, with an
 * extension its definition.
 *
 * @param about what is said about each type; nothing is said about a type that is not asked for
 */
record Types(Map<String, Set<String>> about) {
  /** Any type. */
  static final Types ANY = new Types(Map.of());

  /** Reads {@code CodeableConcept|Reference(Condition,Observation)}. */
  static Types of(String text) {
    Map<String, Set<String>> about = new LinkedHashMap<>();
    for (String one : text.split("\\|", -1)) {
      int bracket = one.indexOf('(');
      about.put(
          bracket < 0 ? one : one.substring(0, bracket),
          bracket < 0
              ? Set.of()
              : Set.copyOf(
                  Arrays.asList(one.substring(bracket + 1, one.length() - 1).split(",", -1))));
    }
    return new Types(Map.copyOf(about));
  }

  boolean allows(String type) {
    return about.isEmpty() || about.containsKey(type);
  }

  /** The types of resource a reference may lead to; none where all may be. */
  Set<String> targets() {
    return about.getOrDefault("Reference", Set.of());
  }

  /** The url of the definition of an extension, or nothing. */
  String definition() {
    Set<String> urls = about.getOrDefault("Extension", Set.of());
    return urls.size() == 1 ? urls.iterator().next() : "";
  }

  String words() {
    return String.join(" or ", new TreeSet<>(about.keySet()));
  }
}
