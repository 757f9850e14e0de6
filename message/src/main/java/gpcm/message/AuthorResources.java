package gpcm.message;

import gpcm.consultation.Author;
import gpcm.consultation.InvalidValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.Device;
import org.hl7.fhir.dstu3.model.RelatedPerson;

/** The authors of one document as FHIR resources. */
final class AuthorResources {
  private final Envelope envelope;
  private final DocumentAssembly document;
  private final String patient;

  AuthorResources(Envelope envelope, DocumentAssembly document, String patient) {
    this.envelope = envelope;
    this.document = document;
    this.patient = patient;
  }

  static void check(List<Author> authors) {
    if (authors.stream().filter(Author.ByPractitioner.class::isInstance).count() > 1
        || authors.stream().filter(Author.ByRelatedPerson.class::isInstance).count() > 1
        || authors.stream().filter(Author.ByPatient.class::isInstance).count() > 1) {
      throw new InvalidValueException(
          "Authors",
          "must be one practitioner and one related person at most, and the patient once",
          "Name the author in charge");
    }
  }

  /** Enters the authors; gives what the placeholders for them stand for. */
  Map<String, String> enter(List<Author> authors) {
    Map<String, String> roles = new HashMap<>();
    for (Author author : authors) {
      String id = author instanceof Author.ByPatient ? patient : envelope.fresh();
      document.composition().addAuthor(Envelope.reference(id));
      switch (author) {
        case Author.ByPractitioner(var practitioner) ->
            document.entry(id, PeopleResources.practitioner(id, practitioner));
        case Author.ByPatient() -> {}
        case Author.ByRelatedPerson person -> document.entry(id, relatedPerson(id, person));
        case Author.ByDevice device -> document.entry(id, device(id, device));
      }
      roles.putIfAbsent(Payload.AUTHOR, id);
      switch (author) {
        case Author.ByPractitioner staff -> roles.put(Payload.PRACTITIONER, id);
        case Author.ByRelatedPerson person -> roles.put(Payload.REPRESENTATIVE, id);
        case Author.ByPatient self -> {}
        case Author.ByDevice device -> {}
      }
    }
    return roles;
  }

  private RelatedPerson relatedPerson(String id, Author.ByRelatedPerson person) {
    RelatedPerson resource = new RelatedPerson();
    resource.setId(id);
    resource.getMeta().addProfile(Vocabulary.careConnect("RelatedPerson"));
    resource.setPatient(Envelope.reference(patient));
    resource.addName(PeopleResources.name(person.name()));
    person
        .telephone()
        .ifPresent(
            t ->
                resource.addTelecom(
                    PeopleResources.phone(t.value(), ContactPoint.ContactPointUse.HOME)));
    resource.getBirthDateElement().setValueAsString(person.birthDate().toString());
    return resource;
  }

  private static Device device(String id, Author.ByDevice device) {
    Device resource = new Device();
    resource.setId(id);
    resource.getMeta().addProfile(PayloadType.of("Device").orElseThrow().profile());
    resource
        .getType()
        .addCoding()
        .setSystem(Vocabulary.SNOMED)
        .setCode(device.type().value())
        .setDisplay(device.term());
    resource.setManufacturer(device.manufacturer());
    return resource;
  }
}
