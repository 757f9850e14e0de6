package gpcm.rules.structure;

import java.util.List;
import java.util.Map;

/** Every invariant, by what it is about. */
final class Invariants {
  private static final Map<String, List<Invariant>> BY_SUBJECT = Map.of();

  private Invariants() {}

  /**
   * The invariants about a type or an element.
   *
   * @param typeOrPath such as {@code Quantity}, {@code Patient.contact}, {@code DomainResource} or
   *     {@code Element}
   */
  static List<Invariant> about(String typeOrPath) {
    return BY_SUBJECT.getOrDefault(typeOrPath, List.of());
  }
}
