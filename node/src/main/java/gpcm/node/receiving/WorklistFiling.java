package gpcm.node.receiving;

import gpcm.exchange.Actor;
import gpcm.exchange.Event;
import gpcm.exchange.IncomingFact.Question;
import gpcm.message.Attachment;
import gpcm.message.CanonicalId;
import gpcm.message.CompositionView;
import gpcm.message.PatientView;
import gpcm.message.RecipientType;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.SourceFinding;
import gpcm.message.UseCase;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedContents;
import gpcm.node.coded.CodedFiling;
import gpcm.node.content.ContentHash;
import gpcm.node.content.ContentStore;
import gpcm.node.content.PreparedContent;
import gpcm.node.content.StoredContent;
import gpcm.node.content.Upload;
import gpcm.node.ledger.Happenings;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.ledger.ToRead;
import gpcm.node.working.Assigning;
import gpcm.node.working.NameParts;
import gpcm.node.working.Reviewing;
import gpcm.node.working.Succession;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns an accepted document into a worklist entry: with its subject line, its version and all its
 * attachments together (GPCM-SD-CS-029, -030, -031), in the place of the version it replaces
 * (GPCM-SD-023). Thread-safe.
 */
final class WorklistFiling {
  private static final int SMALL = 256 * 1024;
  private static final Pattern VERSION = Pattern.compile("Version\\s+(\\d{1,6})\\s*$");

  private static final TableWrite ENTRY =
      new TableWrite(
          "entry",
          """
          insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title, version,
            confidential, patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name, encounter_id, message_id,
            document_id, composition_id, replaces_document_id, warnings, received_at, work, matched, own_task, due_at, attachments,
            patient_search, patient_listed, owner_person, owner_team, urgent, type_system, type_code, type_display,
            coded_entries, coded_changed)
          select r.id, r.organisation, r.received, r.state, r.use_case, r.recipient_type, r.subject, r.title, r.version,
            r.confidential, r.patient_nhs_number, r.patient_name, r.patient_birth_date, r.sender_ods, r.sender_name, r.encounter_id,
            r.message_id, r.document_id, r.composition_id, r.replaces_document_id, r.warnings, r.received_at,
            case when r.state = 'not-known-here' then 'rejected' when r.state = 'needs-matching' then 'needs-matching'
              when e.id is not null and exists (select from work_review v where v.entry = e.id and v.given_at is null)
                or REVIEWED then 'in-review'
              when coalesce(e.owner_person, e.owner_team, u.person, u.team) is not null then 'assigned' else 'new' end,
            r.state not in ('not-known-here', 'needs-matching'), r.state = 'to-do',
            r.received_at + case when u.due_hours is not null then make_interval(hours => u.due_hours)
              when r.state = 'to-file' then coalesce(d.for_information, interval '14 days')
              else coalesce(d.for_action, interval '3 days') end,
            r.attachments, r.patient_search, r.patient_listed, coalesce(e.owner_person, u.person), coalesce(e.owner_team, u.team),
            coalesce(e.urgent, false) or coalesce(u.urgent, false), r.type_system, r.type_code, r.type_display, r.coded_entries,
            r.prior is not null and r.coded_entries > 0
          from json_to_recordset(:entry::json) as r (id uuid, organisation text, received uuid, state text, use_case text,
            recipient_type text, subject text, title text, version integer, confidential boolean, patient_nhs_number text,
            patient_name text, patient_birth_date text, sender_ods text, sender_name text, encounter_id text, message_id text,
            document_id text, composition_id text, replaces_document_id text, warnings text, received_at timestamptz,
            attachments integer, patient_search text, patient_listed text, prior uuid,
            type_system text, type_code text, type_display text, coded_entries integer, now timestamptz, today date)
          left join worklist_entry e on e.id = r.prior and r.state not in ('not-known-here', 'needs-matching')
          left join work_due d on d.organisation = r.organisation
          OWNER
          """
              .replace("REVIEWED", Reviewing.begins("r", "r.prior"))
              .replace("OWNER", Assigning.OWNER));

  private static final TableWrite FILE =
      new TableWrite(
          "attachment",
          """
          insert into worklist_attachment (entry, ordinal, title, content_type, sha256, size)
          select entry, ordinal, title, content_type, sha256, size
          from json_to_recordset(:attachment::json) as r (entry uuid, ordinal integer, title text, content_type text, sha256 text,
            size bigint)
          """);

