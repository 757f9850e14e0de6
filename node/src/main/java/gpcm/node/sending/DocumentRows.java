package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.mesh.MeshText;
import gpcm.message.RecipientType;
import gpcm.message.UseCase;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.TableWrite;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The rows that a document comes into being with. */
final class DocumentRows {
  /** Files of documents that are there; a rendered report takes the place of an earlier one. */
  static final TableWrite FILE =
      new TableWrite(
          "file",
          """
          insert into document_attachment (document, ordinal, file_name, title, content_type, sha256, size, is_report, rendered)
          select document, ordinal, file_name, title, content_type, sha256, size, is_report, coalesce(rendered, false)
          from json_to_recordset(:file::json) as r (document uuid, ordinal integer, file_name text, title text, content_type text,
            sha256 text, size bigint, is_report boolean, rendered boolean)
          on conflict (document, ordinal) do update set file_name = excluded.file_name, title = excluded.title,
            sha256 = excluded.sha256, size = excluded.size where document_attachment.rendered and excluded.rendered
          """);

  /** The registered practice's copy of a document, its message built already. */
  static final TableWrite COPY =
      new TableWrite(
          "copy",
          """
          insert into document (id, organisation, use_case, state, encounter_id, version, confidential,
            patient_nhs_number, patient_name, patient_birth_date, registered_practice, occurred_at, subject,
            consultation_sha256, replaces_document_id, submission_sha256, recipient, recipient_type, copy_of,
            accepted_at, updated_at, due_at, message_id, document_id, message_sha256, message_size, address, author, submitted_by,
            patient_listed, clinician, looked_up_at, unchecked, tell_at)
          select r.id, d.organisation, d.use_case, 'built', d.encounter_id, d.version, d.confidential,
            d.patient_nhs_number, d.patient_name, d.patient_birth_date, d.registered_practice, d.occurred_at, r.subject,
            d.consultation_sha256, r.replaces, d.submission_sha256, d.registered_practice, r.type, d.id,
            r.at, r.at, r.at, r.message_id, r.document_id, r.message_sha256, r.message_size, r.address, d.author, d.submitted_by,
            d.patient_listed, d.clinician, d.looked_up_at, d.unchecked, r.at + make_interval(secs => coalesce(
              (select cast(own.seconds ->> 'not-accepted' as double precision) from sending_deadlines own
                where own.organisation = d.organisation), r.not_accepted))
          from json_to_recordset(:copy::json) as r (id uuid, original uuid, type text, at timestamptz, subject text, message_id text,
            document_id text, message_sha256 text, message_size bigint, address text, replaces text, not_accepted double precision)
          join document d on d.id = r.original
          """);

  private DocumentRows() {}

  static Row document(
      UUID id,
      Document submitted,
      Submission submission,
      StoredContent source,
      ContentHash fingerprint,
      Start start,
      Instant now) {
    Patient patient = submitted.patient();
    return new Row()
        .put("id", id)
        .put("organisation", submitted.organisation().odsCode().value())
        .put("use_case", submitted.useCase())
        .put("state", start.state().text())
        .put("encounter_id", submitted.encounterId())
        .put("version", submitted.version())
        .put("confidential", submitted.confidential())
        .put("patient_nhs_number", patient.nhsNumber().value())
        .put("patient_name", patient.name().inReadingOrder())
        .put("patient_listed", patient.name().asListed())
        .put("patient_birth_date", patient.birthDate().toString())
        .put("registered_practice", people(submitted.registeredPractice()))
        .put("recipient", people(submitted.sendTo().orElse(submitted.registeredPractice())))
        .put("recipient_type", RecipientType.FOR_ACTION.code())
        .put("occurred_at", submitted.occurredAt())
        .put(
            "subject",
            MeshText.subject(
                UseCase.of(submitted)
                    .subjectLine(UseCase.Subject.of(submitted), submitted.confidential())))
        .put("document_id", UUID.randomUUID())
        .put("stands", true)
        .put("triggered", start.triggered())
        .putAny("waits_until", start.waitsUntil())
        .putAny("failure", start.reason())
        .putAny("author", author(submitted))
        .putAny("clinician", clinician(submitted))
        .putAny("submitted_by", submission.by())
        .put("consultation_sha256", source.hash().hex())
        .putAny("replaces_document_id", submitted.replaces())
        .putAny("idempotency_key", submission.idempotencyKey())
        .put("submission_sha256", fingerprint.hex())
        .put("accepted_at", now)
        .put("updated_at", now)
        .putAny("tell_at", start.tell())
        .putAny("due_at", start.due());
  }

  /** Who wrote it, by the user id of the national directory, where it says so. */
  private static Optional<String> author(Document document) {
    return switch (document) {
      case Consultation consultation ->
          Optional.of(consultation.practitioner().sdsUserId().value());
      case OnlineConsultation answeredByThePatient -> Optional.empty();
      case GenericDocument ofAnyKind -> Optional.empty();
    };
  }

  private static Optional<String> clinician(Document document) {
    return switch (document) {
      case Consultation consultation -> Optional.of(consultation.practitioner().name().inFull());
      case OnlineConsultation answeredByThePatient -> Optional.empty();
      case GenericDocument ofAnyKind -> Optional.empty();
    };
  }

  private static String people(Organisation organisation) {
    return organisation.name() + " (" + organisation.odsCode().value() + ")";
  }

  static Row file(UUID document, DocumentFile file) {
    return new Row()
        .put("document", document)
        .put("ordinal", file.ordinal())
        .put("file_name", file.fileName())
        .put("title", file.title())
        .put("content_type", file.contentType())
        .put("sha256", file.content().hash().hex())
        .put("size", file.content().size())
        .put("is_report", file.report());
  }
}
