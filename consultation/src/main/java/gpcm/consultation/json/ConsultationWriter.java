package gpcm.consultation.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Address;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Consultation;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.PersonName;
import gpcm.consultation.Practitioner;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.util.List;

/** A consultation into its JSON object, fields always in the same order. */
final class ConsultationWriter {
  private ConsultationWriter() {}

  static ObjectNode write(Consultation consultation) {
    ObjectNode json = object();
    json.put("useCase", consultation.useCase());
    json.put("encounterId", consultation.encounterId());
    json.put("version", consultation.version());
    json.put("confidential", consultation.confidential());
    json.put("occurredAt", consultation.occurredAt().toString());
    json.set("patient", patient(consultation.patient()));
    json.set("practitioner", practitioner(consultation.practitioner()));
    json.set("organisation", organisation(consultation.organisation()));
    json.set("registeredPractice", organisation(consultation.registeredPractice()));
    ArrayNode sections = json.putArray("sections");
    for (Section section : consultation.sections()) {
      sections.addObject().put("title", section.title()).set("items", items(section.items()));
    }
    json.set("followUpActions", items(consultation.followUpActions()));
    json.set("attachments", attachments(consultation.attachments()));
    consultation.replaces().ifPresent(id -> json.put("replaces", id));
    return json;
  }

  static ArrayNode attachments(List<DeclaredAttachment> attachments) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (DeclaredAttachment attachment : attachments) {
      json.addObject()
          .put("file", attachment.file())
          .put("title", attachment.title())
          .put("contentType", attachment.contentType());
    }
    return json;
  }

  static ObjectNode patient(Patient patient) {
    ObjectNode json = object();
    json.put("nhsNumber", patient.nhsNumber().value());
    json.put("nhsNumberVerification", patient.nhsNumberVerification().code());
    json.set("name", name(patient.name()));
    json.put("birthDate", patient.birthDate().toString());
    json.put("gender", patient.gender().code());
    patient.contact().address().ifPresent(address -> json.set("address", address(address)));
    patient
        .contact()
        .currentAddress()
        .ifPresent(address -> json.set("currentAddress", address(address)));
    patient.contact().telephone().ifPresent(number -> json.put("telephone", number.value()));
    patient.contact().mobile().ifPresent(number -> json.put("mobile", number.value()));
    patient
        .contact()
        .currentTelephone()
        .ifPresent(number -> json.put("currentTelephone", number.value()));
    return json;
  }

  static ObjectNode practitioner(Practitioner practitioner) {
    ObjectNode json = object();
    json.put("sdsUserId", practitioner.sdsUserId().value());
    json.set("name", name(practitioner.name()));
    json.put("role", practitioner.role());
    practitioner.telephone().ifPresent(number -> json.put("telephone", number.value()));
    return json;
  }

  static ObjectNode organisation(Organisation organisation) {
    ObjectNode json = object();
    json.put("odsCode", organisation.odsCode().value());
    json.put("name", organisation.name());
    organisation.telephone().ifPresent(number -> json.put("telephone", number.value()));
    organisation.email().ifPresent(email -> json.put("email", email));
    organisation.branchLocation().ifPresent(branch -> json.put("branchLocation", branch));
    organisation.address().ifPresent(address -> json.set("address", address(address)));
    return json;
  }

  static ArrayNode items(List<SectionItem> items) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (SectionItem item : items) {
      ObjectNode entry = json.addObject();
      switch (item) {
        case SectionItem.TextItem text -> entry.put("text", text.text());
        case SectionItem.CodedItem coded -> entry.set("code", code(coded.code()));
        case SectionItem.ValueItem value -> value(entry.putObject("value"), value);
        case SectionItem.TableItem table -> table(entry.putObject("table"), table);
      }
      if (item.confidential()) {
        entry.put("confidential", true);
      }
    }
    return json;
  }

  static ObjectNode code(ClinicalCode code) {
    return object()
        .put("system", code.system().code())
        .put("code", code.code())
        .put("term", code.term());
  }

  private static void value(ObjectNode json, SectionItem.ValueItem value) {
    json.put("term", value.term());
    value.code().ifPresent(code -> json.set("code", code(code)));
    json.put("quantity", value.quantity().toPlainString());
    value.unit().ifPresent(unit -> json.put("unit", unit));
  }

  private static void table(ObjectNode json, SectionItem.TableItem table) {
    json.put("caption", table.caption());
    ArrayNode columns = json.putArray("columns");
    table.columns().forEach(columns::add);
    ArrayNode rows = json.putArray("rows");
    table.rows().forEach(row -> row.forEach(rows.addArray()::add));
  }

  static ObjectNode name(PersonName name) {
    ObjectNode json = object();
    json.put("family", name.family());
    ArrayNode given = json.putArray("given");
    name.given().forEach(given::add);
    name.prefix().ifPresent(prefix -> json.put("prefix", prefix));
    return json;
  }

  static ObjectNode address(Address address) {
    ObjectNode json = object();
    ArrayNode lines = json.putArray("lines");
    address.lines().forEach(lines::add);
    address.city().ifPresent(city -> json.put("city", city));
    address.district().ifPresent(district -> json.put("district", district));
    address.postcode().ifPresent(postcode -> json.put("postcode", postcode.value()));
    address.country().ifPresent(country -> json.put("country", country));
    return json;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
