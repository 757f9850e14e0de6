package gpcm.rules.structure;

import gpcm.consultation.InvalidValueException;
import gpcm.consultation.SnomedCode;
import gpcm.rules.Element;
import gpcm.rules.Finding;
import gpcm.rules.Strength;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Quantity;

/** Compares a single value with what is asked of it: type, fixed value, length, code. */
final class Values {
  private static final String PRESCRIPTION_TYPES =
      "https://fhir.hl7.org.uk/STU3/ValueSet/CareConnect-PrescriptionType-1";
  private static final String PRESCRIPTION_TYPE =
      "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-PrescriptionType-1";
  private static final String HANDWRITTEN = "acute-handwritten";
  private static final String NO_INFORMATION = "No information available";

  private static final String SNOMED = "http://snomed.info/sct";

  private final Facts facts;
  private final Faults faults;

  Values(Facts facts, Faults faults) {
    this.facts = facts;
    this.faults = faults;
  }

  void check(Layer layer, Element value, String type) {
    ElementFacts asked = layer.facts();
    if (!asked.types().allows(type)) {
      faults.must(
          layer,
          value.path(),
          "a " + type,
          "a value of type " + asked.types().words(),
          "Send " + asked.name() + " as " + asked.types().words());
      return;
    }
    if (!asked.fixed().isEmpty()) {
      fixed(layer, value);
    }
    if (asked.length() != ElementFacts.UNBOUNDED && tooLong(value, asked.length())) {
      faults.must(
          layer,
          value.path(),
          "more than that",
          "at most " + asked.length() + " characters",
          "Shorten " + asked.name());
    }
    if (!asked.codes().isAny()
        && !asked.codes().has(value.value())
        && !namedByRequirement(asked, value)) {
      faults.must(
          layer,
          value.path(),
          String.join(", ", value.codes()),
          "a code of the value set " + asked.codes().url(),
          "Code " + asked.name() + " with one of these");
    }
    if (layer.source().equals(Layer.FHIR)) {
      code(layer, value);
    }
  }

  private void fixed(Layer layer, Element value) {
    String fixed = layer.facts().fixed();
    String found = value.value().primitiveValue();
    if (fixed.equals(found)) {
      return;
    }
    // A published display begins with a space; who writes the words without it means the same.
    boolean words = found != null && fixed.strip().equals(found.strip()) && fixed.contains(" ");
    faults.found(
        layer.source(),
        words ? Strength.SHOULD : Strength.MUST,
        layer.tolerable(),
        value.path(),
        found == null ? Finding.NOTHING : found,
        "the value \"" + fixed + "\"",
        "Set " + layer.facts().name() + " to \"" + fixed + "\"");
  }

  // GPCM-SD-GE-155 names a type of prescription that the published value set and code system lack,
  // and a text that stands for a code where nobody recorded the type: a MUST that names a value
  // wins over a profile that leaves it out, for to refuse it loses a real document.
  private static boolean namedByRequirement(ElementFacts asked, Element value) {
    return asked.codes().url().equals(PRESCRIPTION_TYPES)
        && value.value() instanceof CodeableConcept concept
        && (concept.hasCoding()
            ? concept.getCoding().stream()
                .anyMatch(coding -> isHandwritten(coding.getSystem(), coding.getCode()))
            : NO_INFORMATION.equals(concept.getText()));
  }

  private static boolean isHandwritten(String system, String code) {
    return PRESCRIPTION_TYPE.equals(system) && HANDWRITTEN.equals(code);
  }

  private static boolean tooLong(Element value, int length) {
    String text = value.value().primitiveValue();
    return text != null && text.length() > length;
  }

  /** A code that claims a code system stands in it. */
  private void code(Layer layer, Element value) {
    Base base = value.value();
    if (base instanceof Coding coding) {
      code(layer, value, coding.getSystem(), coding.getCode());
    } else if (base instanceof Quantity quantity) {
      code(layer, value, quantity.getSystem(), quantity.getCode());
    }
  }

  private void code(Layer layer, Element value, String system, String code) {
    if (system == null || code == null) {
      return;
    }
    Set<String> all = facts.codes().get(system);
    boolean known =
        switch (system) {
          case SNOMED -> isSnomed(code);
          case Units.SYSTEM -> facts.units().has(code);
          default -> all == null || all.contains(code) || isHandwritten(system, code);
        };
    if (!known) {
      String of = all == null ? system : "of the code system " + system;
      faults.must(
          layer,
          value.pathOf("code"),
          code,
          SNOMED.equals(system)
              ? "a SNOMED CT concept id with a right check digit"
              : Units.SYSTEM.equals(system) ? "a unit of UCUM" : "a code " + of,
          "Send a code that the system has");
    }
  }

  private static boolean isSnomed(String code) {
    try {
      return new SnomedCode(code).value().equals(code);
    } catch (InvalidValueException e) {
      return false;
    }
  }
}
