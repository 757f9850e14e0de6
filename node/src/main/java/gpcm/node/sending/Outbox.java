package gpcm.node.sending;

import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentFact;
import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentContent.Source;
import gpcm.message.MailboxId;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.journal.Timeline;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.mailbox.Mailbox;
import gpcm.rules.CrashedRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.HandleCallback;

/**
 * The outbox of the organisations this node sends for: takes consultations in, and shows where each
 * document has got to. What {@link #submit} has answered is committed; everything after that
 * happens by itself. Thread-safe.
 */
public final class Outbox {
  private static final String PDF = "application/pdf";

  private final Ledger ledger;
  private final Timeline timeline;
  private final Map<String, Mailbox> mailboxes;
  private final Routing routing;
  private final MessageAssembly assembly;
  private final Acceptance acceptance;
  private final Runnable whenAccepted;
  private final Documents documents = new Documents();

  /**
   * @param mailboxes the organisations this node works for, by ODS code
   * @param whenAccepted runs after each commit: there is something to build
   */
  public Outbox(
      Ledger ledger,
      Timeline timeline,
      Map<String, Mailbox> mailboxes,
      Routing routing,
      MessageAssembly assembly,
      Runnable whenAccepted) {
    this.ledger = ledger;
    this.timeline = timeline;
    this.mailboxes = Map.copyOf(mailboxes);
    this.routing = routing;
    this.assembly = assembly;
    this.acceptance = new Acceptance(ledger);
    this.whenAccepted = whenAccepted;
  }

  /**
   * What came of handing a consultation in.
   *
   * @param id this node's id of the document
   * @param created false when the idempotency key had been used before and nothing was added
   */
  public record Accepted(UUID id, boolean created) {}

  /**
   * Takes a consultation in: stores it with its attachments and has it built and sent.
   *
   * @return the new document, or the earlier one with the same idempotency key
   * @throws SubmissionRefused when it cannot be sent as it is; nothing is stored
   * @throws NotCheckable when a check crashed, so that it may be handed in again; nothing is stored
   * @throws IOException when a file cannot be read; nothing is stored
   */
  public Accepted submit(Submission submission) throws IOException {
    Document document = submission.document();
    String organisation = document.organisation().odsCode().value();
    if (!mailboxes.containsKey(organisation)) {
      throw new SubmissionRefused(
          "/organisation/odsCode",
          "this node does not send for organisation " + organisation,
          "Send one of "
              + mailboxes.keySet().stream().sorted().toList()
              + ", or configure it with the role sender");
    }
    if (document instanceof GenericDocument && submission.report().isPresent()) {
      throw new SubmissionRefused(
          "report",
          "a generic document has no report: its first attachment is the document",
          "Declare the file under attachments");
    }
    Map<String, Submission.File> files = files(submission);
    // Fails here and now, not after the document was accepted.
    routing.check(mailboxes.get(organisation), document);
    check(submission, mailboxes.get(organisation).id(), files);
    return accept(submission, organisation, files);
  }

  private void check(Submission submission, MailboxId mailbox, Map<String, Submission.File> files)
      throws IOException {
    Document document = submission.document();
    List<AttachmentContent> contents = new ArrayList<>();
    for (DeclaredAttachment declared : document.attachments()) {
      contents.add(content(files.get(declared.file())));
    }
    Optional<AttachmentContent> report = Optional.empty();
    if (submission.report().isPresent()) {
      report = Optional.of(content(submission.report().get()));
    }
    String organisation = document.organisation().odsCode().value();
    assembly.check(document, mailbox, report, contents, crashed -> tell(organisation, crashed));
  }

  private static AttachmentContent content(Submission.File file) throws IOException {
    AttachmentContent content = AttachmentContent.of((Source) file.bytes()::open);
    if (content.size() == 0) {
      throw new SubmissionRefused(
          "attachments",
          "the file '" + file.name() + "' is empty",
          "Leave it out, or find out why it is empty");
    }
    return content;
  }

  // A crashed rule is a fault of this program, whatever becomes of the document.
  private void tell(String organisation, CrashedRule crashed) {
    ledger.tell(
        organisation,
        new AlertText(
            "crashed-rule-of-sending/" + crashed.requirement(),
            "A check of documents to be sent does not work: " + crashed.requirement(),
            "Of this program, "
                + crashed.description()
                + ". Where the check is binding, documents are not taken in until it works.",
            "Show this to the people who run this node, so that they install a version in which it"
                + " is mended. If it lasts, send by other means what cannot wait."));
  }

  private static Map<String, Submission.File> files(Submission submission) {
    Map<String, Submission.File> files =
        submission.attachments().stream()
            .collect(
                Collectors.toMap(
                    Submission.File::name,
                    Function.identity(),
                    (one, other) -> {
                      throw new SubmissionRefused(
                          "attachments",
                          "two files are called '" + one.name() + "'",
                          "Give each file a name of its own");
                    }));
    List<DeclaredAttachment> declared = submission.document().attachments();
    for (int i = 0; i < declared.size(); i++) {
      if (!files.containsKey(declared.get(i).file())) {
        throw new SubmissionRefused(
            "/attachments/" + i + "/file",
            "no file of this name was handed in with the consultation",
            "Add it as a part with this file name");
      }
    }
    if (files.size() > declared.size()) {
      throw new SubmissionRefused(
          "/attachments",
          "a file was handed in that the consultation does not declare",
          "Declare every file with its title and content type");
    }
    return files;
  }

