package gpcm.message;

import gpcm.consultation.InvalidValueException;
import gpcm.fhir.FhirElements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.CodeType;
import org.hl7.fhir.dstu3.model.Encounter;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Observation;
import org.hl7.fhir.dstu3.model.Property;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * The coded resources of one document: completed as the payload tables ask, checked, linked and
 * entered.
 */
final class PayloadAssembly {
  private final Envelope envelope;
  private final DocumentAssembly document;
  private final Map<String, String> roles;
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  /**
   * @param roles what the placeholders in references stand for
   */
  PayloadAssembly(Envelope envelope, DocumentAssembly document, Map<String, String> roles) {
    this.envelope = envelope;
    this.document = document;
    this.roles = new HashMap<>(roles);
  }

  /** Takes all resources in and enters them into the document. */
  void enter(List<Payload> payload, UseCase useCase) {
    for (Payload part : payload) {
      if (part.type().genericOnly() && !(useCase instanceof UseCase.Generic)) {
        throw new InvalidValueException(
            "Payload resource",
            "must be of a type the use case's table has: "
                + part.resource().fhirType()
                + " is in Generic Send's only",
            "Leave it out, or send a generic document");
      }
      take(part);
    }
    listOfObservations();
    Map<String, List<String>> sections = new LinkedHashMap<>();
    resources.forEach(
        (id, resource) -> {
          link(resource, resource);
          document.entry(id, resource);
          if (!id.equals(roles.get(Payload.ENCOUNTER))) {
            sections.computeIfAbsent(sectionOf(resource), title -> new ArrayList<>()).add(id);
          }
        });
    sections.forEach(document::section);
  }

  private static String sectionOf(Resource resource) {
    return PayloadType.of(resource.fhirType()).orElseThrow().section();
  }

  private void take(Payload part) {
    Resource resource = part.resource();
    String id = Stated.id(resource).orElseGet(envelope::fresh);
    if (!isUuid(id)) {
      throw broken(resource, "must have a lower-case UUID as its id, or none", "Give it a UUID");
    }
    resource.setId(id);
    if (!resource.getMeta().hasProfile()) {
      resource.getMeta().addProfile(part.type().profile());
    }
    part.type().fixed().forEach((element, value) -> fix(resource, element, value));
    part.type().patient().ifPresent(element -> patient(resource, element));
    if (resources.put(id, resource) != null) {
      throw broken(resource, "must have an id of its own", "Give each resource another UUID");
    }
    if (resource instanceof Encounter encounter && !roles.containsKey(Payload.ENCOUNTER)) {
      roles.put(Payload.ENCOUNTER, id);
      if (!encounter.hasIdentifier()) {
        encounter.addIdentifier(Envelope.uuidIdentifier(id));
      }
      document.composition().setEncounter(Envelope.reference(id));
    }
    if (resource instanceof Observation observation && !observation.hasIdentifier()) {
      observation.addIdentifier(Envelope.uuidIdentifier(id));
    }
  }

  private static boolean isUuid(String id) {
    try {
      return UUID.fromString(id).toString().equals(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void fix(Resource resource, String element, String value) {
    Property property = resource.getNamedProperty(element);
    if (!property.hasValues()) {
      resource.setProperty(element, new CodeType(value));
    } else if (!value.equals(property.getValues().getFirst().primitiveValue())) {
      throw broken(
          resource,
          "must have " + element + " " + value,
          "Leave the element out; the builder sets it");
    }
  }

  private static void patient(Resource resource, String element) {
    Property property = resource.getNamedProperty(element);
    if (!property.hasValues()) {
      resource.setProperty(element, new Reference(Payload.PATIENT));
    } else if (!(property.getValues().getFirst() instanceof Reference reference)
        || !Payload.PATIENT.equals(reference.getReference())) {
      throw broken(
          resource,
          "must be about the document's patient: " + element + " refers to somebody else",
          "Leave the element out, or refer to " + Payload.PATIENT);
    }
  }

  /** GPCM-SD-007 and GPCM-SD-OC-040 to -046: one list that names every observation. */
  private void listOfObservations() {
    List<String> observations =
        resources.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Observation)
            .map(Map.Entry::getKey)
            .toList();
    if (observations.isEmpty()
        || resources.values().stream().anyMatch(ListResource.class::isInstance)) {
      return;
    }
    ListResource list = new ListResource();
    list.setTitle("Miscellaneous record");
    list.getCode()
        .addCoding()
        .setSystem(Vocabulary.SNOMED)
        .setCode("826501000000100")
        .setDisplay("Miscellaneous record");
    list.getDateElement().setValueAsString(Envelope.time(envelope.now()));
    list.getOrderedBy()
        .addCoding()
        .setSystem("http://hl7.org/fhir/list-order")
        .setCode("event-date")
        .setDisplay("Sorted by Event Date");
    observations.forEach(id -> list.addEntry().setItem(Envelope.reference(id)));
    take(Payload.of(list));
  }

  /** Puts ids in place of placeholders, and refuses a reference that leads nowhere. */
  private void link(Resource resource, Base element) {
    if (element instanceof Reference reference && reference.hasReference()) {
      String target = reference.getReference();
      if (target.startsWith("urn:gpcm:")) {
        String id = roles.get(target);
        if (id == null) {
          throw broken(
              resource,
              "refers to " + target + ", and the document has none",
              "Add it, or drop the reference");
        }
        reference.setReference(Vocabulary.UUID_PREFIX + id);
      } else if (target.startsWith(Vocabulary.UUID_PREFIX)
          && !resources.containsKey(target.substring(Vocabulary.UUID_PREFIX.length()))) {
        throw broken(
            resource,
            "refers to " + target + ", which is no resource of the payload",
            "Add that resource, or drop the reference");
      }
    }
    for (Base child : FhirElements.children(element)) {
      link(resource, child);
    }
  }

  private static InvalidValueException broken(Resource resource, String rule, String remedy) {
    return new InvalidValueException("Payload resource " + resource.fhirType(), rule, remedy);
  }
}