  private static final TableWrite REPLACED =
      new TableWrite(
          "replaced",
          """
          update worklist_entry e set state = 'replaced', replaced_by = r.by, work = 'replaced', work_version = e.work_version + 1,
            own_task = false, waiting_until = null
          from json_to_recordset(:replaced::json) as r (id uuid, by uuid) where e.id = r.id
          """);

  private static final TableWrite VOIDED =
      new TableWrite(
          "voided",
          """
          update worklist_entry e set state = 'void', work = 'null-and-void', work_version = e.work_version + 1, own_task = false,
            waiting_until = null, warnings = concat_ws(E'\\n', r.warning,
            (select format(r.decided, count(*), string_agg(distinct c.decided_by_name, ', ')) from coded_entry c
              where c.entry = e.id and c.state in ('confirmed', 'changed') having count(*) > 0), nullif(e.warnings, ''))
          from json_to_recordset(:voided::json) as r (id uuid, warning text, decided text) where e.id = r.id
          """);

  private static final TableWrite WARNED =
      new TableWrite(
          "warned",
          """
          update worklist_entry e set warnings = concat_ws(E'\\n', nullif(e.warnings, ''), r.warning)
          from json_to_recordset(:warned::json) as r (id uuid, warning text) where e.id = r.id
          """);

  private final ContentStore content;
  private final CodedFiling codedFiling = new CodedFiling();

  WorklistFiling(ContentStore content) {
    this.content = content;
  }

  WorklistEntry file(
      StepResult result,
      ToRead message,
      SendDocument document,
      List<CodedContent> coded,
      Findings findings,
      PatientMatch match,
      Optional<Intake.Waits> waits,
      Earlier.Before before,
      List<String> furtherWarnings,
      Instant now) {
    CompositionView composition = document.composition();
    Optional<PatientView> patient = document.patient();
    String text = composition.text().orElse("");
    String subject = message.envelope().subject();
    boolean restricted = composition.restricted();
    Concealed concealed =
        Concealed.of(document, message.organisation(), message.message().sender());
    List<String> warnings = new ArrayList<>(furtherWarnings);
    warnings.addAll(warnings(subject, document, findings, match, before));
    String useCase = document.useCase().map(UseCase::name).orElse("unknown");
    String title = concealed.in(composition.title().orElse(""));
    OptionalInt version = version(subject, text);
    StatedPatient stated =
        new StatedPatient(
            nhsNumber(document),
            patient.map(PatientView::displayName).orElse(""),
            patient.map(StatedPatient::asListed).orElse(""),
            patient.flatMap(PatientView::birthDate).orElse(""));
    WorklistEntry entry =
        new WorklistEntry(
            UUID.randomUUID(),
            message.message().id(),
            message.organisation(),
            new EntryHeading(
                useCase,
                document.handling().recipientType().map(RecipientType::code).orElse(""),
                restricted
                    ? EntryHeading.withoutOrganisation(useCase, title, stated, version)
                    : line(document, subject, text),
                title,
                version,
                restricted),
            stated,
            new Sender(
                document.header().senderOds().orElse(""),
                restricted ? "" : document.sender().name().orElse("")),
            new EntryIdentifiers(
                document.handling().senderReference().orElse(""),
                document.messageId().map(CanonicalId::of).orElseThrow(),
                document.documentId().map(CanonicalId::of).orElseThrow(),
                composition.replaces().stream().findFirst().map(CanonicalId::of)),
            EntryStanding.filed(state(document, match, waits), concealed.in(warnings)),
            message.message().receivedAt());
    CodedConcept type = CodedContents.typeOf(document);
    Row row =
        row(entry, composition.identifier().map(CanonicalId::of).orElse(""))
            .put("type_system", type.system())
            .put("type_code", type.code())
            .put("type_display", concealed.in(type.display()))
            .put("coded_entries", coded.size())
            .put("patient_search", NameParts.of(entry.patient().listed()))
            .put("attachments", Math.max(0, document.attachments().size() - 1))
            .putAny("prior", before.original().map(Earlier.Original::entry));
    result.write(ENTRY, Assigning.at(row, now));
    DetailRows.write(result, entry, document.details());
    Assigning.told(result, row);
    Reviewing.filed(result, row);
    files(result, message, entry, document.attachments(), concealed);
    codedFiling.file(
        result,
        coded,
        entry.id(),
        entry.organisation(),
        before
            .original()
            .filter(replaced -> entry.state().isKnownHere())
            .map(Earlier.Original::entry),
        concealed::in);
    // What is in no patient's record takes nothing's place there.
    before
        .original()
        .ifPresent(
            replaced -> {
              switch (entry.state()) {
                case NOT_KNOWN_HERE ->
                    replacementSentBack(result, message, replaced, match.standing().response());
                // Whoever says whose it is decides that as well.
                case NEEDS_MATCHING -> {}
                default -> replace(result, replaced, entry);
              }
            });
    return entry;
  }

