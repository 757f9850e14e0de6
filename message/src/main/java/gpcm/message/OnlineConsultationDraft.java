package gpcm.message;

import gpcm.consultation.Author;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.CodedEntry;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;
import gpcm.fhir.AttachmentContent;
import java.util.ArrayList;
import java.util.List;

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
    Author[] clinician =
        consultation.practitioner().stream().map(Author.ByPractitioner::new).toArray(Author[]::new);
    DocumentBuilder.Finish finish =
        SendDocument.onlineConsultation()
            .from(consultation.organisation(), mailbox)
            .about(consultation.patient())
            .encounter(consultation.encounterId(), consultation.version())
            .by(author, clinician)
            .document(Attachment.of("application/pdf", "Online consultation report", report))
            .attachments(attachments)
            .payload(payload(consultation));
    if (consultation.replaces().isPresent()) {
      finish = finish.replaces(consultation.replaces().get());
    }
    return consultation.confidential() ? finish.restricted() : finish;
  }

  /** The same without what tells of the consultation beside its report. */
  static DocumentBuilder.Finish withheld(
      DocumentBuilder.Finish finish, OnlineConsultation consultation) {
    return finish.attachments(List.of()).payload(List.of(encounter(consultation)));
  }

  private static Payload encounter(OnlineConsultation consultation) {
    return Payload.encounter(ENCOUNTER, consultation.submittedAt(), consultation.submittedAt());
  }

  private static List<Payload> payload(OnlineConsultation consultation) {
    List<Payload.QuestionnaireItem> sections = new ArrayList<>();
    for (QuestionSection section : consultation.sections()) {
      String link = String.valueOf(sections.size() + 1);
      List<Payload.QuestionnaireItem> questions = new ArrayList<>();
      for (Question question : section.questions()) {
        questions.add(
            new Payload.QuestionnaireItem(
                link + "." + (questions.size() + 1),
                question.text(),
                question.answers().stream().map(OnlineConsultationDraft::value).toList(),
                List.of()));
      }
      sections.add(
          new Payload.QuestionnaireItem(link, title(section, consultation), List.of(), questions));
    }
    List<Payload> payload = new ArrayList<>();
    payload.add(encounter(consultation));
    Payload response = Payload.questionnaireResponse(consultation.submittedAt(), sections);
    payload.add(
        consultation.representative().isPresent()
            ? response.answeredBy(Payload.REPRESENTATIVE)
            : response);
    payload.addAll(CodedAnswers.of(consultation));
    List<CodedEntry> places = new ArrayList<>();
    consultation.recipients().preference().ifPresent(wanted -> places.add(wanted.place()));
    payload.addAll(Payload.of(places, false));
    payload.addAll(Payload.of(consultation.resources(), false));
    return payload;
  }

  // A response has one source, which did not answer what the clinician did.
  private static String title(QuestionSection section, OnlineConsultation consultation) {
    return section.byPractitioner()
        ? "%s (answered by %s, %s)"
            .formatted(
                section.title(),
                consultation.practitioner().orElseThrow().name().inReadingOrder(),
                consultation.practitioner().orElseThrow().role())
        : section.title();
  }

  /** A unit that a patient saw is words, not a UCUM code. */
  private static Payload.Value value(QuestionAnswer answer) {
    return switch (answer) {
      case QuestionAnswer.TextAnswer text -> new Payload.Value.Words(text.text());
      case QuestionAnswer.CodedAnswer coded -> new Payload.Value.Code(coded.code());
      case QuestionAnswer.ValueAnswer value ->
          new Payload.Value.Words(
              value.quantity().toPlainString() + value.unit().map(unit -> " " + unit).orElse(""));
      case QuestionAnswer.PictureAnswer picture ->
          new Payload.Value.Words("Picture " + picture.file() + ": " + picture.description());
    };
  }
}
