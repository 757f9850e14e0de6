package gpcm.fhir;

import java.util.List;
import org.hl7.fhir.dstu3.model.Base;

/** Walks over the FHIR model. */
public final class FhirElements {
  private FhirElements() {}

  /**
   * Everything that stands directly in a resource or element, extensions and ids too, in schema
   * order.
   */
  public static List<Base> children(Base parent) {
    return FhirTypes.properties(parent).stream()
        .flatMap(property -> property.getValues().stream())
        .toList();
  }
}