  private static Row row(WorklistEntry entry, String compositionId) {
    Row row =
        new Row()
            .put("id", entry.id())
            .put("organisation", entry.organisation())
            .put("received", entry.received())
            .put("state", entry.state().text())
            .put("use_case", entry.useCase())
            .put("recipient_type", entry.recipientType())
            .put("subject", entry.heading().subject())
            .put("title", entry.heading().title())
            .put("confidential", entry.heading().confidential())
            .put("patient_nhs_number", entry.patient().nhsNumber())
            .put("patient_name", entry.patient().name())
            .put("patient_listed", entry.patient().listed())
            .put("patient_birth_date", entry.patient().birthDate())
            .put("sender_ods", entry.sender().odsCode())
            .put("sender_name", entry.sender().name())
            .put("encounter_id", entry.identifiers().encounterId())
            .put("message_id", entry.identifiers().messageId())
            .put("document_id", entry.identifiers().documentId())
            .put("composition_id", compositionId)
            .putAny("replaces_document_id", entry.identifiers().replacesDocumentId())
            .put("warnings", String.join("\n", entry.warnings()))
            .put("received_at", entry.receivedAt());
    entry.heading().version().ifPresent(version -> row.put("version", version));
    return row;
  }

  private static void replace(StepResult result, Earlier.Original replaced, WorklistEntry entry) {
    result.write(REPLACED, new Row().put("id", replaced.entry()).put("by", entry.id()));
    Succession.replaced(result, replaced.entry(), entry.id(), entry.receivedAt());
    result.eventOfReceived(
        entry.organisation(),
        replaced.received(),
        new Event("replaced", "by worklist entry " + entry.id(), new Actor.Software()));
  }

  // The subject that came with the message (GPCM-SD-CS-030, GPCM-SD-GE-014); for an online
  // consultation the document's own line, which unlike the subject has the version
  // (GPCM-SD-OC-014).
  private static String line(SendDocument document, String subject, String text) {
    boolean online =
        document.useCase().filter(UseCase.OnlineConsultation.class::isInstance).isPresent();
    return !text.isBlank() && (online || subject.isBlank()) ? text : subject;
  }

  /** Tells whoever looks at {@code original} that a later version of it was sent back. */
  void replacementSentBack(
      StepResult result, ToRead replacement, Earlier.Original original, ResponseCode code) {
    replacementSentBack(
        result,
        replacement.organisation(),
        replacement.message().id(),
        original.entry(),
        original.received(),
        code);
  }

  /**
   * The same of a replacement that was received earlier.
   *
   * @param original the entry that it was to replace
   * @param originalIn the message that came in
   */
  static void replacementSentBack(
      StepResult result,
      String organisation,
      UUID replacement,
      UUID original,
      UUID originalIn,
      ResponseCode code) {
    result.write(
        WARNED,
        new Row()
            .put("id", original)
            .put(
                "warning",
                "A later version of this document came and was sent back (%s %s), so this one may be out of date. Ask its sender for the current one."
                    .formatted(code.code(), code.display())));
    result.eventOfReceived(
        organisation,
        originalIn,
        new Event(
            "replacement-sent-back",
            "received message " + replacement + ", " + code.code(),
            new Actor.Software()));
  }

  /** GPCM-SD-024: what {@code replacement} was to replace counts no more, and its task is gone. */
  void voided(StepResult result, ToRead replacement, Earlier.Original original) {
    result.write(
        VOIDED,
        new Row()
            .put("id", original.entry())
            .put(
                "warning",
                "Void, do not rely on it: a version that was to replace this document came and"
                    + " could not be processed. Ask its sender for the current one.")
            .put(
                "decided",
                "Coded entries of it had been confirmed: %s, by %s. None of them counts any more;"
                    + " look at what was taken over from them."));
    Succession.voided(result, original.entry(), replacement.message().receivedAt());
    result.eventOfReceived(
        replacement.organisation(),
        original.received(),
        new Event(
            "void",
            "its replacement, received message "
                + replacement.message().id()
                + ", could not be processed",
            new Actor.Software()));
  }

