package gpcm.node.sending;

import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.exchange.MeshStanding;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.demographics.KeptLookUp;
import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.Timeline;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.store.Along;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
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
  private final DeliveryCheck checks;
  private final Preparing preparing;
  private final DryRuns dryRuns;
  private final Acceptance acceptance;
  private final Tracking tracking;
  private final Runnable whenAccepted;
  private final BiFunction<Document, UUID, Along> unsaid;
  private final Documents documents = new Documents();

  /**
   * @param mailboxes the organisations this node works for, by ODS code
   * @param checks finds out whether documents can be delivered
   * @param tracking asks MESH what became of what was sent
   * @param whenAccepted runs after each commit: there is something to build
   * @param unsaid what is written with a new document when whoever hands it in says nothing
   */
  public Outbox(
      Ledger ledger,
      Timeline timeline,
      Map<String, Mailbox> mailboxes,
      Routing routing,
      MessageAssembly assembly,
      DeliveryCheck checks,
      Tracking tracking,
      Runnable whenAccepted,
      BiFunction<Document, UUID, Along> unsaid) {
    this.ledger = ledger;
    this.timeline = timeline;
    this.checks = checks;
    this.preparing = new Preparing(ledger, mailboxes, routing, assembly, checks, documents);
    this.dryRuns = new DryRuns(ledger, preparing, assembly, checks, documents);
    this.acceptance = new Acceptance(ledger);
    this.tracking = tracking;
    this.whenAccepted = whenAccepted;
    this.unsaid = unsaid;
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
    return submit(submission, id -> unsaid.apply(submission.document(), id));
  }

  /**
   * As {@link #submit(Submission)}.
   *
   * @param along what is written with the new document, of which it hears the id
   */
  public Accepted submit(Submission submission, Function<UUID, Along> along) throws IOException {
    Map<String, Submission.File> files = preparing.requireSendable(submission);
    String organisation = submission.document().organisation().odsCode().value();
    return accept(
        submission, organisation, files, stored(submission, files), looked(organisation, along));
  }

  // Whoever may still change it sees early where it would go.
  private Function<UUID, Along> looked(String organisation, Function<UUID, Along> along) {
    return checks.asks(organisation)
        ? id ->
            handle -> {
              along.apply(id).write(handle);
              WantedLooks.early(id, ledger.clock().instant()).write(handle);
            }
        : along;
  }

  /**
   * What would become of a submission if it were handed in now: the same is asked, checked and
   * decided, and nothing is kept, claimed or sent.
   *
   * @throws SubmissionRefused when it would be refused
   * @throws NotCheckable when a check crashed, so that nobody can say
   * @throws IOException when a file cannot be read
   * @throws InterruptedException when the thread is to stop
   */
  public DryRun dryRun(Submission submission) throws IOException, InterruptedException {
    return dryRuns.of(submission);
  }

  /** The bytes that were handed in, and what tells them from others. */
  private record Stored(
      Handed source, List<DocumentFile> files, List<Handed> bytes, ContentHash fingerprint) {}

  private Stored stored(Submission submission, Map<String, Submission.File> files)
      throws IOException {
    Handed source = Handed.of(submission.source(), ledger.content());
    List<Handed> bytes = new ArrayList<>(List.of(source));
    List<DocumentFile> stored = new ArrayList<>();
    if (submission.report().isPresent()) {
      Submission.File report = submission.report().get();
      stored.add(new DocumentFile(0, report.name(), "Report", PDF, file(report, bytes), true));
    }
    for (DeclaredAttachment attachment : submission.document().attachments()) {
      stored.add(
          new DocumentFile(
              stored.size(),
              attachment.file(),
              attachment.title(),
              attachment.contentType(),
              file(files.get(attachment.file()), bytes),
              false));
    }
    return new Stored(source, stored, bytes, Preparing.fingerprint(source.content(), stored));
  }

  private Accepted accept(
      Submission submission,
      String organisation,
      Map<String, Submission.File> files,
      Stored stored,
      Function<UUID, Along> along)
      throws IOException {
    Optional<Accepted> same =
        preparing
            .unchanged(submission, organisation, stored.fingerprint())
            .map(latest -> new Accepted(latest.id(), false));
    if (same.isPresent()) {
      return same.get();
    }
    Succession succession;
    try {
      succession = preparing.succession(submission, organisation);
    } catch (SubmissionRefused refused) {
      // A repetition under its own key is none of another's version.
      return repeated(organisation, submission, stored.fingerprint()).orElseThrow(() -> refused);
    }
    Document document = succession.document();
    Instant now = ledger.clock().instant();
    Starting starting =
        preparing.ready(submission, organisation, files, succession, now).starting();
    UUID id = UUID.randomUUID();
    boolean accepted =
        acceptance.commit(
            new Acceptance.Prepared(
                id,
                organisation,
                starting.events(
                    "%s of encounter %s, version %d, %d attachments%s"
                        .formatted(
                            document.useCase(),
                            document.encounterId(),
                            document.version(),
                            document.attachments().size(),
                            succession.words())),
                DocumentRows.document(
                    id,
                    document,
                    submission,
                    stored.source().content(),
                    stored.fingerprint(),
                    starting.start(),
                    now),
                stored.files().stream().map(file -> DocumentRows.file(id, file)).toList(),
                succession,
                stored.bytes(),
                along.apply(id)));
    if (!accepted) {
      Optional<Accepted> repetition = repeated(organisation, submission, stored.fingerprint());
      if (repetition.isPresent()) {
        return repetition.get();
      }
      // What was to be updated has left meanwhile, or somebody else was first: it stands elsewhere.
      if (!submission.recorded()
          && preparing.succession(submission, organisation).passed().equals(succession.passed())) {
        throw overtaken();
      }
      // What was with nobody has been sent again meanwhile: this one has to replace it now.
      return accept(submission, organisation, files, stored, along);
    }
    whenAccepted.run();
    return new Accepted(id, true);
  }

  /** Somebody handed the same version in at the same time, and was first. */
  private static SubmissionRefused overtaken() {
    return new SubmissionRefused(
        SubmissionRefused.Reason.VERSION_TAKEN,
        "/version",
        "this version of the encounter was handed in at the same time by somebody else",
        "Look at what was taken in, and hand yours in again if it still has to go");
  }

  /** The document that was handed in under the same idempotency key before. */
  private Optional<Accepted> repeated(
      String organisation, Submission submission, ContentHash fingerprint) {
    return submission
        .idempotencyKey()
        .flatMap(key -> reading(handle -> documents.byIdempotencyKey(handle, organisation, key)))
        .map(
            earlier -> {
              // Taking another consultation for a repetition would lose it without a word.
              if (!earlier.fingerprint().equals(fingerprint)) {
                throw new SubmissionRefused(
                    SubmissionRefused.Reason.KEY_REUSED,
                    "Idempotency-Key",
                    "this key was used before for another consultation, document " + earlier.id(),
                    "Send this one with a key of its own; repeat a key only with the very same"
                        + " bytes");
              }
              return new Accepted(earlier.id(), false);
            });
  }

  private StoredContent file(Submission.File file, List<Handed> bytes) throws IOException {
    Handed handed = Handed.of(file.bytes(), ledger.content());
    bytes.add(handed);
    return handed.content();
  }

  /**
   * Sends a document that failed or is overdue again in the name of a person: the same document in
   * another message. A receiver that has it tells it by the document's id.
   *
   * @return false when there is no such document, it is in a state from which nothing is resent,
   *     another one or a later version of the encounter has come in its place (GPCM-SD-CS-076), or
   *     its consultation was deleted (GPCM-SD-CS-077)
   */
  public boolean resend(UUID id, String person) {
    return find(id)
        .map(document -> OutboxView.of(document.organisation()))
        .filter(view -> resend(view, id, person, true, Along.NOTHING) == ResendOutcome.RESENT)
        .isPresent();
  }

  /**
   * What MESH says now of a document that may not have arrived, or said when it was asked last; it
   * is kept with the document. It is asked of the earlier copies too, until one was collected.
   * Empty when it was never asked: behind a MESH file client it cannot be.
   */
  public Optional<MeshStanding> askMesh(OutboxDocument document) {
    Optional<MeshStanding> said = Optional.empty();
    for (String copy : reading(handle -> documents.meshIds(handle, document.id()))) {
      Optional<MeshStanding> ofCopy = tracking.said(document.organisation(), copy);
      if (ofCopy.filter(MeshStanding.COLLECTED::equals).isPresent()) {
        said = ofCopy;
        break;
      }
      said = said.or(() -> ofCopy);
    }
    said.ifPresent(
        standing ->
            ledger.apply(
                List.of(
                    new StepResult().document(document.id(), new DocumentFact.Tracked(standing)))));
    return said.or(() -> document.progress().mesh().map(DocumentProgress.AskedMesh::standing));
  }

  /**
   * As {@link #resend(UUID, String)}, unless it is none of what somebody may see.
   *
   * @param although whether it goes although MESH says that its recipient has collected it
   * @param along what is written with it
   */
  public ResendOutcome resend(
      OutboxView view, UUID id, String person, boolean although, Along along) {
    Map<UUID, ResendOutcome> outcomes =
        resend(
            new ResendOrder(view, List.of(id), false, although, person),
            Along.NOTHING,
            became -> became.get(id) == ResendOutcome.RESENT ? along : Along.NOTHING);
    return outcomes.get(id);
  }

  /**
   * Sends several documents again by one transaction, each as {@link #resend(UUID, String)} does;
   * those that cannot be sent keep none of the others back.
   *
   * @param first is written before anything else, and may throw to have nothing done
   * @param beside hears what became of each, and gives what is written with it
   */
  public Map<UUID, ResendOutcome> resend(
      ResendOrder order, Along first, Function<Map<UUID, ResendOutcome>, Along> beside) {
    Map<UUID, ResendOutcome> outcomes =
        new Resending(ledger, documents).resend(order, first, beside);
    whenAccepted.run();
    return outcomes;
  }

  /**
   * Lets something happen to a document because a person says so.
   *
   * @param along is written with it
   * @return false when it is none of what they may do this with, or it changes nothing any more as
   *     the document stands now; nothing is written then
   */
  public boolean happens(OutboxView view, UUID id, DocumentFact fact, Along along) {
    boolean happened = find(view, id).isPresent() && ledger.happens(id, fact, along);
    whenAccepted.run();
    return happened;
  }

  /** Those of {@code ids} that somebody may see, which nobody changes before a transaction ends. */
  public List<OutboxDocument> lock(Handle handle, OutboxView view, List<UUID> ids) {
    return documents.lock(handle, view, ids);
  }

  /** The document of an organisation that was handed in under an idempotency key, if any was. */
  public Optional<UUID> handedIn(String organisation, String key) {
    return reading(handle -> documents.byIdempotencyKey(handle, organisation, key))
        .map(Documents.Submitted::id);
  }

  /**
   * What waits for its organisation's time goes now; what waits for a person's word does as soon as
   * that is given. What is held goes on waiting.
   *
   * @param along is written with it
   * @return false when that changes nothing; nothing is written then
   */
  public boolean hasten(OutboxView view, UUID id, String person, Along along) {
    boolean waits =
        find(view, id)
            .filter(
                each ->
                    each.state() == DocumentState.WAITING
                        || each.state() == DocumentState.UNCONFIRMED)
            .flatMap(each -> each.progress().waitsUntil())
            .filter(until -> until.isAfter(ledger.clock().instant()))
            .isPresent();
    return waits && happens(view, id, new DocumentFact.Hastened(person), along);
  }

  /**
   * Lets something happen to several documents by one transaction, because a person says so.
   *
   * @param first is written before anything else, and may throw to have nothing done
   * @param deciding says of each that they may do this with, as it stands now, what happens to it;
   *     of what is left out, nothing does
   * @param beside hears which changed, and gives what is written with it
   */
  public void happens(
      OutboxView view,
      List<UUID> ids,
      Along first,
      Function<OutboxDocument, Optional<DocumentFact>> deciding,
      Function<Set<UUID>, Along> beside) {
    ledger.happenAll(
        handle -> {
          first.write(handle);
          Map<UUID, DocumentFact> facts = new LinkedHashMap<>();
          for (OutboxDocument document : documents.lock(handle, view, ids)) {
            deciding.apply(document).ifPresent(fact -> facts.put(document.id(), fact));
          }
          return facts;
        },
        beside);
    whenAccepted.run();
  }

  /** Whether a person can send the document again, unchanged. */
  public boolean resendable(OutboxDocument document) {
    return document.undelivered() && !ledger.isOvertaken(document.id()) && !isDeleted(document);
  }

  /** Whether its consultation was deleted after it was handed in. */
  boolean isDeleted(OutboxDocument document) {
    return !reading(handle -> documents.deleted(handle, List.of(document))).isEmpty();
  }

  private <T> T reading(HandleCallback<T, RuntimeException> query) {
    return ledger.database().jdbi().withHandle(query);
  }

  /** The lists that people find them in. */
  public SentLists lists() {
    return new SentLists(ledger.database().jdbi());
  }

  /**
   * Which documents changed after a place of an organisation's feed. Whoever goes on from where
   * that ends misses none.
   */
  public Timeline.Changes changes(String organisation, FeedPlace after, int limit) {
    return timeline.changes(organisation, after, limit);
  }

  /** The documents that {@code query} asks for, newest first. */
  public List<OutboxDocument> list(OutboxQuery query) {
    return reading(handle -> documents.list(handle, query));
  }

  /** Those of {@code ids} that somebody may see, newest first. */
  public List<OutboxDocument> those(OutboxView view, List<UUID> ids) {
    return reading(handle -> documents.those(handle, view, ids));
  }

  /** The document of which MESH calls a copy so. */
  public Optional<OutboxDocument> ofMesh(OutboxView view, String meshId) {
    return reading(handle -> documents.ofMesh(handle, view, meshId));
  }

  /** The bytes of a document's message, once it is built. */
  public Optional<StoredContent> message(OutboxView view, UUID id) {
    return reading(handle -> documents.message(handle, view, id));
  }

  /** The document with this node's id of it. */
  public Optional<OutboxDocument> find(UUID id) {
    return reading(handle -> documents.find(handle, id));
  }

  /** The document with this node's id of it, unless it is none of what somebody may see. */
  public Optional<OutboxDocument> find(OutboxView view, UUID id) {
    return reading(handle -> documents.find(handle, view, id));
  }

  /** Which of these documents are among what somebody may see. */
  public Set<UUID> among(OutboxView view, List<UUID> ids) {
    return ids.isEmpty() ? Set.of() : reading(handle -> documents.among(handle, view, ids));
  }

  /** As {@link #files(UUID)}; empty too for what is none of what somebody may see. */
  public List<DocumentFile> files(OutboxView view, UUID id) {
    return reading(handle -> documents.files(handle, view, id));
  }

  /** As {@link #timeline(UUID)}; empty too for what is none of the organisation's. */
  public List<TimelineEvent> timeline(OutboxView view, UUID id) {
    return timeline.ofDocument(view.organisation(), id);
  }

  /** Sends to another practice what one has refused because the patient has left. */
  public SendingElsewhere elsewhere() {
    return new SendingElsewhere(ledger, this);
  }

  /** Who was asked about a document's patient, and what was decided; the first one first. */
  public List<LookUpDecision> lookUps(OutboxView view, UUID id) {
    return LookUpDecision.of(
        reading(handle -> KeptLookUp.of(handle, view.organisation(), id)), timeline(view, id));
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
