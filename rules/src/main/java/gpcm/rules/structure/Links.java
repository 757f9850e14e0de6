package gpcm.rules.structure;

import gpcm.rules.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.dstu3.model.Base;

/**
 * Which entries of a bundle hang together, whichever of two names the other. Each set of such
 * entries is known by one of them, to which the others lead in few steps.
 */
final class Links {
  // The model compares its resources by identity.
  private final Map<Base, Base> towards = new HashMap<>();

  /** One of these names the other. */
  void join(Base one, Base other) {
    Base first = known(one);
    Base second = known(other);
    if (!first.equals(second)) {
      towards.put(second, first);
    }
  }

  /** The entries that nothing connects with this one. */
  List<Element> apart(Element start, List<Element> entries) {
    Base known = known(start.value());
    List<Element> apart = new ArrayList<>(0);
    for (Element entry : entries) {
      if (!known(entry.value()).equals(known)) {
        apart.add(entry);
      }
    }
    return apart;
  }

  // Each look halves the way for the next.
  private Base known(Base entry) {
    Base at = entry;
    for (Base next = towards.get(at); next != null; next = towards.get(at)) {
      Base after = towards.get(next);
      if (after != null) {
        towards.put(at, after);
      }
      at = next;
    }
    return at;
  }
}
