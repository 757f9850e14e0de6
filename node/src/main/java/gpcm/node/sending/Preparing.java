package gpcm.node.sending;

import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.exchange.AlertText;
import gpcm.exchange.HoldKind;
import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentContent.Source;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.Ledger;
import gpcm.node.mailbox.Mailbox;
import gpcm.rules.CrashedRule;
import gpcm.rules.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * What is found out and decided of a submission before anything of it is stored, whether it is then
 * handed in or was a dry run. Thread-safe.
 */
final class Preparing {
  private final Ledger ledger;
  private final Map<String, Mailbox> mailboxes;
  private final Routing routing;
  private final MessageAssembly assembly;
  private final DeliveryCheck checks;
  private final Documents documents;

  Preparing(
      Ledger ledger,
      Map<String, Mailbox> mailboxes,
      Routing routing,
      MessageAssembly assembly,
      DeliveryCheck checks,
      Documents documents) {
    this.ledger = ledger;
    this.mailboxes = Map.copyOf(mailboxes);
    this.routing = routing;
    this.assembly = assembly;
    this.checks = checks;
    this.documents = documents;
  }

  /**
   * Decided, and not stored.
   *
   * @param findings what was found in the message on trial and does not keep it from being sent
   * @param starting how it would begin, or begins
   */
  record Ready(Succession succession, Findings findings, Starting starting) {}

  /** The mailbox that an organisation of this node sends from. */
  Mailbox mailbox(String organisation) {
    return mailboxes.get(organisation);
  }

  /**
   * The files of a submission by their names.
   *
   * @throws SubmissionRefused when they are not what it declares, or nobody could send it from here
   */
  Map<String, Submission.File> requireSendable(Submission submission) {
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
    return files;
  }

  /** Checks and decides. */
  Ready ready(
      Submission submission,
      String organisation,
      Map<String, Submission.File> files,
      Succession succession,
      Instant now)
      throws IOException {
    Document document = succession.document();
    Findings findings = check(document, submission, files);
    Optional<Boolean> regular = checks.regularHere(organisation, document);
    Starting starting =
        reading(
            handle ->
                Starting.of(
                    handle,
                    organisation,
                    submission,
                    stopped(handle, succession),
                    checks,
                    regular,
                    ledger.pace(),
                    now));
    return new Ready(succession, findings, starting);
  }

  /**
   * Where it stands among what was handed in about its encounter before.
   *
   * @throws SubmissionRefused when it cannot stand there
   */
  Succession succession(Submission submission, String organisation) {
    Document document = submission.document();
    return reading(
        handle -> {
          List<OutboxDocument> earlier =
              documents.ofEncounter(handle, OutboxView.of(organisation), document.encounterId());
          Set<UUID> copied = documents.withCopyGone(handle, earlier);
          return Succession.of(
              submission.recorded() ? numbered(submission, earlier, copied) : document,
              earlier,
              copied,
              named(handle, organisation, document),
              submission.again(),
              submission.recorded());
        });
  }

  private static Document numbered(
      Submission submission, List<OutboxDocument> earlier, Set<UUID> copied) {
    int next = Succession.next(earlier, copied);
    Document document = submission.document();
    if (submission.numbered() && document.version() != next) {
      throw new SubmissionRefused(
          SubmissionRefused.Reason.VERSION,
          "/version",
          "the next report of this encounter is version %d (GPCM-SD-CS-007)".formatted(next),
          "Leave the version out: this node numbers the reports");
    }
    return submission.numbered(next).document();
  }

  private List<OutboxDocument> named(Handle handle, String organisation, Document document) {
    if (document.replaces().isEmpty()) {
      return List.of();
    }
    String name = document.replaces().get();
    Optional<OutboxDocument> called = documents.called(handle, organisation, name);
    return called.isPresent()
        ? List.of(called.get())
        : documents.ofEncounter(handle, OutboxView.of(organisation), name);
  }

  private Findings check(
      Document document, Submission submission, Map<String, Submission.File> files)
      throws IOException {
    List<AttachmentContent> contents = new ArrayList<>();
    for (DeclaredAttachment declared : document.attachments()) {
      contents.add(content(files.get(declared.file())));
    }
    Optional<AttachmentContent> report = Optional.empty();
    if (submission.report().isPresent()) {
      report = Optional.of(content(submission.report().get()));
    }
    String organisation = document.organisation().odsCode().value();
    return assembly.check(
        document,
        mailboxes.get(organisation).id(),
        report,
        contents,
        crashed -> tell(organisation, crashed));
  }

  static AttachmentContent content(Submission.File file) throws IOException {
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

  /**
   * Tells one submission from another: the consultation's bytes, and each file's kind and bytes.
   */
  static ContentHash fingerprint(StoredContent source, List<DocumentFile> files) {
    String all =
        files.stream()
            .map(file -> (file.report() ? "report " : "file ") + file.content().hash().hex())
            .collect(Collectors.joining("\n", source.hash().hex() + "\n", ""));
    return ContentHash.of(all.getBytes(StandardCharsets.US_ASCII));
  }

  private boolean stopped(Handle handle, Succession succession) {
    return succession
        .inPlaceOf()
        .flatMap(waiting -> documents.find(handle, waiting))
        .flatMap(held -> held.progress().held())
        .filter(hold -> hold.kind() == HoldKind.PERSON)
        .isPresent();
  }

  // Told again that nothing has changed: neither its time nor what was decided begins anew.
  Optional<OutboxDocument> unchanged(
      Submission submission, String organisation, ContentHash fingerprint) {
    if (!submission.recorded()) {
      return Optional.empty();
    }
    return reading(
        handle ->
            documents
                .latest(handle, organisation, submission.document().encounterId())
                .filter(latest -> latest.fingerprint().equals(fingerprint))
                .flatMap(latest -> documents.find(handle, latest.id()))
                .filter(latest -> !latest.takenBack()));
  }

  private <T> T reading(HandleCallback<T, RuntimeException> query) {
    return ledger.database().jdbi().withHandle(query);
  }
}
