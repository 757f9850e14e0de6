package gpcm.consultation.json;

import gpcm.consultation.CheckedText;
import gpcm.consultation.Consultation;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.Practitioner;
import gpcm.consultation.ReportedEncounter;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** A consultation out of its JSON object. */
final class ConsultationReader {
  private ConsultationReader() {}

  static Optional<Consultation> consultation(JsonObjectReader f) {
    Optional<String> useCase = f.required("useCase", text -> useCase(Consultation.SUMMARY, text));
    Optional<String> encounterId = f.required("encounterId", ReportedEncounter::id);
    Optional<Integer> version = f.requiredNumber("version", ReportedEncounter::version);
    boolean confidential = f.flag("confidential");
    Optional<Instant> occurredAt = f.required("occurredAt", ConsultationReader::instant);
    Optional<Patient> patient = f.requiredObject("patient", PeopleReader::patient);
    Optional<Practitioner> practitioner =
        f.requiredObject("practitioner", PeopleReader::practitioner);
    Optional<Organisation> organisation =
        f.requiredObject("organisation", PeopleReader::consultingOrganisation);
    Optional<Organisation> practice =
        f.requiredObject("registeredPractice", PeopleReader::organisation);
    List<Section> sections = f.requiredObjects("sections", NotesReader::section);
    List<SectionItem> followUpActions = f.objects("followUpActions", NotesReader::item);
    List<DeclaredAttachment> attachments = f.objects("attachments", ConsultationReader::attachment);
    Optional<String> replaces = f.optional("replaces", ReportedEncounter::replaced);
    if (replaces.isPresent() && version.isPresent() && version.get() == 1) {
      f.reject(
          "version",
          "Version must be 2 or more in a consultation that replaces a document (GPCM-SD-CS-007)",
          "Add one to the version replaced");
    }
    return f.build(
        () ->
            new Consultation(
                useCase.orElseThrow(),
                new ReportedEncounter(
                    encounterId.orElseThrow(),
                    version.orElseThrow(),
                    confidential,
                    occurredAt.orElseThrow(),
                    replaces),
                patient.orElseThrow(),
                practitioner.orElseThrow(),
                organisation.orElseThrow(),
                practice.orElseThrow(),
                sections,
                followUpActions,
                attachments));
  }

  static Optional<DeclaredAttachment> attachment(JsonObjectReader f) {
    Optional<String> file = f.required("file", DeclaredAttachment::file);
    Optional<String> title =
        f.required("title", text -> CheckedText.line("Attachment title", text));
    Optional<String> contentType = f.required("contentType", DeclaredAttachment::contentType);
    return f.build(
        () ->
            new DeclaredAttachment(
                file.orElseThrow(), title.orElseThrow(), contentType.orElseThrow()));
  }

  static String useCase(String expected, String text) {
    if (!text.equals(expected)) {
      throw new InvalidValueException(
          "Use case", "must be " + expected, "Send another use case in its own form");
    }
    return text;
  }

  static Instant instant(String text) {
    try {
      // A year of more than four digits has a sign before it.
      Instant instant =
          OffsetDateTime.parse(text.startsWith("+") || text.startsWith("-") ? "" : text)
              .toInstant();
      CalendarYears.check("Time", instant.atOffset(ZoneOffset.UTC).getYear());
      return instant;
    } catch (DateTimeParseException malformed) {
      throw new InvalidValueException(
          "Time",
          "must be a date and time with its offset, such as 2026-11-20T18:35:00Z",
          "Add Z or the offset from UTC");
    }
  }
}
