package gpcm.consultation.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Author;
import gpcm.consultation.CodedEntry;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.Practitioner;
import java.util.List;

/** A generic document into its JSON object, and what it shares with online consultations. */
final class DocumentWriter {
  private DocumentWriter() {}

  static ObjectNode write(GenericDocument document) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("useCase", GenericDocument.USE_CASE);
    json.set("type", ConsultationWriter.code(document.type()));
    json.put("title", document.title());
    json.put("encounterId", document.encounterId());
    json.put("version", document.version());
    json.put("confidential", document.confidential());
    json.put("occurredAt", document.occurredAt().toString());
    json.set("patient", ConsultationWriter.patient(document.patient()));
    ArrayNode authors = json.putArray("authors");
    document.authors().forEach(author -> author(authors.addObject(), author));
    json.set("organisation", ConsultationWriter.organisation(document.organisation()));
    json.set("registeredPractice", ConsultationWriter.organisation(document.registeredPractice()));
    document.sendTo().ifPresent(to -> json.set("sendTo", ConsultationWriter.organisation(to)));
    json.set("attachments", ConsultationWriter.attachments(document.attachments()));
    ending(json, document.resources(), document);
    return json;
  }

  private static void author(ObjectNode json, Author author) {
    switch (author) {
      case Author.ByPractitioner(Practitioner practitioner) ->
          json.set("practitioner", ConsultationWriter.practitioner(practitioner));
      case Author.ByPatient() -> json.put("patient", true);
      case Author.ByRelatedPerson person -> json.set("representative", representative(person));
      case Author.ByDevice device ->
          json.putObject("device")
              .put("code", device.type().value())
              .put("term", device.term())
              .put("manufacturer", device.manufacturer());
    }
  }

  static ObjectNode representative(Author.ByRelatedPerson person) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("name", ConsultationWriter.name(person.name()));
    json.put("birthDate", person.birthDate().toString());
    person.telephone().ifPresent(number -> json.put("telephone", number.value()));
    return json;
  }

  static void ending(ObjectNode json, List<CodedEntry> resources, Document document) {
    if (!resources.isEmpty()) {
      ArrayNode array = json.putArray("resources");
      resources.forEach(entry -> array.add(CodedEntryWriter.write(entry)));
    }
    document.replaces().ifPresent(id -> json.put("replaces", id));
  }
}
