package gpcm.node.receiving;

import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshAddress;
import gpcm.message.Attachment;
import gpcm.message.PatientView;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.ReceivedMessage;
import gpcm.node.mailbox.ReceivedMessages;
import gpcm.node.store.Transaction;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Decides what becomes of a received Send Document message, and does it, all in the transaction
 * that marks the message as processed: one worklist entry with both acknowledgements, or one
 * negative acknowledgement and nothing else (GPCM-SD-030, GPCM-SD-031). The order of the checks is
 * that of section 7 of the specification digest. Thread-safe.
 */
final class DocumentReceiving {
  private final Rules rules;
  private final ReceivingSettings settings;
  private final Set<String> approvedTypes;
  private final Set<String> permittedSenders;
  private final PatientRegistry patients;
  private final ReceivedMessages received;
  private final WorklistFiling filing;
  private final Responses responses;
  private final Seen seen;
  private final FindingLog log;
  private final Timeline timeline;
  private final Alerts alerts;

  DocumentReceiving(
      Rules rules,
      ReceivingSettings settings,
      PatientRegistry patients,
      ReceivedMessages received,
      WorklistFiling filing,
      Responses responses,
      Seen seen,
      FindingLog log,
      Timeline timeline,
      Alerts alerts) {
    this.rules = rules;
    this.settings = settings;
    this.approvedTypes = Set.copyOf(settings.attachmentTypes());
    this.permittedSenders =
        settings.permittedSenders().stream().map(OdsCode::value).collect(Collectors.toSet());
    this.patients = patients;
    this.received = received;
    this.filing = filing;
    this.responses = responses;
    this.seen = seen;
    this.log = log;
    this.timeline = timeline;
    this.alerts = alerts;
  }

  /** A message that could be read; false when it has to wait for what arrived before it. */
  boolean receive(Transaction transaction, ReceivedMessage message, SendDocument document) {
    Handle handle = transaction.handle();
    Optional<WorklistEntry> original = filing.original(handle, message.organisation(), document);
    boolean unknownOriginal = original.isEmpty() && !document.composition().replaces().isEmpty();
    if (unknownOriginal && received.hasEarlier(handle, message)) {
      return false;
    }
    Findings findings = findings(message, document);
    // Only a message that would otherwise be accepted counts as seen: after a rejection its sender
    // may mend and send again.
    if (findings.valid()) {
      findings = findings.plus(seen.firstTime(handle, message, document));
    } else {
      findings = findings.plus(seen.before(handle, message, document));
    }
    if (findings.valid() && unknownOriginal) {
      findings = findings.plus(Faults.unknownOriginal());
    }
    log.keep(handle, message, findings);
    if (!findings.valid()) {
      reject(transaction, message, document, findings, original);
    } else {
      accept(transaction, message, document, findings, original);
    }
    return true;
  }

  private Findings findings(ReceivedMessage message, SendDocument document) {
    Findings findings = check(message, document);
    if (!permittedSenders.isEmpty()
        && document
            .header()
            .senderOds()
            .filter(ods -> !permittedSenders.contains(ods))
            .isPresent()) {
      findings = findings.plus(Faults.unauthorisedSender());
    }
    List<Attachment> attachments = document.attachments();
    for (int i = 0; i < attachments.size(); i++) {
      Optional<Finding> fault = attachmentFault(attachments.get(i), i);
      if (fault.isPresent()) {
        findings = findings.plus(fault.get());
      }
    }
    return findings;
  }

  // MESH replaces a patient's address with the mailbox it found, so what was delivered to a mailbox
  // no longer says how its sender
  // addressed it; only an address that still names the patient can be compared with the payload
  // (GPCM-SD-CS-042).
  private Findings check(ReceivedMessage message, SendDocument document) {
    return MeshAddress.isPatient(message.recipient())
        ? rules.check(
            document,
            new MeshMetadata(
                message.sender(),
                message.recipient(),
                message.workflowId(),
                message.subject(),
                message.localId()))
        : rules.check(document);
  }

  private Optional<Finding> attachmentFault(Attachment attachment, int index) {
    if (!approvedTypes.contains(attachment.mediaType())) {
      return Optional.of(Faults.typeNotApproved(index, approvedTypes));
    }
    try (InputStream content = attachment.content().open()) {
      return DocumentType.mismatch(attachment, content)
          .map(found -> Faults.typeMismatch(index, found));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("an attachment cannot be read back", e);
    }
  }

