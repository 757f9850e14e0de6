package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.InvalidValueException;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.MailboxId;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UseCase;
import gpcm.node.store.ContentStore;
import gpcm.report.DocumentReport;
import gpcm.rules.Findings;
import gpcm.rules.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the message of a document, and its report where none was handed in. A generic document is
 * never rendered: its first file is the document. Thread-safe.
 */
final class Drafting {
  private static final byte[] PLACEHOLDER = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);

  private final Rules rules = Rules.standard(Tolerances.NONE);
  private final ContentStore content;
  private final InstantSource clock;
  private final DocumentReport report;

  Drafting(ContentStore content, InstantSource clock, DocumentReport report) {
    this.content = content;
    this.clock = clock;
    this.report = report;
  }

  /**
   * A message not yet written.
   *
   * @param subject the subject line, as MESH can carry it
   * @param rendered the report that was made for it
   * @param size of its files, in bytes
   */
  record Draft(SendDocument message, String subject, Optional<byte[]> rendered, long size) {}

  /**
   * Makes the message of a document on trial, with placeholders for its files, so that what can
   * never be sent is refused before it is accepted. A Consultation Summary cannot fail here: its
   * builder takes every consultation.
   *
   * @throws SubmissionRefused when the message would not conform
   */
  void check(Document document, MailboxId mailbox) {
    if (document instanceof Consultation) {
      return;
    }
    List<Attachment> placeholders =
        document.attachments().stream()
            .map(
                file ->
                    Attachment.of(
                        file.contentType(), file.title(), AttachmentContent.of(PLACEHOLDER)))
            .toList();
    Findings findings;
    try {
      findings =
          rules.check(
              message(
                  document, mailbox, Optional.of(AttachmentContent.of(PLACEHOLDER)), placeholders));
    } catch (InvalidValueException e) {
      throw new SubmissionRefused("", e.rule(), e.remedy());
    }
    if (!findings.valid()) {
      throw new SubmissionRefused(
          "/resources", findings.diagnostics(), "Correct the resources that travel with it");
    }
  }

  Draft of(Document document, MailboxId mailbox, List<DocumentFile> files) {
    List<DocumentFile> declared = files.stream().filter(file -> !file.report()).toList();
    List<Attachment> attachments =
        declared.stream()
            .map(file -> Attachment.of(file.contentType(), file.title(), bytes(file)))
            .toList();
    Optional<AttachmentContent> ready =
        files.stream().filter(DocumentFile::report).findFirst().map(this::bytes);
    Optional<byte[]> rendered = ready.isPresent() ? Optional.empty() : render(document, declared);
    Optional<AttachmentContent> pdf = ready.or(() -> rendered.map(AttachmentContent::of));
    SendDocument message = message(document, mailbox, pdf, attachments);
    UseCase useCase = message.useCase().orElseThrow();
    return new Draft(
        message,
        MeshText.subject(
            useCase.subjectLine(UseCase.Subject.of(document), document.confidential())),
        rendered,
        pdf.map(AttachmentContent::size).orElse(0L)
            + attachments.stream().mapToLong(one -> one.content().size()).sum());
  }

  private SendDocument message(
      Document document,
      MailboxId mailbox,
      Optional<AttachmentContent> report,
      List<Attachment> attachments) {
    return SendDocument.of(document, mailbox, report, attachments, clock, UUID::randomUUID);
  }

  private Optional<byte[]> render(Document document, List<DocumentFile> declared) {
    try {
      return report.render(
          document,
          file -> bytes(declared.get(document.attachments().indexOf(file))).open(),
          clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be rendered", e);
    }
  }

  private AttachmentContent bytes(DocumentFile file) {
    return AttachmentContent.of(
        file.content().size(),
        file.content().hash().hex(),
        () -> content.open(file.content().hash()));
  }
}
