package gpcm.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.dstu3.model.BackboneElement;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Element;
import org.hl7.fhir.dstu3.model.MetadataResource;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.Property;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.ResourceFactory;
import org.hl7.fhir.exceptions.FHIRException;

/**
 * What elements each class of the FHIR model has, asked of the model once per class. It lets the
 * readers fill the model without reflection, several times as fast as HAPI's own parser. Safe for
 * use by several threads.
 */
final class FhirTypes {
  /** The types an element of any type can have, in the spelling they have after {@code value}. */
  private static final List<String> ANY =
      List.of(
          "Base64Binary",
          "Boolean",
          "Code",
          "Date",
          "DateTime",
          "Decimal",
          "Id",
          "Instant",
          "Integer",
          "Markdown",
          "Oid",
          "PositiveInt",
          "String",
          "Time",
          "UnsignedInt",
          "Uri",
          "Address",
          "Age",
          "Annotation",
          "Attachment",
          "CodeableConcept",
          "Coding",
          "ContactPoint",
          "Count",
          "Distance",
          "Duration",
          "HumanName",
          "Identifier",
          "Money",
          "Period",
          "Quantity",
          "Range",
          "Ratio",
          "Reference",
          "SampledData",
          "Signature",
          "Timing",
          "Meta");

  /**
   * Those of them the model takes as a value and cannot make by name; their slots name the choice
   * and the type.
   */
  private static final Set<String> UNNAMED =
      Set.of("Age", "Count", "Distance", "Duration", "Money");

  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

  /** One named place of an element. */
  record Slot(String name, String property, int hash, int ordinal, boolean list, Filling filling) {
    /** How a value gets there. */
    enum Filling {
      ELEMENT,
      CHOICE,
      RESOURCE,
      XHTML
    }
  }

  /** The places of one class, by the name they have on the wire. */
  static final class Shape {
    private final Map<String, Slot> slots = new HashMap<>();
    private int size;

    Optional<Slot> slot(String name) {
      return Optional.ofNullable(slots.get(name));
    }

    int size() {
      return size;
    }

    Iterable<Slot> slots() {
      return slots.values();
    }

    private void add(String name, String property, boolean list, Slot.Filling filling) {
      slots.put(name, new Slot(name, property, property.hashCode(), size, list, filling));
    }
  }

  Shape of(Base base) {
    Shape shape = shapes.get(base.getClass());
    return shape != null ? shape : shapes.computeIfAbsent(base.getClass(), type -> shape(base));
  }

  /** A new resource of this type; empty when FHIR STU3 has none. */
  Optional<Resource> resource(String type) {
    try {
      return Optional.of(ResourceFactory.createResource(type));
    } catch (FHIRException e) {
      return Optional.empty();
    }
  }

  /** The element to fill in this place, made if need be; never used for resources and XHTML. */
  Base make(Base parent, Slot slot) {
    if (slot.filling != Slot.Filling.CHOICE) {
      return parent.makeProperty(slot.hash, slot.property);
    }
    int type = slot.property.indexOf("[x]") + 3;
    if (type < 3) {
      return parent.addChild(slot.property);
    }
    Base value = ResourceFactory.createType(slot.property.substring(type));
    parent.setProperty(slot.property.substring(0, type), value);
    return value;
  }

  /**
   * The properties every resource or element has, which the model's own lists leave out, and its
   * own ones.
   */
  static List<Property> properties(Base base) {
    List<Property> own = base.children();
    List<Property> all = new ArrayList<>(own.size() + 4);
    if (base instanceof DomainResource || base instanceof BackboneElement) {
      boolean resource = base instanceof Resource;
      for (String name : resource ? RESOURCE : ELEMENT) {
        Property property = base.getNamedProperty(name);
        if (property != null) {
          all.add(property);
        }
      }
    }
    all.addAll(own);
    return base instanceof MetadataResource ? lastOfEachName(all) : all;
  }

  /**
   * Definitions such as Questionnaire list what they inherit first and then everything again, in
   * schema order.
   */
  private static List<Property> lastOfEachName(List<Property> properties) {
    Map<String, Property> last = new LinkedHashMap<>();
    for (Property property : properties) {
      last.remove(property.getName());
      last.put(property.getName(), property);
    }
    return new ArrayList<>(last.values());
  }

  private static final List<String> RESOURCE = List.of("id", "meta", "implicitRules", "language");
  private static final List<String> ELEMENT = List.of("id", "extension");

  private static Shape shape(Base base) {
    Shape shape = new Shape();
    for (Property property : properties(base)) {
      String name = property.getName();
      boolean list = property.isList();
      String type = property.getTypeCode();
      if (name.endsWith("[x]")) {
        String stem = name.substring(0, name.length() - 3);
        for (String choice : type.equals("*") ? ANY : choices(type)) {
          // The model has a class for the profile SimpleQuantity; on the wire it is a Quantity.
          String wire = choice.equals("SimpleQuantity") ? "Quantity" : choice;
          String place =
              type.equals("*") && UNNAMED.contains(choice) ? name + choice : stem + choice;
          shape.add(stem + wire, place, list, Slot.Filling.CHOICE);
        }
      } else if (type.equals("Resource")) {
        shape.add(name, name, list, Slot.Filling.RESOURCE);
      } else {
        shape.add(name, name, list, Slot.Filling.ELEMENT);
      }
      shape.size++;
    }
    if (base instanceof Narrative) {
      shape.add("div", "div", false, Slot.Filling.XHTML);
      shape.size++;
    }
    return shape;
  }

  private static List<String> choices(String types) {
    List<String> names = new ArrayList<>();
    for (String type : types.replaceAll("\\([^)]*\\)", "").split("\\|", -1)) {
      String name = type.strip();
      names.add(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }
    return names;
  }

  /** Whether the id of this element is an attribute in XML. */
  static boolean idIsAttribute(Base base) {
    return base instanceof Element;
  }
}
