package gpcm.consultation.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.ProviderPreference;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;

/** An online consultation into its JSON object, fields always in the same order. */
final class OnlineConsultationWriter {
  private OnlineConsultationWriter() {}

  static ObjectNode write(OnlineConsultation consultation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("useCase", OnlineConsultation.USE_CASE);
    json.put("encounterId", consultation.encounterId());
    json.put("version", consultation.version());
    json.put("confidential", consultation.confidential());
    json.put("submittedAt", consultation.submittedAt().toString());
    json.set("patient", ConsultationWriter.patient(consultation.patient()));
    consultation
        .representative()
        .ifPresent(person -> json.set("representative", DocumentWriter.representative(person)));
    consultation
        .practitioner()
        .ifPresent(person -> json.set("practitioner", ConsultationWriter.practitioner(person)));
    json.set("organisation", ConsultationWriter.organisation(consultation.organisation()));
    json.set(
        "registeredPractice", ConsultationWriter.organisation(consultation.registeredPractice()));
    consultation.sendTo().ifPresent(to -> json.set("sendTo", ConsultationWriter.organisation(to)));
    consultation
        .recipients()
        .preference()
        .ifPresent(wanted -> json.set("preferredProvider", preference(wanted)));
    ArrayNode sections = json.putArray("sections");
    for (QuestionSection section : consultation.sections()) {
      ObjectNode part = sections.addObject().put("title", section.title());
      if (section.byPractitioner()) {
        part.put("answeredBy", "practitioner");
      }
      ArrayNode questions = part.putArray("questions");
      section.questions().forEach(question -> question(questions.addObject(), question));
    }
    json.set("attachments", ConsultationWriter.attachments(consultation.attachments()));
    DocumentWriter.ending(json, consultation.resources(), consultation);
    return json;
  }

  static ObjectNode preference(ProviderPreference wanted) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("odsCode", wanted.odsCode().value());
    CodedEntryWriter.location(json, wanted.place());
    return json;
  }

  private static void question(ObjectNode json, Question question) {
    json.put("text", question.text());
    question.code().ifPresent(code -> json.set("code", ConsultationWriter.code(code)));
    if (question.noObservation()) {
      json.put("noObservation", true);
    }
    ArrayNode answers = json.putArray("answers");
    question.answers().forEach(answer -> answer(answers.addObject(), answer));
  }

  private static void answer(ObjectNode json, QuestionAnswer answer) {
    switch (answer) {
      case QuestionAnswer.TextAnswer text -> json.put("text", text.text());
      case QuestionAnswer.CodedAnswer coded ->
          json.set("code", ConsultationWriter.code(coded.code()));
      case QuestionAnswer.ValueAnswer value -> {
        ObjectNode inner = json.putObject("value");
        inner.put("quantity", value.quantity().toPlainString());
        value.unit().ifPresent(unit -> inner.put("unit", unit));
      }
      case QuestionAnswer.PictureAnswer picture ->
          json.putObject("picture")
              .put("file", picture.file())
              .put("description", picture.description());
    }
  }
}
