package gpcm.rules.structure;

/**
 * What one source asks of one element.
 *
 * @param source the name of the profile, or {@code FHIR}: findings are reported under it
 * @param tolerable whether the element claims the profile under one of its other published names,
 *     so that what it breaks of it can be tolerated
 */
record Layer(String source, boolean tolerable, ElementFacts facts) {
  static final String FHIR = "FHIR";

  Layer with(ElementFacts other) {
    return new Layer(source, tolerable, other);
  }
}
