package gpcm.bench;

import ca.uhn.fhir.context.FhirContext;

/**
 * What a process that only loads HAPI's DSTU3 context costs, to compare {@code gpcm validate} with.
 */
public final class BareContext {
  private BareContext() {}

  /** Loads the context, as a program that is about to parse a message does. */
  public static void main(String[] arguments) {
    FhirContext context = FhirContext.forDstu3();
    context.getResourceDefinition("Bundle");
    context.getResourceDefinition("MessageHeader");
  }
}
