package gpcm.node.sending;

import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.consultation.json.RecordedConsultation;
import gpcm.exchange.Deliverability;
import gpcm.exchange.DocumentState;
import gpcm.fhir.AttachmentContent;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.Lease;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ToCheck;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Says what would become of submissions, by the parts that decide it of real ones. Thread-safe. */
final class DryRuns {
  private static final String PDF = "application/pdf";

  private final Ledger ledger;
  private final Preparing preparing;
  private final MessageAssembly assembly;
  private final DeliveryCheck checks;
  private final Documents documents;

  DryRuns(
      Ledger ledger,
      Preparing preparing,
      MessageAssembly assembly,
      DeliveryCheck checks,
      Documents documents) {
    this.ledger = ledger;
    this.preparing = preparing;
    this.assembly = assembly;
    this.checks = checks;
    this.documents = documents;
  }

  /** The files of a submission, where they lie. */
  private record Files(
      ContentHash source, List<DocumentFile> all, Map<DocumentFile, AttachmentContent> bytes) {}

  DryRun of(Submission submission) throws IOException, InterruptedException {
    Map<String, Submission.File> named = preparing.requireSendable(submission);
    String organisation = submission.document().organisation().odsCode().value();
    Files files = files(submission, named);
    Optional<OutboxDocument> unchanged =
        preparing.unchanged(
            submission,
            organisation,
            Preparing.fingerprint(new StoredContent(files.source(), 0), files.all()));
    if (unchanged.isPresent()) {
      return unchanged(unchanged.get());
    }
    Succession succession = preparing.succession(submission, organisation);
    Instant now = ledger.clock().instant();
    Preparing.Ready ready = preparing.ready(submission, organisation, named, succession, now);
    Start start = ready.starting().start();
    List<DryRun.Step> steps = new ArrayList<>();
    ready
        .starting()
        .verdict()
        .steps()
        .forEach(
            each ->
                steps.add(
                    new DryRun.Step(each.name(), each.goesOn(), each.reason(), Optional.empty())));
    Optional<MessageAssembly.Assembled> assembled = Optional.empty();
    if (start.state() != DocumentState.NOT_SENT) {
      steps.add(new DryRun.Step("time", true, time(start, now), Optional.empty()));
      DeliveryCheck.Foreseen foreseen = foresee(submission, succession, organisation, files, now);
      steps.add(delivery(foreseen.delivery()));
      assembled = Optional.of(assembled(succession.document(), organisation, foreseen, files));
    }
    return new DryRun(
        Optional.empty(),
        succession.document().version(),
        replaced(organisation, succession.document()),
        succession.inPlaceOf(),
        steps,
        start.state(),
        start.state() == DocumentState.UNCONFIRMED || !goesOn(steps)
            ? Optional.empty()
            : Optional.of(start.waitsUntil().orElse(now)),
        assembled
            .map(made -> assembly.findings(made.message()).all())
            .orElseGet(() -> ready.findings().all()),
        assembled.flatMap(made -> report(made, files)));
  }

  private static boolean goesOn(List<DryRun.Step> steps) {
    return steps.stream().allMatch(DryRun.Step::goesOn);
  }

  private static DryRun unchanged(OutboxDocument standing) {
    return new DryRun(
        Optional.of(standing.id()),
        standing.encounter().version(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        standing.state(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static Files files(Submission submission, Map<String, Submission.File> named)
      throws IOException {
    Map<DocumentFile, AttachmentContent> bytes = new HashMap<>();
    List<DocumentFile> all = new ArrayList<>();
    if (submission.report().isPresent()) {
      Submission.File report = submission.report().get();
      AttachmentContent content = Preparing.content(report);
      all.add(new DocumentFile(0, report.name(), "Report", PDF, stored(content), true));
      bytes.put(all.getLast(), content);
    }
    for (DeclaredAttachment each : submission.document().attachments()) {
      AttachmentContent content = Preparing.content(named.get(each.file()));
      all.add(
          new DocumentFile(
              all.size(), each.file(), each.title(), each.contentType(), stored(content), false));
      bytes.put(all.getLast(), content);
    }
    return new Files(
        new ContentHash(AttachmentContent.of(submission.source()::open).sha256()), all, bytes);
  }

  private static StoredContent stored(AttachmentContent content) {
    return new StoredContent(new ContentHash(content.sha256()), content.size());
  }

  private static String time(Start start, Instant now) {
    if (start.state() == DocumentState.UNCONFIRMED) {
      return "it waits for a person who confirms it, and until %s at least"
          .formatted(start.waitsUntil().orElse(now));
    }
    return start
        .waitsUntil()
        .filter(until -> until.isAfter(now))
        .map(until -> "it waits until %s for changes (GPCM-SD-CS-075)".formatted(until))
        .orElse("it goes at once");
  }

  private DeliveryCheck.Foreseen foresee(
      Submission submission, Succession succession, String organisation, Files files, Instant now)
      throws InterruptedException {
    return checks.foresee(
        new ToCheck(new Lease(UUID.randomUUID(), 0), organisation, files.source(), false, 0, now),
        new RecordedConsultation(
            succession.document(), submission.numbered(), submission.circumstances()));
  }

  private static DryRun.Step delivery(Deliverability found) {
    return switch (found) {
      case Deliverability.Deliverable can ->
          new DryRun.Step("delivery", true, can.words(), Optional.empty());
      case Deliverability.NotKnownYet later ->
          new DryRun.Step(
              "delivery",
              true,
              "that cannot be found out now, and is tried again: " + later.reason(),
              Optional.empty());
      case Deliverability.NeedsPerson held ->
          new DryRun.Step(
              "delivery",
              false,
              "it would be held for a person: " + held.reason(),
              Optional.of(held.whatToDo()));
      case Deliverability.MustNot not ->
          new DryRun.Step(
              "delivery",
              false,
              "it would not be sent: " + not.reason(),
              Optional.of(not.whatToDo()));
    };
  }

  private MessageAssembly.Assembled assembled(
      Document document, String organisation, DeliveryCheck.Foreseen foreseen, Files files) {
    Document travelling =
        document.about(
            Building.described(document.patient(), foreseen.number(), foreseen.restricted()));
    return assembly.of(
        travelling,
        UUID.randomUUID(),
        preparing.mailbox(organisation).id(),
        files.all(),
        files.bytes()::get);
  }

  private Optional<DryRun.Replaced> replaced(String organisation, Document document) {
    return document
        .replaces()
        .flatMap(
            called ->
                ledger
                    .database()
                    .jdbi()
                    .withHandle(handle -> documents.called(handle, organisation, called))
                    .map(earlier -> new DryRun.Replaced(earlier.id(), called)));
  }

  private static Optional<DryRun.Report> report(MessageAssembly.Assembled made, Files files) {
    return made.rendered()
        .map(pdf -> new DryRun.Report(Building.rendered(made, pdf, 0), false, Optional.of(pdf)))
        .or(
            () ->
                files.all().stream()
                    .filter(DocumentFile::report)
                    .findFirst()
                    .map(file -> new DryRun.Report(file, true, Optional.empty())));
  }
}
