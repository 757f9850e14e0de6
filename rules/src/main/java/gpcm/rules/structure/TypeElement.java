package gpcm.rules.structure;

/**
 * An element of a type, with what FHIR asks of it.
 *
 * @param path with its type, such as {@code Patient.identifier} or {@code HumanName.family}
 */
record TypeElement(String path, Layer asked) {
  static TypeElement of(String type, ElementFacts facts) {
    return new TypeElement(type + "." + facts.name(), new Layer(Layer.FHIR, false, facts));
  }

  String name() {
    return asked.facts().name();
  }
}