  static String nhsNumber(SendDocument document) {
    return document.patient().flatMap(PatientView::nhsNumber).orElse("");
  }

  private static WorklistEntry.State state(
      SendDocument document, PatientMatch match, Optional<Intake.Waits> waits) {
    if (waits.map(Intake.Waits::question).equals(Optional.of(Question.MATCHING))) {
      return WorklistEntry.State.NEEDS_MATCHING;
    }
    if (waits.isEmpty() && !match.standing().response().positive()) {
      return WorklistEntry.State.NOT_KNOWN_HERE;
    }
    return document.handling().recipientType().equals(Optional.of(RecipientType.FOR_INFORMATION))
        ? WorklistEntry.State.TO_FILE
        : WorklistEntry.State.TO_DO;
  }

  private static OptionalInt version(String subject, String text) {
    for (String line : List.of(subject, text)) {
      Matcher version = VERSION.matcher(line);
      if (version.find()) {
        return OptionalInt.of(Integer.parseInt(version.group(1)));
      }
    }
    return OptionalInt.empty();
  }

  private static List<String> warnings(
      String subject,
      SendDocument document,
      Findings findings,
      PatientMatch match,
      Earlier.Before before) {
    List<String> warnings = new ArrayList<>();
    before
        .original()
        .flatMap(Earlier.Original::replacedBy)
        .ifPresent(
            other ->
                warnings.add(
                    "The document that this one replaces was replaced before, by worklist entry "
                        + other
                        + ". Look at both before you act on either."));
    match.warning().ifPresent(warnings::add);
    if (subjectNamesSomebodyElse(subject, document)) {
      warnings.add(
          "The subject line does not name this document's patient. Look at the document before you"
              + " act on it.");
    }
    for (SourceFinding tolerated : document.tolerated()) {
      warnings.add(
          oneLine("Tolerated: " + tolerated.path() + ", expected " + tolerated.expected()));
    }
    for (Finding finding : findings.warnings()) {
      warnings.add(
          oneLine(
              finding.requirement()
                  + " ("
                  + finding.strength()
                  + "): "
                  + finding.path()
                  + ", expected "
                  + finding.expected()));
    }
    return warnings;
  }

  // Staff read the subject line first; one that belongs to another patient must not pass unnoticed.
  private static boolean subjectNamesSomebodyElse(String subject, SendDocument document) {
    String digits = subject.replaceAll("[^0-9]", "");
    return !subject.isBlank()
        && document
            .patient()
            .flatMap(PatientView::nhsNumber)
            .filter(number -> !digits.contains(number.replaceAll("[^0-9]", "")))
            .isPresent();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  private void files(
      StepResult result,
      ToRead message,
      WorklistEntry entry,
      List<Attachment> attachments,
      Concealed concealed) {
    int ordinal = 0;
    for (Attachment attachment : attachments) {
      StoredContent stored = store(result, attachment);
      result.write(
          FILE,
          new Row()
              .put("entry", entry.id())
              .put("ordinal", ordinal++)
              .put("title", concealed.in(attachment.title()))
              .put("content_type", attachment.contentType())
              .put("sha256", stored.hash().hex())
              .put("size", stored.size()));
      if (attachment.mediaType().startsWith("image/")) {
        boolean confidential = entry.heading().confidential();
        result.image(
            new Happenings.Image(
                entry.organisation(),
                message.message().id(),
                ordinal,
                stored.hash().hex(),
                confidential ? "withheld" : concealed.in(attachment.title()),
                confidential));
      }
    }
  }

  private StoredContent store(StepResult result, Attachment attachment) {
    try (InputStream bytes = attachment.content().open()) {
      if (attachment.content().size() <= SMALL) {
        byte[] all = bytes.readAllBytes();
        result.bytes(all);
        return new StoredContent(ContentHash.of(all), all.length);
      }
      try (Upload upload = content.upload()) {
        upload.write(bytes);
        PreparedContent prepared = upload.finish();
        result.bytes(prepared);
        return prepared.content();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an attachment cannot be read back", e);
    }
  }
}
