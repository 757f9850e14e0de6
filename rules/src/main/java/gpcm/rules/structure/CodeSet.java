package gpcm.rules.structure;

import java.util.Map;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Quantity;

/**
 * The codes an element has to be coded with.
 *
 * @param url of the value set
 * @param systems the codes by code system; an empty set stands for all of the system
 */
record CodeSet(String url, Map<String, Set<String>> systems) {
  /** Any code. */
  static final CodeSet ANY = new CodeSet("", Map.of());

  boolean isAny() {
    return systems.isEmpty();
  }

  /** Whether a value of a type that can be coded has one of these codes. */
  boolean has(Base value) {
    return switch (value) {
      case CodeableConcept concept -> any(concept);
      case Coding coding -> has(coding.getSystem(), coding.getCode());
      case Quantity quantity -> has(quantity.getSystem(), quantity.getCode());
      case Base primitive when primitive.isPrimitive() -> has(primitive.primitiveValue());
      default -> true;
    };
  }

  private boolean any(CodeableConcept concept) {
    for (Coding coding : concept.getCoding()) {
      if (has(coding.getSystem(), coding.getCode())) {
        return true;
      }
    }
    return false;
  }

  private boolean has(String system, String code) {
    Set<String> codes = system == null ? null : systems.get(system);
    return code != null && codes != null && (codes.isEmpty() || codes.contains(code));
  }

  private boolean has(String code) {
    if (code == null) {
      return true;
    }
    for (Set<String> codes : systems.values()) {
      if (codes.isEmpty() || codes.contains(code)) {
        return true;
      }
    }
    return false;
  }
}
