package gpcm.rules.catalogue;

import gpcm.consultation.InvalidValueException;
import gpcm.consultation.SnomedCode;
import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.Quantity;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/** What is inside an element: its text, its codes, its dates. */
final class ElementValues {
  private static final int SHOWN = 200;
  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?");
  private static final Pattern INSTANT =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern ODS = Pattern.compile("[A-Z0-9]{3,12}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private ElementValues() {}

  /** What stands there, for people, cut to a bearable length. */
  static String text(Element node) {
    Base value = node.value();
    String text =
        switch (value) {
          case Base b when b.isPrimitive() -> given(b.primitiveValue(), b);
          case CodeableConcept c when !node.codes().isEmpty() -> String.join(", ", node.codes());
          case CodeableConcept c -> given(c.getText(), c);
          case Coding c -> given(c.getCode(), c);
          case Identifier i -> given(i.getValue(), i);
          case Reference r -> "a reference to " + given(r.getReference(), r);
          case Quantity q ->
              given(q.hasValue() ? q.getValue().toPlainString() : null, q)
                  + (q.hasUnit() ? " " + q.getUnit() : "");
          default -> "a " + value.fhirType();
        };
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** A value, or that there is none, with the reason that the sender gives for it. */
  private static String given(String value, Base element) {
    if (value != null) {
      return value;
    }
    return element instanceof org.hl7.fhir.dstu3.model.Element e
        ? e.getExtensionsByUrl(ABSENT).stream()
            .map(reason -> reason.getValue())
            .filter(reason -> reason != null && reason.primitiveValue() != null)
            .map(reason -> "nothing (" + reason.primitiveValue() + ")")
            .findFirst()
            .orElse("nothing")
        : "nothing";
  }

  /** A primitive's text, however long; empty where it has none. */
  static String whole(Element node) {
    String value = node.value().primitiveValue();
    return value == null ? "" : value;
  }

  static boolean hasCode(Element node) {
    return node.codings().stream().anyMatch(c -> c.hasSystem() && c.hasCode());
  }

  /** The codes of this system; what another system says of the same thing is its own matter. */
  static Stream<String> codes(Element node, String system) {
    return node.codings().stream()
        .filter(coding -> system.equals(coding.getSystem()) && coding.hasCode())
        .map(Coding::getCode);
  }

  static boolean hasText(Element node) {
    return node.value() instanceof CodeableConcept c && c.hasText() && !c.getText().isBlank();
  }

  static boolean hasText(Element node, String text) {
    return node.value() instanceof CodeableConcept c && text.equals(c.getText());
  }

  static boolean hasSnomed(Element node) {
    return node.codings().stream().anyMatch(c -> NamingSystems.SNOMED.equals(c.getSystem()));
  }

  /**
   * Every code that claims to be SNOMED CT (dm+d shares the system) has the form of a concept id
   * with a right check digit.
   */
  static boolean snomedFits(Element node) {
    return node.codings().stream()
        .filter(c -> NamingSystems.SNOMED.equals(c.getSystem()))
        .allMatch(c -> c.hasCode() && isSnomed(c.getCode()));
  }

  static boolean isSnomed(String code) {
    try {
      return new SnomedCode(code).value().equals(code);
    } catch (InvalidValueException e) {
      return false;
    }
  }

  static boolean isDay(Element node) {
    return matches(node, DAY);
  }

  static boolean isInstant(Element node) {
    return matches(node, INSTANT);
  }

  /** The bare id; the model may carry it as the fullUrl it was found under. */
  static String id(Resource resource) {
    String id = resource.getIdElement().getIdPart();
    if (id == null) {
      return "";
    }
    return id.startsWith("urn:uuid:") ? id.substring("urn:uuid:".length()) : id;
  }

  /** The ODS codes of an organisation, as far as they are some. */
  static List<String> odsCodes(Element organisation) {
    return MessageContext.identifiers(organisation, NamingSystems.ODS_ORGANISATION).stream()
        .filter(ElementValues::isOds)
        .toList();
  }

  static boolean isOds(String code) {
    return ODS.matcher(code).matches();
  }

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  private static boolean matches(Element node, Pattern pattern) {
    String text = node.value().primitiveValue();
    return text != null && pattern.matcher(text).matches();
  }
}
