package gpcm.rules.structure;

import gpcm.fhir.FhirElements;
import gpcm.rules.MessageContext;
import gpcm.rules.Strength;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/** What FHIR STU3 asks of every resource, and what a receiver must refuse in any. */
final class InvariantsOfResources {
  private static final String RULES =
      "no implicitRules: they could change what the resource means, and none are known here";

  private InvariantsOfResources() {}

  static Stream<Invariant> all() {
    return Stream.of(
        Invariant.of(
            "implicitRules", "DomainResource", Resource.class, RULES, r -> !r.hasImplicitRules()),
        Invariant.of("implicitRules", "Bundle", Bundle.class, RULES, r -> !r.hasImplicitRules()),
        Invariant.of("implicitRules", "Binary", Binary.class, RULES, r -> !r.hasImplicitRules()),
        new Invariant(
            "modifierExtension",
            "Extension",
            Strength.MUST,
            "",
            "no modifierExtension: it changes what its element means, and none is known here",
            (context, element) ->
                !(element.value() instanceof Extension)
                    || !element.name().equals("modifierExtension")),
        contained("dom-1", "no narrative in a contained resource", resource -> !hasText(resource)),
        contained(
            "dom-2",
            "no contained resource inside a contained one",
            resource -> !(resource instanceof DomainResource d) || !d.hasContained()),
        contained(
            "dom-4",
            "no versionId and no lastUpdated in a contained resource",
            resource -> !resource.getMeta().hasVersionId() && !resource.getMeta().hasLastUpdated()),
        Invariant.of(
            "dom-3",
            "DomainResource",
            DomainResource.class,
            "a reference to each contained resource from the one it is contained in",
            InvariantsOfResources::everyContainedIsNamed));
  }

  private static Invariant contained(String key, String words, Predicate<Resource> holds) {
    return Invariant.of(
        key,
        "DomainResource",
        DomainResource.class,
        words,
        resource -> !resource.hasContained() || resource.getContained().stream().allMatch(holds));
  }

  private static boolean hasText(Resource resource) {
    return resource instanceof DomainResource d && d.hasText();
  }

  private static boolean everyContainedIsNamed(DomainResource resource) {
    if (!resource.hasContained()) {
      return true;
    }
    Set<String> named = new HashSet<>();
    List<Base> open = new ArrayList<>(List.of(resource));
    while (!open.isEmpty()) {
      Base next = open.removeLast();
      if (next instanceof Reference reference && reference.hasReference()) {
        named.add(reference.getReference());
      }
      open.addAll(FhirElements.children(next));
    }
    return resource.getContained().stream()
        .allMatch(inside -> named.contains("#" + MessageContext.bareId(inside)));
  }
}