  private Accepted accept(
      Submission submission, String organisation, Map<String, Submission.File> files)
      throws IOException {
    Document document = submission.document();
    document
        .replaces()
        .flatMap(
            replaced -> reading(handle -> documents.byDocumentId(handle, organisation, replaced)))
        .ifPresent(replaced -> follows(document, replaced));
    UUID id = UUID.randomUUID();
    Handed source = Handed.of(submission.source(), ledger.content());
    List<Handed> bytes = new ArrayList<>(List.of(source));
    List<DocumentFile> stored = new ArrayList<>();
    if (submission.report().isPresent()) {
      Submission.File report = submission.report().get();
      stored.add(new DocumentFile(report.name(), "Report", PDF, file(report, bytes), true));
    }
    for (DeclaredAttachment attachment : document.attachments()) {
      stored.add(
          new DocumentFile(
              attachment.file(),
              attachment.title(),
              attachment.contentType(),
              file(files.get(attachment.file()), bytes),
              false));
    }
    ContentHash fingerprint = fingerprint(source.content(), stored);
    List<Row> rows = new ArrayList<>();
    for (int ordinal = 0; ordinal < stored.size(); ordinal++) {
      rows.add(DocumentRows.file(id, ordinal, stored.get(ordinal)));
    }
    boolean accepted =
        acceptance.commit(
            new Acceptance.Prepared(
                id,
                organisation,
                "%s of encounter %s, version %d, %d attachments"
                    .formatted(
                        document.useCase(),
                        document.encounterId(),
                        document.version(),
                        document.attachments().size()),
                DocumentRows.document(
                    id, submission, source.content(), fingerprint, ledger.clock().instant()),
                rows,
                bytes));
    if (!accepted) {
      return new Accepted(
          earlier(organisation, submission.idempotencyKey().orElseThrow(), fingerprint), false);
    }
    whenAccepted.run();
    return new Accepted(id, true);
  }

  // What this node has not sent itself it cannot compare with.
  private static void follows(Document document, OutboxDocument replaced) {
    if (!document.patient().nhsNumber().value().equals(replaced.patient().nhsNumber())) {
      throw new SubmissionRefused(
          "/patient/nhsNumber",
          "the document it replaces is about another patient",
          "Check which document it is to replace, or leave out 'replaces'");
    }
    if (!document.encounterId().equals(replaced.encounter().id())) {
      throw new SubmissionRefused(
          "/encounterId",
          "the document it replaces is about encounter " + replaced.encounter().id(),
          "All versions of one encounter carry its id");
    }
    if (document.version() != replaced.encounter().version() + 1) {
      throw new SubmissionRefused(
          "/version",
          "the document it replaces is version %d (GPCM-SD-CS-007)"
              .formatted(replaced.encounter().version()),
          "Send it as version " + (replaced.encounter().version() + 1));
    }
  }

  /**
   * Tells one submission from another: the consultation's bytes, and each file's kind and bytes.
   */
  private static ContentHash fingerprint(StoredContent source, List<DocumentFile> files) {
    String all =
        files.stream()
            .map(file -> (file.report() ? "report " : "file ") + file.content().hash().hex())
            .collect(Collectors.joining("\n", source.hash().hex() + "\n", ""));
    return ContentHash.of(all.getBytes(StandardCharsets.US_ASCII));
  }

  // Taking another consultation for a repetition would lose it without a word.
  private UUID earlier(String organisation, String idempotencyKey, ContentHash fingerprint) {
    Documents.Submitted earlier =
        reading(handle -> documents.byIdempotencyKey(handle, organisation, idempotencyKey))
            .orElseThrow();
    if (!earlier.fingerprint().equals(fingerprint)) {
      throw new SubmissionRefused(
          "Idempotency-Key",
          "this key was used before for another consultation, document " + earlier.id(),
          "Send this one with a key of its own; repeat a key only with the very same bytes");
    }
    return earlier.id();
  }

  private StoredContent file(Submission.File file, List<Handed> bytes) throws IOException {
    Handed handed = Handed.of(file.bytes(), ledger.content());
    bytes.add(handed);
    return handed.content();
  }

  /**
   * Sends a document that failed or is overdue again, unchanged, in the name of a person. The
   * receiver tells a copy by its ids.
   *
   * @return false when there is no such document, or it is in a state from which nothing is resent
   */
  public boolean resend(UUID id, String person) {
    Optional<OutboxDocument> document = find(id).filter(OutboxDocument::resendable);
    if (document.isEmpty()) {
      return false;
    }
    boolean built = document.get().identifiers().messageId().isPresent();
    ledger.apply(List.of(new StepResult().document(id, new DocumentFact.Resent(person, built))));
    whenAccepted.run();
    return true;
  }

  private <T> T reading(HandleCallback<T, RuntimeException> query) {
    return ledger.database().jdbi().withHandle(query);
  }

  /** The documents that {@code query} asks for, newest first. */
  public List<OutboxDocument> list(OutboxQuery query) {
    return reading(handle -> documents.list(handle, query));
  }

  /** The document with this node's id of it. */
  public Optional<OutboxDocument> find(UUID id) {
    return reading(handle -> documents.find(handle, id));
  }

  /**
   * The files of a document: the report once it is made, then the attachments; empty when there is
   * no such document.
   */
  public List<DocumentFile> files(UUID id) {
    return reading(handle -> documents.files(handle, id));
  }

  /** What happened to a document, oldest first. */
  public List<TimelineEvent> timeline(UUID id) {
    return timeline.ofDocument(id);
  }
}
