package gpcm.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.Property;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.exceptions.FHIRException;

/**
 * One element of a message together with the way to it. Its path is only spelt out when a finding
 * needs it.
 */
public final class Element {
  private static final int SINGLE = -1;

  private final Element parent;
  private final String step;
  private final int index;
  private final Base value;

  private Element(Element parent, String step, int index, Base value) {
    this.parent = parent;
    this.step = step;
    this.index = index;
    this.value = value;
  }

  static Element root(Base value) {
    return new Element(null, value.fhirType(), SINGLE, value);
  }

  /** The element in the FHIR model. */
  public Base value() {
    return value;
  }

  /** Its type in FHIR, such as {@code Composition} or {@code CodeableConcept}. */
  public String type() {
    return value.fhirType();
  }

  /** The present children of this name; {@code value[x]} elements go by their bare name. */
  public List<Element> children(String name) {
    Base[] values = property(value, name);
    if (values.length == 0) {
      return List.of();
    }
    if (values.length == 1 && !(values[0] instanceof Bundle.BundleEntryComponent)) {
      return present(values[0]) ? List.of(new Element(this, name, SINGLE, values[0])) : List.of();
    }
    List<Element> elements = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      if (present(values[i])) {
        elements.add(new Element(this, name, i, values[i]));
      }
    }
    return elements;
  }

  /** The resources it stands in, the innermost first; a resource stands in itself. */
  public List<Resource> resources() {
    List<Resource> around = new ArrayList<>(4);
    for (Element at = this; at != null; at = at.parent) {
      if (at.value instanceof Resource resource && !around.contains(resource)) {
        around.add(resource);
      }
    }
    return around;
  }

  /** Its name in its owner, such as {@code value}; a resource's is {@code resource}. */
  public String name() {
    return step;
  }

  /** The element it stands in; itself for the root. */
  public Element owner() {
    return parent == null ? this : parent;
  }

  /** All present children, whatever the type. */
  public List<Element> children() {
    List<Element> elements = new ArrayList<>();
    for (Property property : value.children()) {
      elements.addAll(children(property.getName().replace("[x]", "")));
    }
    return elements;
  }

  /** The resource of this bundle entry, as an element whose path says its type. */
  Element entry(int at, Resource resource) {
    return new Element(new Element(this, "entry", at, resource), "resource", SINGLE, resource);
  }

  /**
   * The path of this element, such as {@code
   * Bundle.entry[2].resource.ofType(Bundle).entry[0].resource.ofType(Composition).title}.
   */
  public String path() {
    StringBuilder path = new StringBuilder();
    append(path);
    return path.toString();
  }

  /** The path of a child that may not be there. */
  public String pathOf(String child) {
    return child.isEmpty() ? path() : path() + "." + child;
  }

  /** A primitive's text, or the codes of a coded element. */
  public List<String> codes() {
    if (value.isPrimitive()) {
      String text = value.primitiveValue();
      return text == null ? List.of() : List.of(text);
    }
    return codings().stream().map(Coding::getCode).filter(Objects::nonNull).toList();
  }

  /** The codings of a coded element; none for any other. */
  public List<Coding> codings() {
    return switch (value) {
      case CodeableConcept concept -> concept.getCoding();
      case Coding coding -> List.of(coding);
      default -> List.of();
    };
  }

  private void append(StringBuilder path) {
    if (parent == null) {
      path.append(step);
      return;
    }
    parent.append(path);
    path.append('.').append(step);
    if (index != SINGLE) {
      path.append('[').append(index).append(']');
    }
    if (value instanceof Resource && step.equals("resource")) {
      path.append(".ofType(").append(value.fhirType()).append(')');
    }
  }

  private static boolean present(Base value) {
    return value != null && (!value.isEmpty() || saysNothing(value));
  }

  // HAPI's model calls a narrative empty whose div stands there without a word: it is wrong, not
  // absent.
  private static boolean saysNothing(Base value) {
    return value instanceof Narrative && property(value, "div").length > 0;
  }

  private static Base[] property(Base value, String name) {
    try {
      Base[] values = value.getProperty(name.hashCode(), name, false);
      return values == null ? new Base[0] : values;
    } catch (FHIRException e) {
      return new Base[0]; // the element has no such child: nothing is there
    }
  }
}
