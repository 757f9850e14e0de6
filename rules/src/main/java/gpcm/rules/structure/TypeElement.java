package gpcm.rules.structure;

import java.util.List;

/**
 * An element of a type, with what FHIR asks of it.
 *
 * @param path with its type, such as {@code Patient.identifier} or {@code HumanName.family}
 * @param invariants those about this element and not about its type
 */
record TypeElement(String path, Layer asked, List<Invariant> invariants) {
  static TypeElement of(String type, ElementFacts facts) {
    String path = type + "." + facts.name();
    return new TypeElement(path, Layer.of(Layer.FHIR, false, facts), Invariants.about(path));
  }

  String name() {
    return asked.facts().name();
  }
}
