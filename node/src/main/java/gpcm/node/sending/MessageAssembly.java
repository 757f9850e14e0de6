package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.InvalidValueException;
import gpcm.fhir.AttachmentContent;
import gpcm.mesh.MeshText;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.node.content.ContentHash;
import gpcm.node.content.ContentStore;
import gpcm.report.DocumentReport;
import gpcm.rules.CrashedRule;
import gpcm.rules.Findings;
import gpcm.rules.Rules;
import gpcm.rules.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes the message of a document, and its report where none was handed in. A generic document is
 * never rendered: its first file is the document. Thread-safe.
 */
public final class MessageAssembly {
  private static final byte[] PLACEHOLDER = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);

  private final Rules rules;
  private final ContentStore content;
  private final InstantSource clock;
  private final DocumentReport report;
  private final boolean disclosing;

  /**
   * @param rules what is looked at on trial
   * @param content where the files are
   * @param report how a report is rendered
   * @param disclosing whether attachments and coded entries of a confidential document travel
   */
  public MessageAssembly(
      Rules rules,
      ContentStore content,
      InstantSource clock,
      DocumentReport report,
      boolean disclosing) {
    this.rules = rules;
    this.content = content;
    this.clock = clock;
    this.report = report;
    this.disclosing = disclosing;
  }

  /**
   * A message not yet written.
   *
   * @param subject the subject line, as MESH can carry it
   * @param rendered the report that was made for it
   * @param size of its files, in bytes
   */
  record Assembled(SendDocument message, String subject, Optional<byte[]> rendered, long size) {}

  /**
   * Makes the message of a document on trial, with placeholders for its files, so that what can
   * never be sent is refused before it is accepted. A Consultation Summary cannot fail here: its
   * builder takes every consultation.
   *
   * @param whenCrashed hears of each rule that crashed, whatever came of the others
   * @throws SubmissionRefused when the message would not conform
   * @throws NotCheckable when a rule crashed and nobody can say whether it would
   */
  void check(Document document, MailboxId mailbox, Consumer<CrashedRule> whenCrashed) {
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
                  document,
                  UUID.randomUUID(),
                  mailbox,
                  new EnclosedFiles(Optional.of(AttachmentContent.of(PLACEHOLDER)), placeholders)));
    } catch (InvalidValueException e) {
      throw new SubmissionRefused("", e.rule(), e.remedy());
    }
    findings.crashedRules().forEach(whenCrashed);
    switch (findings.verdict()) {
      case Verdict.Valid() -> {}
      case Verdict.Invalid invalid ->
          throw new SubmissionRefused(
              "/resources", findings.diagnostics(), "Correct the resources that travel with it");
      case Verdict.Undecided(List<CrashedRule> crashed) ->
          throw new NotCheckable(crashed.getFirst().description());
    }
  }

  /**
   * Makes the message of a document.
   *
   * @param documentId its id
   * @param known bytes of its files that need not be read from the content store
   */
  Assembled of(
      Document document,
      UUID documentId,
      MailboxId mailbox,
      List<DocumentFile> files,
      Map<ContentHash, byte[]> known) {
    Function<DocumentFile, AttachmentContent> bytes = file -> bytes(file, known);
    List<DocumentFile> declared = files.stream().filter(file -> !file.report()).toList();
    List<Attachment> attachments =
        declared.stream()
            .map(file -> Attachment.of(file.contentType(), file.title(), bytes.apply(file)))
            .toList();
    Optional<AttachmentContent> ready =
        files.stream().filter(DocumentFile::report).findFirst().map(bytes);
    Optional<byte[]> rendered =
        ready.isPresent() ? Optional.empty() : render(document, declared, bytes);
    Optional<AttachmentContent> pdf = ready.or(() -> rendered.map(AttachmentContent::of));
    SendDocument message =
        message(document, documentId, mailbox, new EnclosedFiles(pdf, attachments));
    UseCase useCase = message.useCase().orElseThrow();
    return new Assembled(
        message,
        MeshText.subject(
            useCase.subjectLine(UseCase.Subject.of(document), document.confidential())),
        rendered,
        message.attachments().stream().mapToLong(one -> one.content().size()).sum());
  }

  private SendDocument message(
      Document document, UUID documentId, MailboxId mailbox, EnclosedFiles files) {
    Iterator<UUID> ids =
        Stream.concat(Stream.of(documentId), Stream.generate(UUID::randomUUID)).iterator();
    return SendDocument.of(
        document, mailbox, disclosing ? files.disclosing() : files, clock, ids::next);
  }

  private Optional<byte[]> render(
      Document document,
      List<DocumentFile> declared,
      Function<DocumentFile, AttachmentContent> bytes) {
    try {
      return report.render(
          document,
          file -> bytes.apply(declared.get(document.attachments().indexOf(file))).open(),
          clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be rendered", e);
    }
  }

  private AttachmentContent bytes(DocumentFile file, Map<ContentHash, byte[]> known) {
    ContentHash hash = file.content().hash();
    byte[] here = known.get(hash);
    return AttachmentContent.of(
        file.content().size(),
        hash.hex(),
        () -> here != null ? new ByteArrayInputStream(here) : content.open(hash));
  }
}
