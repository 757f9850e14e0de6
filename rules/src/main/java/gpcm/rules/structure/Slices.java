package gpcm.rules.structure;

import gpcm.rules.Element;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.dstu3.model.Extension;

/** Which slice of a profile an element belongs to. */
final class Slices {
  private Slices() {}

  /**
   * @param discriminator the path that tells the slices apart; empty for extensions and choices
   */
  static boolean matches(ElementFacts slice, String discriminator, Element value) {
    String key = slice.key();
    if (key.isEmpty()) {
      return false;
    }
    if (key.charAt(0) == '#') {
      return value.type().equals(key.substring(1));
    }
    if (discriminator.isEmpty()) {
      return value.value() instanceof Extension extension && key.equals(extension.getUrl());
    }
    List<Element> at = List.of(value);
    for (String step : discriminator.split("\\.", -1)) {
      List<Element> next = new ArrayList<>(1);
      at.forEach(element -> next.addAll(element.children(step)));
      at = next;
    }
    return at.stream().anyMatch(element -> key.equals(element.value().primitiveValue()));
  }
}
