package gpcm.node.receiving;

import gpcm.message.Attachment;
import gpcm.message.CompositionView;
import gpcm.message.PatientView;
import gpcm.message.RecipientType;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.SourceFinding;
import gpcm.message.UseCase;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.ReceivedMessage;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Transaction;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.Organization;
import org.jdbi.v3.core.Handle;

/**
 * Turns an accepted document into a worklist entry: with its subject line, its version and all its
 * attachments together (GPCM-SD-CS-029, -030, -031), in the place of the version it replaces
 * (GPCM-SD-023). Thread-safe.
 */
final class WorklistFiling {
  private static final Pattern VERSION = Pattern.compile("Version\\s+(\\d{1,6})\\s*$");

  private final ContentStore content;
  private final WorklistEntries entries;
  private final Timeline timeline;

  WorklistFiling(ContentStore content, WorklistEntries entries, Timeline timeline) {
    this.content = content;
    this.entries = entries;
    this.timeline = timeline;
  }

  /**
   * The entry that the document says it replaces; empty when it replaces none, or none about this
   * patient that is here: a document never takes the place of another patient's.
   */
  Optional<WorklistEntry> original(Handle handle, String organisation, SendDocument document) {
    return document.composition().replaces().stream()
        .flatMap(target -> entries.lockReplaced(handle, organisation, target).stream())
        .filter(entry -> entry.patient().nhsNumber().equals(nhsNumber(document)))
        .findFirst();
  }

  WorklistEntry file(
      Transaction transaction,
      ReceivedMessage message,
      SendDocument document,
      Findings findings,
      PatientRegistry.Match match,
      Optional<WorklistEntry> original) {
    Handle handle = transaction.handle();
    CompositionView composition = document.composition();
    Optional<PatientView> patient = document.patient();
    String text = composition.text().orElse("");
    WorklistEntry entry =
        new WorklistEntry(
            UUID.randomUUID(),
            message.id(),
            message.organisation(),
            state(document, match),
            document.useCase().map(UseCase::name).orElse("unknown"),
            document.handling().recipientType().map(RecipientType::code).orElse(""),
            new EntryHeading(
                line(document, message.subject(), text),
                composition.title().orElse(""),
                version(message.subject(), text),
                composition.restricted()),
            new StatedPatient(
                nhsNumber(document),
                patient.map(PatientView::displayName).orElse(""),
                patient.flatMap(PatientView::birthDate).orElse("")),
            new Sender(
                document.header().senderOds().orElse(""),
                composition.restricted() ? "" : senderName(document)),
            new EntryIdentifiers(
                document.handling().senderReference().orElse(""),
                document.messageId().orElseThrow(),
                document.documentId().orElseThrow(),
                composition.replaces().stream().findFirst()),
            Optional.empty(),
            warnings(message, document, findings, match, original),
            message.receivedAt());
    entries.add(
        handle, entry, composition.identifier().orElse(""), files(handle, document.attachments()));
    original.ifPresent(
        replaced -> {
          entries.replaced(handle, replaced.id(), entry.id());
          timeline.ofReceived(
              handle,
              replaced.organisation(),
              replaced.received(),
              "replaced",
              "by worklist entry " + entry.id());
        });
    return entry;
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
      Handle handle, WorklistEntry original, ReceivedMessage replacement, ResponseCode code) {
    entries.warn(
        handle,
        original.id(),
        "A later version of this document came and was sent back (%s %s), so this one may be out of date. Ask its sender for the current one."
            .formatted(code.code(), code.display()));
    timeline.ofReceived(
        handle,
        original.organisation(),
        original.received(),
        "replacement-sent-back",
        "received message " + replacement.id() + ", " + code.code());
  }

  private static String nhsNumber(SendDocument document) {
    return document.patient().flatMap(PatientView::nhsNumber).orElse("");
  }

  private static WorklistEntry.State state(SendDocument document, PatientRegistry.Match match) {
    if (!match.standing().response().positive()) {
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

  private static String senderName(SendDocument document) {
    return document.document().stream()
        .flatMap(bundle -> bundle.getEntry().stream())
        .map(BundleEntryComponent::getResource)
        .filter(Organization.class::isInstance)
        .map(Organization.class::cast)
        .map(Organization::getName)
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .orElse("");
  }

  private static List<String> warnings(
      ReceivedMessage message,
      SendDocument document,
      Findings findings,
      PatientRegistry.Match match,
      Optional<WorklistEntry> original) {
    List<String> warnings = new ArrayList<>();
    original
        .flatMap(WorklistEntry::replacedBy)
        .ifPresent(
            other ->
                warnings.add(
                    "The document that this one replaces was replaced before, by worklist entry "
                        + other
                        + ". Look at both before you act on either."));
    match.warning().ifPresent(warnings::add);
    if (subjectNamesSomebodyElse(message, document)) {
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
  private static boolean subjectNamesSomebodyElse(ReceivedMessage message, SendDocument document) {
    String digits = message.subject().replaceAll("[^0-9]", "");
    return !message.subject().isBlank()
        && document
            .patient()
            .flatMap(PatientView::nhsNumber)
            .filter(number -> !digits.contains(number.replaceAll("[^0-9]", "")))
            .isPresent();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  private List<WorklistFile> files(Handle handle, List<Attachment> attachments) {
    List<WorklistFile> files = new ArrayList<>();
    for (Attachment attachment : attachments) {
      try (InputStream bytes = attachment.content().open()) {
        files.add(
            new WorklistFile(
                files.size(),
                attachment.title(),
                attachment.contentType(),
                content.put(handle, bytes)));
      } catch (IOException e) {
        throw new UncheckedIOException("an attachment cannot be read back", e);
      }
    }
    return files;
  }
}
