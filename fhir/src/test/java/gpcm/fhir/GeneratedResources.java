package gpcm.fhir;

import gpcm.fhir.FhirTypes.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Element;
import org.hl7.fhir.dstu3.model.EnumFactory;
import org.hl7.fhir.dstu3.model.Enumeration;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.IntegerType;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.ResourceFactory;
import org.hl7.fhir.dstu3.model.StringType;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * Resources filled at random with everything their types allow: the generator of the property
 * tests. The same seed gives the same.
 */
final class GeneratedResources {
  private static final String[] TEXTS = {
    "plain",
    "caf\u00e9 \u4e2d\u6587",
    "emoji \ud83d\ude00",
    "a & b < c > d \"e\" 'f'",
    " padded ",
    "line\nbreak\ttab",
    "]]>",
    "{\"json\":1}\\"
  };

  private final FhirTypes types = new FhirTypes();
  private final Random random;

  GeneratedResources(long seed) {
    random = new Random(seed);
  }

  Resource next(String type) {
    Resource resource = ResourceFactory.createResource(type);
    resource.setId("r" + random.nextInt(1_000_000));
    fill(resource, 0);
    return resource;
  }

  private void fill(Base parent, int depth) {
    List<Slot> slots = new ArrayList<>();
    types.of(parent).slots().forEach(slots::add);
    slots.sort(Comparator.comparing(Slot::name));
    Set<Integer> used = new HashSet<>();
    double chance = depth == 0 ? 0.7 : depth == 1 ? 0.4 : 0.15;
    for (int turn = 0; used.isEmpty() && turn < 20; turn++) {
      for (Slot slot : slots) {
        boolean wanted =
            random.nextDouble() < (slot.filling() == Slot.Filling.CHOICE ? chance / 8 : chance);
        if (wanted
            && !isAttribute(parent, slot)
            && !used.contains(slot.ordinal())
            && put(parent, slot, depth)) {
          used.add(slot.ordinal());
        }
      }
    }
    if (used.isEmpty() && parent instanceof Element element && !(parent instanceof Extension)) {
      element.addExtension().setUrl("urn:example:only").setValue(new StringType("nothing else"));
    }
    if (parent instanceof Extension extension) {
      extension.setUrl("urn:example:" + random.nextInt(9));
      if (!extension.hasValue() && !extension.hasExtension()) {
        extension.setValue(new StringType("something"));
      }
    }
  }

  /** What is an attribute in XML has no id or extension of its own there. */
  private static boolean isAttribute(Base parent, Slot slot) {
    return slot.name().equals("id") || (slot.name().equals("url") && parent instanceof Extension);
  }

  private boolean put(Base parent, Slot slot, int depth) {
    switch (slot.filling()) {
      case XHTML -> ((Narrative) parent).setDiv(div());
      case RESOURCE -> {
        if (depth > 0) {
          return false;
        }
        Resource contained = ResourceFactory.createResource("Basic");
        contained.setId("c" + random.nextInt(99));
        parent.setProperty(slot.property(), contained);
      }
      case ELEMENT, CHOICE -> {
        int times = slot.list() ? 1 + random.nextInt(2) : 1;
        for (int i = 0; i < times; i++) {
          if (depth > 3 && !isPrimitive(parent, slot)) {
            return false;
          }
          Base child = types.make(parent, slot);
          if (child instanceof PrimitiveType<?> primitive) {
            value(primitive, depth);
          } else {
            fill(child, depth + 1);
          }
          if (child instanceof Element element && random.nextInt(12) == 0) {
            element.setId("e" + random.nextInt(999));
          }
        }
      }
    }
    return true;
  }

  /** Asked of a fresh copy, because asking the element itself would fill it. */
  private boolean isPrimitive(Base parent, Slot slot) {
    if (parent instanceof Resource resource) {
      return types.make(ResourceFactory.createResource(resource.fhirType()), slot)
          instanceof PrimitiveType;
    }
    Base copy = parent instanceof Element element ? element.copy() : parent;
    return types.make(copy, slot) instanceof PrimitiveType;
  }

  private void value(PrimitiveType<?> primitive, int depth) {
    if (primitive instanceof Enumeration<?> enumeration) {
      enumeration.setValueAsString(code(enumeration.getEnumFactory()));
    } else {
      primitive.setValueAsString(
          switch (primitive.fhirType()) {
            case "boolean" -> random.nextBoolean() ? "true" : "false";
            case "integer" -> String.valueOf(random.nextInt(200) - 100);
            case "positiveInt", "unsignedInt" -> String.valueOf(1 + random.nextInt(100));
            case "decimal" -> random.nextBoolean() ? "37.20" : "-0.5";
            case "date" -> List.of("1957-01-09", "1957-01", "1957").get(random.nextInt(3));
            case "dateTime" ->
                List.of("2026-11-21T09:30:15+00:00", "2026-11-21T09:30:15.25Z", "2026-11")
                    .get(random.nextInt(3));
            case "instant" -> "2026-11-21T09:30:15.000+01:00";
            case "time" -> "10:11:12";
            case "base64Binary" -> "aGVsbG8=";
            case "oid" -> "urn:oid:1.2.3";
            case "uri" -> "urn:example:" + random.nextInt(99);
            case "id" -> "id-" + random.nextInt(99);
            case "code" -> "code" + random.nextInt(9);
            default -> TEXTS[random.nextInt(TEXTS.length)];
          });
    }
    if (depth < 2 && random.nextInt(15) == 0) {
      primitive
          .addExtension()
          .setUrl("urn:example:more")
          .addExtension()
          .setUrl("inner")
          .setValue(new IntegerType(3));
    }
  }

  private static <T extends Enum<?>> String code(EnumFactory<T> factory) {
    try {
      Class<?> type = Class.forName(factory.getClass().getName().replaceFirst("EnumFactory$", ""));
      @SuppressWarnings("unchecked")
      T constant = (T) type.getEnumConstants()[0];
      return factory.toCode(constant);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private XhtmlNode div() {
    XhtmlNode div = new XhtmlNode(NodeType.Element, "div");
    div.getAttributes().put("xmlns", XmlNamespaces.XHTML);
    for (int i = 0; i <= random.nextInt(3); i++) {
      XhtmlNode part = new XhtmlNode(NodeType.Element, random.nextBoolean() ? "p" : "span");
      part.getAttributes().put("title", TEXTS[random.nextInt(TEXTS.length)]);
      XhtmlNode text = new XhtmlNode(NodeType.Text);
      text.setContent(TEXTS[random.nextInt(TEXTS.length)]);
      part.getChildNodes().add(text);
      div.getChildNodes().add(part);
    }
    return div;
  }
}
