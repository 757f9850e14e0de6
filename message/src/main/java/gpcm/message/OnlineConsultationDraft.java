package gpcm.message;

import gpcm.consultation.Answer;
import gpcm.consultation.Author;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionSection;
import gpcm.fhir.AttachmentContent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An online consultation as plain values becomes a message: its questions and answers coded. */
final class OnlineConsultationDraft {
  private static final ClinicalCode ENCOUNTER =
      new ClinicalCode(
          ClinicalCode.Terminology.SNOMED,
          "149971000000103",
          "Encounter using general practice online consultation system");

  private OnlineConsultationDraft() {}

  static DocumentBuilder.Finish of(
      OnlineConsultation consultation,
      MailboxId mailbox,
      AttachmentContent report,
      List<Attachment> attachments) {
    Author author =
        consultation.representative().isPresent()
            ? consultation.representative().get()
            : new Author.ByPatient();
    DocumentBuilder.Finish finish =
        SendDocument.onlineConsultation()
            .from(consultation.organisation(), mailbox)
            .about(consultation.patient())
            .encounter(consultation.encounterId(), consultation.version())
            .by(author)
            .document(Attachment.of("application/pdf", "Online consultation report", report))
            .attachments(attachments)
            .payload(payload(consultation));
    if (consultation.replaces().isPresent()) {
      finish = finish.replaces(consultation.replaces().map(UUID::toString).get());
    }
    return consultation.confidential() ? finish.restricted() : finish;
  }

  private static List<Payload> payload(OnlineConsultation consultation) {
    List<Payload.Question> sections = new ArrayList<>();
    for (QuestionSection section : consultation.sections()) {
      String link = String.valueOf(sections.size() + 1);
      List<Payload.Question> questions = new ArrayList<>();
      for (Question question : section.questions()) {
        questions.add(
            new Payload.Question(
                link + "." + (questions.size() + 1),
                question.text(),
                question.answers().stream().map(OnlineConsultationDraft::value).toList(),
                List.of()));
      }
      sections.add(new Payload.Question(link, section.title(), List.of(), questions));
    }
    List<Payload> payload = new ArrayList<>();
    payload.add(
        Payload.encounter(ENCOUNTER, consultation.submittedAt(), consultation.submittedAt()));
    payload.add(Payload.questionnaireResponse(consultation.submittedAt(), sections));
    payload.addAll(Payload.of(consultation.resources(), false));
    return payload;
  }

  /** A unit that a patient saw is words, not a UCUM code. */
  private static Payload.Value value(Answer answer) {
    return switch (answer) {
      case Answer.TextAnswer text -> new Payload.Value.Words(text.text());
      case Answer.CodedAnswer coded -> new Payload.Value.Code(coded.code());
      case Answer.ValueAnswer value ->
          new Payload.Value.Words(
              value.quantity().toPlainString() + value.unit().map(unit -> " " + unit).orElse(""));
      case Answer.PictureAnswer picture ->
          new Payload.Value.Words("Picture " + picture.file() + ": " + picture.description());
    };
  }
}
