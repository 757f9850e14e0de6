package gpcm.rules.structure;

import java.util.List;

/**
 * What FHIR asks of a type.
 *
 * @param elements those that it has, inherited ones too
 * @param invariants those about the type itself
 */
record TypeFacts(List<TypeElement> elements, List<Invariant> invariants) {
  /** A type that no Send Document message is made of. */
  static TypeFacts unknown(String type) {
    return new TypeFacts(List.of(), Invariants.about(type));
  }
}
