package gpcm.node.receiving;

import gpcm.attachments.AttachmentChecks;
import gpcm.attachments.MalwareScanner;
import gpcm.consultation.OdsCode;
import gpcm.exchange.AlertText;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.OtherMessage;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.node.config.IntakeSettings;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ToRead;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.Transport;
import gpcm.rules.CrashedRule;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.MeshMetadata.Channel;
import gpcm.rules.Rules;
import java.util.Locale;
import java.util.Map;
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
  private final Map<String, AttachmentChecks> attachments;
  private final Set<String> permittedSenders;
  private final Set<String> permittedMailboxes;
  private final Set<String> folders;
  private final Set<String> practices;

  DocumentChecking(
      Ledger ledger,
      Rules rules,
      Map<String, AttachmentChecks> attachments,
      ReceivingSettings settings,
      Map<String, Mailbox> mailboxes,
      Map<String, IntakeSettings> intake) {
    this.ledger = ledger;
    this.rules = rules;
    this.attachments = Map.copyOf(attachments);
    this.permittedSenders =
        settings.permittedSenders().stream().map(OdsCode::value).collect(Collectors.toSet());
    this.permittedMailboxes =
        settings.permittedMailboxes().stream().map(MailboxId::value).collect(Collectors.toSet());
    this.folders =
        mailboxes.entrySet().stream()
            .filter(each -> each.getValue().transport() instanceof Transport.Folders)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    this.practices =
        intake.entrySet().stream()
            .filter(each -> each.getValue().kind() == IntakeSettings.Kind.PRACTICE)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  Findings check(ToRead message, SendDocument document) {
    Findings findings = rules(message, document);
    findings
        .crashedRules()
        .forEach(
            crashed ->
                tell(
                    message.organisation(),
                    crashed,
                    "crashed-rule/",
                    "documents",
                    "where the check is binding, documents wait until it works.",
                    " If it lasts, tell the senders of what waits by other means."));
    if (!permitted(message, document)) {
      findings = findings.plus(ReceiverFindings.unauthorisedSender());
    }
    return findings.plus(attachments(message.organisation(), document));
  }

  /** What a message of another kind is. */
  Findings check(OtherMessage other) {
    return rules.check(other);
  }

  private Findings rules(ToRead message, SendDocument document) {
    return rules.check(document, beside(message));
  }

  /** What a response and its outside break: for our own people, whatever the response says. */
  Findings check(ToRead message, ItkResponse response) {
    Findings findings = rules.check(response, beside(message));
    findings
        .crashedRules()
        .forEach(
            crashed ->
                tell(
                    message.organisation(),
                    crashed,
                    "crashed-rule-of-responses/",
                    "responses",
                    "every response counts as what it says.",
                    ""));
    return findings;
  }

  // Of what was delivered to a mailbox, only an address that still names the patient can be
  // compared with the payload (GPCM-SD-CS-042). No other provider is anybody's registered practice
  // (GPCM-SD-OC-141, GPCM-SD-GE-268); whether a practice is this patient's is not known here.
  private MeshMetadata beside(ToRead message) {
    ToRead.Envelope envelope = message.envelope();
    MeshMetadata received =
        MeshMetadata.received(
            folders.contains(message.organisation()) ? Channel.CONTROL_FILE : Channel.API,
            message.message().sender(),
            envelope.recipient(),
            message.message().workflowId(),
            envelope.subject(),
            envelope.localId());
    return practices.contains(message.organisation())
        ? received
        : received.meantFor(envelope.recipient(), false);
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
  private void tell(
      String organisation,
      CrashedRule crashed,
      String problem,
      String checked,
      String effect,
      String beside) {
    ledger.tell(
        organisation,
        new AlertText(
            problem + crashed.requirement(),
            "A check of received " + checked + " does not work: " + crashed.requirement(),
            "Of this program, " + crashed.description() + ". No sender is blamed for it; " + effect,
            "Show this to the people who run this node, so that they install a version in which it"
                + " is mended."
                + beside));
  }

  // What could not be scanned is neither filed nor refused: it waits, and a person is told.
  private Findings attachments(String organisation, SendDocument document) {
    try {
      return attachments.get(organisation).check(document);
    } catch (MalwareScanner.UnreachableException e) {
      ledger.tell(
          organisation,
          new AlertText(
              "malware-scanner",
              "Received documents wait, because they cannot be scanned for malware",
              "Of the scanner that this node is configured with, " + e.getMessage() + ".",
              "Have the people who run this node start the scanner or correct scanning.clamd."
                  + " Documents are then taken in by themselves; nothing is lost."));
      throw e;
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
