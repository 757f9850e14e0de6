package gpcm.node.sending;

import gpcm.attachments.AttachmentChecks;
import gpcm.attachments.MalwareScanner;
import gpcm.consultation.Consultation;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.consultation.FutureDate;
import gpcm.consultation.InvalidValueException;
import gpcm.exchange.FailedReplacement;
import gpcm.fhir.AttachmentContent;
import gpcm.mesh.MeshText;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.node.content.ContentHash;
import gpcm.node.content.ContentStore;
import gpcm.node.mailbox.Outside;
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
import java.util.ArrayList;
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
  private static final String PDF = "application/pdf";
  private static final byte[] PLACEHOLDER = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);

  private final Rules rules;
  private final AttachmentChecks attachments;
  private final ContentStore content;
  private final InstantSource clock;
  private final DocumentReport report;
  private final boolean disclosing;

  /**
   * @param rules what is looked at on trial
   * @param attachments what files are looked at by
   * @param content where the files are
   * @param report how a report is rendered
   * @param disclosing whether attachments and coded entries of a confidential document travel
   */
  public MessageAssembly(
      Rules rules,
      AttachmentChecks attachments,
      ContentStore content,
      InstantSource clock,
      DocumentReport report,
      boolean disclosing) {
    this.rules = rules;
    this.attachments = attachments;
    this.content = content;
    this.clock = clock;
    this.report = report;
    this.disclosing = disclosing;
  }

  /** Checks the outside of what is made here. */
  Outside outside() {
    return new Outside(rules);
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
   * Makes the message of a document on trial, so that what can never be sent, or what a receiver
   * would send back, is refused before it is accepted. A report that is rendered later is not
   * looked at.
   *
   * @param report the report that was handed in
   * @param files what the document declares, in its order
   * @param whenCrashed hears of each rule that crashed, whatever came of the others
   * @return what was found and does not keep it from being sent
   * @throws SubmissionRefused when the message would not conform
   * @throws NotCheckable when a rule crashed, or the malware scanner gave no verdict, and nobody
   *     can say whether it would
   */
  Findings check(
      Document document,
      MailboxId mailbox,
      Optional<AttachmentContent> report,
      List<AttachmentContent> files,
      Consumer<CrashedRule> whenCrashed) {
    FutureDate.in(document, clock.instant())
        .ifPresent(
            date -> {
              throw new SubmissionRefused(
                  date.pointer(), date.what() + " " + FutureDate.RULE, FutureDate.REMEDY);
            });
    Findings findings;
    try {
      report.ifPresent(pdf -> look(document, Attachment.of(PDF, "Report", pdf), "report"));
      List<Attachment> declared = new ArrayList<>();
      for (DeclaredAttachment file : document.attachments()) {
        int index = declared.size();
        declared.add(Attachment.of(file.contentType(), file.title(), files.get(index)));
        look(document, declared.getLast(), "/attachments/" + index);
      }
      AttachmentContent pdf = report.orElseGet(() -> AttachmentContent.of(PLACEHOLDER));
      findings =
          rules.check(
              message(
                  document,
                  UUID.randomUUID(),
                  mailbox,
                  new EnclosedFiles(Optional.of(pdf), declared)));
    } catch (InvalidValueException e) {
      throw new SubmissionRefused("", e.rule(), e.remedy());
    } catch (MalwareScanner.UnreachableException e) {
      throw new NotCheckable(e.getMessage());
    }
    findings.crashedRules().forEach(whenCrashed);
    return switch (findings.verdict()) {
      case Verdict.Valid() -> findings;
      case Verdict.Invalid invalid ->
          throw new SubmissionRefused(
              document instanceof Consultation ? "" : "/resources",
              findings.diagnostics(),
              document instanceof Consultation
                  ? "Correct the consultation"
                  : "Correct the resources that travel with it");
      case Verdict.Undecided(List<CrashedRule> crashed) ->
          throw new NotCheckable(crashed.getFirst().description());
    };
  }

  // What its receiver would say of it.
  private void look(Document document, Attachment attachment, String field) {
    attachments
        .check(attachment, field)
        .leading()
        .ifPresent(
            finding -> {
              throw new SubmissionRefused(
                  field,
                  "%s; a receiver answers %s, because %s expects %s"
                      .formatted(
                          finding.found(),
                          document.replaces().isPresent()
                              ? FailedReplacement.answerFor(finding.code().code())
                              : finding.code().code(),
                          finding.requirement(),
                          finding.expected()),
                  finding.fix());
            });
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
    return of(document, documentId, mailbox, files, file -> bytes(file, known));
  }

  /** The same of files that lie elsewhere. */
  Assembled of(
      Document document,
      UUID documentId,
      MailboxId mailbox,
      List<DocumentFile> files,
      Function<DocumentFile, AttachmentContent> bytes) {
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

  /** What the rules say of a message that was made. */
  Findings findings(SendDocument message) {
    return rules.check(message);
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
