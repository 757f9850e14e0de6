package gpcm.consultation.json;

import gpcm.consultation.Author;
import gpcm.consultation.CheckedText;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.CodedEntry;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.DocumentRecipients;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.ReportedEncounter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A generic document out of its JSON object. */
final class GenericDocumentReader {
  private GenericDocumentReader() {}

  static Optional<GenericDocument> document(JsonObjectReader f) {
    f.required("useCase", text -> ConsultationReader.useCase(GenericDocument.USE_CASE, text));
    Optional<ClinicalCode> type = f.requiredObject("type", NotesReader::code);
    Optional<String> title = f.required("title", text -> CheckedText.line("Title", text));
    Optional<String> encounterId = f.required("encounterId", ReportedEncounter::id);
    Optional<Integer> version = f.requiredNumber("version", ReportedEncounter::version);
    boolean confidential = f.flag("confidential");
    Optional<Instant> occurredAt = f.required("occurredAt", ConsultationReader::instant);
    Optional<Patient> patient = f.requiredObject("patient", PeopleReader::patient);
    List<Author> authors = f.requiredObjects("authors", PeopleReader::author);
    Optional<Organisation> organisation =
        f.requiredObject("organisation", PeopleReader::consultingOrganisation);
    Optional<Organisation> practice =
        f.requiredObject("registeredPractice", PeopleReader::organisation);
    Optional<Organisation> sendTo = f.optionalObject("sendTo", PeopleReader::organisation);
    List<DeclaredAttachment> attachments =
        f.requiredObjects("attachments", ConsultationReader::attachment);
    List<CodedEntry> resources =
        f.verbatimWith(
            "resourceType", "resources", CodedEntry.Finished::new, CodedEntryReader::entry);
    Optional<String> replaces = f.optional("replaces", ReportedEncounter::replaced);
    return f.build(
        () ->
            new GenericDocument(
                type.orElseThrow(),
                title.orElseThrow(),
                new ReportedEncounter(
                    encounterId.orElseThrow(),
                    version.orElseThrow(),
                    confidential,
                    occurredAt.orElseThrow(),
                    replaces),
                patient.orElseThrow(),
                authors,
                organisation.orElseThrow(),
                new DocumentRecipients(practice.orElseThrow(), sendTo),
                attachments,
                resources));
  }
}
