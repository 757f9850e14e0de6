package gpcm.node.receiving;

import gpcm.consultation.OdsCode;
import gpcm.exchange.AlertText;
import gpcm.mesh.MeshAddress;
import gpcm.message.Attachment;
import gpcm.message.MailboxId;
import gpcm.message.OtherMessage;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ToRead;
import gpcm.rules.CrashedRule;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks a received document by itself: the rules, who may send, and whether each attachment is
 * what it says. What was received before is not looked at. Thread-safe.
 */
final class DocumentChecking {
  private final Ledger ledger;
  private final Rules rules;
  private final Set<String> approvedTypes;
  private final Set<String> permittedSenders;
  private final Set<String> permittedMailboxes;

  DocumentChecking(Ledger ledger, Rules rules, ReceivingSettings settings) {
    this.ledger = ledger;
    this.rules = rules;
    this.approvedTypes = Set.copyOf(settings.attachmentTypes());
    this.permittedSenders =
        settings.permittedSenders().stream().map(OdsCode::value).collect(Collectors.toSet());
    this.permittedMailboxes =
        settings.permittedMailboxes().stream().map(MailboxId::value).collect(Collectors.toSet());
  }

  Findings check(ToRead message, SendDocument document) {
    Findings findings = rules(message, document);
    findings.crashedRules().forEach(crashed -> tell(message.organisation(), crashed));
    if (!permitted(message, document)) {
      findings = findings.plus(ReceiverFindings.unauthorisedSender());
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

  /** What a message of another kind is. */
  Findings check(OtherMessage other) {
    return rules.check(other);
  }

  // MESH replaces a patient's address with the mailbox it found, so what was delivered to a mailbox
  // no longer says how its sender addressed it; only an address that still names the patient can be
  // compared with the payload (GPCM-SD-CS-042).
  private Findings rules(ToRead message, SendDocument document) {
    ToRead.Envelope envelope = message.envelope();
    return MeshAddress.isPatient(envelope.recipient())
        ? rules.check(
            document,
            new MeshMetadata(
                message.message().sender(),
                envelope.recipient(),
                message.message().workflowId(),
                envelope.subject(),
                envelope.localId()))
        : rules.check(document);
  }

  // 20012 is not for what MESH routed by patient, and a Consultation Summary always is.
  private boolean permitted(ToRead message, SendDocument document) {
    return document.useCase().filter(UseCase.ConsultationSummary.class::isInstance).isPresent()
        || (permittedOrganisation(message, document)
            && permittedMailbox(message.message().sender()));
  }

  // What a message says of its sender counts only when MESH has delivered it from the mailbox that
  // it names as its source.
  private boolean permittedOrganisation(ToRead message, SendDocument document) {
    return permittedSenders.isEmpty()
        || (document.header().senderOds().filter(permittedSenders::contains).isPresent()
            && otherSource(message, document).isEmpty());
  }

  private boolean permittedMailbox(String from) {
    return permittedMailboxes.isEmpty()
        || permittedMailboxes.contains(from.toUpperCase(Locale.ROOT));
  }

  // A crashed rule is a fault of this program that its own people mend, whatever becomes of the
  // message.
  private void tell(String organisation, CrashedRule crashed) {
    ledger.tell(
        organisation,
        new AlertText(
            "crashed-rule/" + crashed.requirement(),
            "A check of received documents does not work: " + crashed.requirement(),
            "Of this program, "
                + crashed.description()
                + ". No sender is blamed for it; where the check is binding, documents wait until"
                + " it works.",
            "Show this to the people who run this node, so that they install a version in which it"
                + " is mended. If it lasts, tell the senders of what waits by other means."));
  }

  private Optional<Finding> attachmentFault(Attachment attachment, int index) {
    if (!approvedTypes.contains(attachment.mediaType())) {
      return Optional.of(ReceiverFindings.typeNotApproved(index, approvedTypes));
    }
    try (InputStream content = attachment.content().open()) {
      return DocumentType.mismatch(attachment, content)
          .map(found -> ReceiverFindings.typeMismatch(index, found));
    } catch (IOException e) {
      throw new UncheckedIOException("an attachment cannot be read back", e);
    }
  }

  /** The mailbox that a document names as its source, when MESH delivered it from another one. */
  static Optional<String> otherSource(ToRead message, SendDocument document) {
    String from = message.message().sender();
    return document
        .header()
        .sourceMailbox()
        .filter(endpoint -> !from.isEmpty() && !endpoint.equalsIgnoreCase(from));
  }
}