  private void accept(
      Transaction transaction,
      ReceivedMessage message,
      SendDocument document,
      Findings findings,
      Optional<WorklistEntry> original) {
    Handle handle = transaction.handle();
    Optional<PatientView> patient = document.patient();
    PatientRegistry.Match match =
        patients.find(
            message.organisation(),
            patient.flatMap(PatientView::nhsNumber).orElse(""),
            patient.flatMap(PatientView::birthDate).orElse(""),
            patient.flatMap(PatientView::family).orElse(""));
    WorklistEntry entry = filing.file(transaction, message, document, findings, match, original);
    done(handle, message, document, "accepted");
    timeline.ofReceived(
        handle,
        message.organisation(),
        message.id(),
        "filed",
        "worklist entry %s, %s, document %s, patient %s"
            .formatted(
                entry.id(),
                entry.state().text(),
                entry.identifiers().documentId(),
                match.standing().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')));
    responses.answer(transaction, message, document, ResponseCode.SUCCESS, Optional.empty());
    responses.answer(transaction, message, document, match.standing().response(), Optional.empty());
    if (!match.standing().response().positive()) {
      tellNotKnownHere(handle, message, entry, match);
    }
  }

  private void reject(
      Transaction transaction,
      ReceivedMessage message,
      SendDocument document,
      Findings findings,
      Optional<WorklistEntry> original) {
    Handle handle = transaction.handle();
    ResponseCode code = findings.code();
    boolean duplicate =
        code == ResponseCode.DUPLICATE_MESSAGE || code == ResponseCode.DUPLICATE_DOCUMENT;
    done(handle, message, document, duplicate ? "duplicate" : "rejected");
    timeline.ofReceived(
        handle,
        message.organisation(),
        message.id(),
        duplicate ? "duplicate" : "rejected",
        code.code() + " " + code.display() + ": " + findings.diagnostics());
    responses.answer(transaction, message, document, code, Optional.of(findings.diagnostics()));
    if (!duplicate) {
      original.ifPresent(entry -> filing.replacementSentBack(handle, entry, message, code));
      tellRejected(handle, message, code, findings.diagnostics());
    }
  }

  private void done(Handle handle, ReceivedMessage message, SendDocument document, String outcome) {
    received.processed(
        handle,
        message.id(),
        outcome,
        document.messageId(),
        document.documentId(),
        document.handling().senderReference());
  }

  /** A message that could not be read at all, or was too large to be. */
  void unreadable(
      Transaction transaction, ReceivedMessage message, UnreadableMessageException cause) {
    Handle handle = transaction.handle();
    ResponseCode code = cause.tooLarge() ? ResponseCode.TOO_LARGE : ResponseCode.UNREADABLE;
    Finding fault =
        cause.tooLarge()
            ? Faults.tooLarge(settings.maxMessageSize().bytes())
            : Faults.unreadable(cause.line(), cause.column());
    Findings findings = Findings.none().plus(fault);
    log.keep(handle, message, findings);
    received.processed(
        handle,
        message.id(),
        "unreadable",
        cause.messageId(),
        Optional.empty(),
        cause.senderReference());
    timeline.ofReceived(
        handle,
        message.organisation(),
        message.id(),
        "unreadable",
        code.code() + " " + code.display() + ": " + findings.diagnostics());
    responses.answerUnreadable(transaction, message, cause, code, findings.diagnostics());
    tellRejected(handle, message, code, findings.diagnostics());
  }

  private void tellRejected(
      Handle handle, ReceivedMessage message, ResponseCode code, String diagnostics) {
    alerts.aboutReceived(
        handle,
        message.organisation(),
        message.id(),
        new Alerts.Told(
            "rejected/" + message.id(),
            "A document was sent back to " + sender(message) + ": " + code.display(),
            diagnostics,
            "Its sender has been told. The message is kept here; if the patient needs it now, ask"
                + " the sender for it by other means."));
  }

  private void tellNotKnownHere(
      Handle handle, ReceivedMessage message, WorklistEntry entry, PatientRegistry.Match match) {
    alerts.aboutReceived(
        handle,
        message.organisation(),
        message.id(),
        new Alerts.Told(
            "not-known-here/" + entry.id(),
            "A document for a patient who is not registered here came from " + sender(message),
            match
                .warning()
                .orElse(
                    "The registry has no current registration for the document's NHS number. The"
                        + " answer was "
                        + match.standing().response().code()
                        + "."),
            "It is in no patient's record. Check whether the patient is yours; the sender has been"
                + " told that the patient is not."));
  }

  private static String sender(ReceivedMessage message) {
    return message.sender().isEmpty() ? "an unnamed mailbox" : "mailbox " + message.sender();
  }
}
