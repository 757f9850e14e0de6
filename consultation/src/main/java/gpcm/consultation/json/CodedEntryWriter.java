package gpcm.consultation.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.CodedEntry;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A coded entry as its JSON object. */
final class CodedEntryWriter {
  private CodedEntryWriter() {}

  static ObjectNode write(CodedEntry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (entry) {
      case CodedEntry.Finished finished -> {
        return (ObjectNode)
            new JsonTree(new JsonProblems()).read(finished.json().getBytes(StandardCharsets.UTF_8));
      }
      case CodedEntry.Observation e -> {
        ObjectNode inner = json.putObject("observation");
        inner.set("code", ConsultationWriter.code(e.code()));
        e.quantity().ifPresent(quantity -> inner.put("quantity", quantity.toPlainString()));
        e.unit().ifPresent(unit -> inner.put("unit", unit));
        e.text().ifPresent(text -> inner.put("text", text));
        inner.put("recordedAt", e.recordedAt().toString()).put("checked", e.checked());
      }
      case CodedEntry.Allergy e -> {
        ObjectNode inner = json.putObject("allergy");
        inner.set("code", ConsultationWriter.code(e.code()));
        inner.put("category", small(e.category()));
        inner.put("recordedOn", e.recordedOn().toString());
        e.reaction().ifPresent(reaction -> inner.put("reaction", reaction));
        e.note().ifPresent(note -> inner.put("note", note));
      }
      case CodedEntry.FamilyHistory e -> {
        ObjectNode inner = json.putObject("familyHistory");
        inner.put("relationship", e.relationship());
        inner.set("condition", ConsultationWriter.code(e.condition()));
        e.note().ifPresent(note -> inner.put("note", note));
      }
      case CodedEntry.Referral e -> {
        ObjectNode inner = json.putObject("referral");
        inner.set("reason", ConsultationWriter.code(e.reason()));
        inner.put("description", e.description()).put("priority", small(e.priority()));
      }
      case CodedEntry.Task e -> {
        ObjectNode inner = json.putObject("task");
        inner.put("text", e.text());
        e.reason().ifPresent(reason -> inner.put("reason", reason));
        inner.put("priority", small(e.priority()));
      }
      case CodedEntry.Consent e ->
          json.putObject("consent")
              .put("category", e.category())
              .put("policy", e.policy().toString())
              .put("from", e.from().toString());
      case CodedEntry.Location e -> location(json.putObject("location"), e);
      case CodedEntry.Problem e -> {
        ObjectNode inner = json.putObject("problem");
        inner.set("code", ConsultationWriter.code(e.code()));
        inner.put("major", e.major()).put("recordedOn", e.recordedOn().toString());
        e.since().ifPresent(day -> inner.put("since", day.toString()));
        e.note().ifPresent(note -> inner.put("note", note));
      }
      case CodedEntry.Medication e -> {
        ObjectNode inner = json.putObject("medication");
        inner.set("code", ConsultationWriter.code(e.code()));
        inner
            .put("identifierSystem", e.identifierSystem().toString())
            .put("identifier", e.identifier())
            .put("dosage", e.dosage())
            .put("quantity", e.quantity().toPlainString())
            .put("unit", e.unit())
            .put("from", e.from().toString());
      }
      case CodedEntry.Vaccination e -> {
        ObjectNode inner = json.putObject("vaccination");
        inner.set("procedure", ConsultationWriter.code(e.procedure()));
        inner.put("vaccine", e.vaccine()).put("givenOn", e.givenOn().toString());
        e.lotNumber().ifPresent(lot -> inner.put("lotNumber", lot));
        e.expires().ifPresent(day -> inner.put("expires", day.toString()));
        e.site().ifPresent(site -> inner.put("site", site));
        e.note().ifPresent(note -> inner.put("note", note));
      }
      case CodedEntry.TestRequest e -> {
        ObjectNode inner = json.putObject("testRequest");
        inner.set("code", ConsultationWriter.code(e.code()));
        e.reason().ifPresent(reason -> inner.put("reason", reason));
      }
      case CodedEntry.TestResult e -> {
        ObjectNode inner = json.putObject("testResult");
        inner.set("code", ConsultationWriter.code(e.code()));
        inner
            .put("issuedAt", e.issuedAt().toString())
            .put("conclusion", e.conclusion())
            .put("specimen", e.specimen())
            .put("receivedAt", e.receivedAt().toString());
      }
    }
    return json;
  }

  static String small(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static void location(ObjectNode json, CodedEntry.Location place) {
    json.put("siteCode", place.siteCode().value())
        .put("name", place.name())
        .put("telephone", place.telephone().value());
    place.type().ifPresent(words -> json.put("type", words));
    place.address().ifPresent(address -> json.set("address", ConsultationWriter.address(address)));
  }
}
