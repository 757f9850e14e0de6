package gpcm.rules.structure;

import gpcm.rules.Element;
import java.util.List;
import org.hl7.fhir.dstu3.model.Extension;

/** Which slice of a profile an element belongs to. */
final class Slices {
  private Slices() {}

  /**
   * @param discriminator the path that tells the slices apart; empty for extensions and choices
   */
  static boolean matches(ElementFacts slice, List<String> discriminator, Element value) {
    String key = slice.key();
    if (key.isEmpty()) {
      return false;
    }
    if (key.charAt(0) == '#') {
      String type = value.type();
      return key.length() == type.length() + 1 && key.endsWith(type);
    }
    if (discriminator.isEmpty()) {
      return value.value() instanceof Extension extension && key.equals(extension.getUrl());
    }
    return holds(value, discriminator, 0, key);
  }

  private static boolean holds(Element value, List<String> path, int at, String key) {
    if (at == path.size()) {
      return key.equals(value.value().primitiveValue());
    }
    for (Element child : value.children(path.get(at))) {
      if (holds(child, path, at + 1, key)) {
        return true;
      }
    }
    return false;
  }
}
