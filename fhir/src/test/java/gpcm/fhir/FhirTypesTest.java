package gpcm.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.fhir.FhirTypes.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.ResourceFactory;
import org.hl7.fhir.dstu3.model.ResourceType;
import org.junit.jupiter.api.Test;

/**
 * The readers fill the model through what it says about itself; so it has to be true of every class
 * of it.
 */
class FhirTypesTest {
  private final FhirTypes types = new FhirTypes();

  @Test
  void everyElementOfEveryResourceTypeCanBeMade() {
    Deque<Base> open = new ArrayDeque<>();
    Arrays.stream(ResourceType.values())
        .forEach(type -> open.add(ResourceFactory.createResource(type.name())));
    Set<Class<?>> seen = new HashSet<>();
    List<String> failures = new ArrayList<>();
    int made = 0;
    while (!open.isEmpty()) {
      Base parent = open.pop();
      if (!seen.add(parent.getClass())) {
        continue;
      }
      for (Slot slot : types.of(parent).slots()) {
        if (slot.filling() == Slot.Filling.ELEMENT || slot.filling() == Slot.Filling.CHOICE) {
          try {
            Base child = types.make(parent, slot);
            if (child == null) {
              failures.add(parent.fhirType() + "." + slot.name() + ": null");
            } else {
              made++;
              open.push(child);
            }
          } catch (RuntimeException e) {
            failures.add(parent.fhirType() + "." + slot.name() + ": " + e.getMessage());
          }
        }
      }
    }
    assertThat(failures).isEmpty();
    assertThat(made).isGreaterThan(4_000);
  }
}
