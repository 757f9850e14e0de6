package gpcm.cli;

import gpcm.consultation.Answer;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionSection;
import gpcm.message.Attachment;
import gpcm.message.Author;
import gpcm.message.Content;
import gpcm.message.MailboxId;
import gpcm.message.Payload;
import gpcm.message.SendDocument;
import gpcm.report.OnlineConsultationReport;
import gpcm.report.Picture;
import gpcm.report.ReportContext;
import gpcm.report.ReportSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An online consultation as a message: the report, its files, and questions and answers as coded
 * payload.
 */
final class OnlineConsultationDraft {
  private static final ClinicalCode ENCOUNTER =
      new ClinicalCode(
          ClinicalCode.Terminology.SNOMED,
          "149971000000103",
          "Encounter using general practice online consultation system");

  private OnlineConsultationDraft() {}

  static SendDocument message(
      OnlineConsultation consultation,
      List<Attachment> files,
      Optional<Content> report,
      MailboxId mailbox,
      InstantSource clock)
      throws IOException {
    if (consultation.representative().isPresent()) {
      throw new IllegalArgumentException(
          "representative: the person's date of birth is required (GPCM-SD-OC-029) and the input"
              + " has no place for it; build the message with the library instead");
    }
    Content pdf = report.isPresent() ? report.get() : rendered(consultation, files, clock);
    return SendDocument.onlineConsultation()
        .from(consultation.organisation(), mailbox)
        .about(consultation.patient())
        .encounter(consultation.encounterId(), consultation.version())
        .by(new Author.ByPatient())
        .document(Attachment.of("application/pdf", "Online consultation report", pdf))
        .attachments(files)
        .payload(payload(consultation))
        .build(clock, UUID::randomUUID);
  }

  private static Content rendered(
      OnlineConsultation consultation, List<Attachment> files, InstantSource clock)
      throws IOException {
    Map<String, Picture> pictures = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      DeclaredAttachment declared = consultation.attachments().get(i);
      if (declared.contentType().startsWith("image/")) {
        try (InputStream in = files.get(i).content().open()) {
          pictures.put(declared.file(), Picture.of(in.readAllBytes()));
        }
      }
    }
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    new OnlineConsultationReport(ReportSettings.defaults())
        .write(consultation, pictures, new ReportContext(clock.instant(), files.size()), pdf);
    return Content.of(pdf.toByteArray());
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
    return List.of(
        Payload.encounter(ENCOUNTER, consultation.submittedAt(), consultation.submittedAt()),
        Payload.questionnaireResponse(consultation.submittedAt(), sections));
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
