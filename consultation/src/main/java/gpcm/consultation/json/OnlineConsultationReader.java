package gpcm.consultation.json;

import gpcm.consultation.Author;
import gpcm.consultation.CheckedText;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.CodedEntry;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.DocumentRecipients;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.Practitioner;
import gpcm.consultation.ProviderPreference;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;
import gpcm.consultation.ReportedEncounter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An online consultation out of its JSON object. */
final class OnlineConsultationReader {
  private OnlineConsultationReader() {}

  static Optional<OnlineConsultation> consultation(JsonObjectReader f) {
    f.required("useCase", text -> ConsultationReader.useCase(OnlineConsultation.USE_CASE, text));
    Optional<String> encounterId = f.required("encounterId", ReportedEncounter::id);
    Optional<Integer> version = f.requiredNumber("version", ReportedEncounter::version);
    boolean confidential = f.flag("confidential");
    Optional<Instant> submittedAt = f.required("submittedAt", ConsultationReader::instant);
    Optional<Patient> patient = f.requiredObject("patient", PeopleReader::patient);
    Optional<Author.ByRelatedPerson> representative =
        f.optionalObject("representative", PeopleReader::representative);
    Optional<Practitioner> practitioner =
        f.optionalObject("practitioner", PeopleReader::practitioner);
    Optional<Organisation> organisation =
        f.requiredObject("organisation", PeopleReader::consultingOrganisation);
    Optional<Organisation> practice =
        f.requiredObject("registeredPractice", PeopleReader::organisation);
    Optional<Organisation> sendTo = f.optionalObject("sendTo", PeopleReader::organisation);
    Optional<ProviderPreference> preference =
        f.optionalObject("preferredProvider", CodedEntryReader::preference);
    List<QuestionSection> sections =
        f.requiredObjects("sections", OnlineConsultationReader::section);
    List<DeclaredAttachment> attachments = f.objects("attachments", ConsultationReader::attachment);
    List<CodedEntry> resources =
        f.verbatimWith(
            "resourceType", "resources", CodedEntry.Finished::new, CodedEntryReader::entry);
    Optional<String> replaces = f.optional("replaces", ReportedEncounter::replaced);
    return f.build(
        () ->
            new OnlineConsultation(
                new ReportedEncounter(
                    encounterId.orElseThrow(),
                    version.orElseThrow(),
                    confidential,
                    submittedAt.orElseThrow(),
                    replaces),
                patient.orElseThrow(),
                representative,
                practitioner,
                organisation.orElseThrow(),
                new DocumentRecipients(practice.orElseThrow(), sendTo, preference),
                sections,
                attachments,
                resources));
  }

  private static Optional<QuestionSection> section(JsonObjectReader f) {
    Optional<String> title = f.required("title", text -> CheckedText.line("Section title", text));
    Optional<Boolean> byPractitioner =
        f.optional("answeredBy", OnlineConsultationReader::byPractitioner);
    List<Question> questions = f.requiredObjects("questions", OnlineConsultationReader::question);
    return f.build(
        () -> new QuestionSection(title.orElseThrow(), byPractitioner.orElse(false), questions));
  }

  private static boolean byPractitioner(String who) {
    if (!"practitioner".equals(who)) {
      throw new InvalidValueException(
          "Answered by",
          "must be practitioner",
          "Leave it out where the patient answered, or somebody on the patient's behalf");
    }
    return true;
  }

  private static Optional<Question> question(JsonObjectReader f) {
    Optional<String> text = f.required("text", words -> CheckedText.note("Question", words));
    Optional<ClinicalCode> code = f.optionalObject("code", NotesReader::code);
    boolean noObservation = f.flag("noObservation");
    List<QuestionAnswer> answers = f.objects("answers", OnlineConsultationReader::answer);
    return f.build(() -> new Question(text.orElseThrow(), code, noObservation, answers));
  }

  /** The kind of an answer is the one of four fields that it has. */
  private static Optional<QuestionAnswer> answer(JsonObjectReader f) {
    Optional<String> kind = f.exactlyOne("answer", "text", "code", "value", "picture");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case "text" -> {
        Optional<String> text = f.required("text", words -> CheckedText.note("Answer", words));
        yield f.build(() -> new QuestionAnswer.TextAnswer(text.orElseThrow()));
      }
      case "code" -> {
        Optional<ClinicalCode> code = f.requiredObject("code", NotesReader::code);
        yield f.build(() -> new QuestionAnswer.CodedAnswer(code.orElseThrow()));
      }
      case "value" -> {
        Optional<QuestionAnswer> value = f.requiredObject("value", OnlineConsultationReader::value);
        yield f.build(value::orElseThrow);
      }
      default -> {
        Optional<QuestionAnswer> picture =
            f.requiredObject("picture", OnlineConsultationReader::picture);
        yield f.build(picture::orElseThrow);
      }
    };
  }

  private static Optional<QuestionAnswer> value(JsonObjectReader f) {
    Optional<BigDecimal> quantity = f.required("quantity", NotesReader::decimal);
    Optional<String> unit = f.optional("unit", text -> CheckedText.line("Unit", text));
    return f.build(() -> new QuestionAnswer.ValueAnswer(quantity.orElseThrow(), unit));
  }

  private static Optional<QuestionAnswer> picture(JsonObjectReader f) {
    Optional<String> file = f.required("file", DeclaredAttachment::file);
    Optional<String> description =
        f.required("description", text -> CheckedText.line("Description", text));
    return f.build(
        () -> new QuestionAnswer.PictureAnswer(file.orElseThrow(), description.orElseThrow()));
  }
}
