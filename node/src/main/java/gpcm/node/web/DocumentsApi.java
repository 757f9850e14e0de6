package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.exchange.MeshStanding;
import gpcm.node.content.ContentStore;
import gpcm.node.escalating.Escalations;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.people.Permission;
import gpcm.node.sending.AnsweredBy;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.ResendOutcome;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.Submission;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** {@code /api/v1/documents}: hand a consultation in, and see how far it has got. */
final class DocumentsApi {
  /** Says that what MESH says was collected is sent all the same. */
  static final String ALTHOUGH = "although-collected";

  private final Outbox outbox;
  private final ContentStore content;
  private final SubmissionReader submissions;
  private final Access access;
  private final Escalations escalations;
  private final InstantSource clock;

  DocumentsApi(
      Outbox outbox,
      Escalations escalations,
      InstantSource clock,
      ContentStore content,
      SubmissionReader submissions,
      Access access) {
    this.access = access;
    this.escalations = escalations;
    this.clock = clock;
    this.outbox = outbox;
    this.content = content;
    this.submissions = submissions;
  }

  void add(RoutesConfig routes) {
    routes.post("/api/v1/documents", this::submit);
    Gets.add(routes, "/api/v1/documents/{id}", this::show);
    Gets.add(routes, "/api/v1/documents/{id}/files/{n}", this::file);
    routes.post("/api/v1/documents/{id}/resend", this::resend);
  }

  private static boolean although(Context context) {
    return new Query(context, ALTHOUGH).flag(ALTHOUGH, false);
  }

  private void resend(Context context) throws IOException {
    if (!resend(context, outbox, SignerName.of(context), although(context))) {
      throw new ProblemException(
          ProblemKind.COLLECTED,
          "MESH says that the recipient's system has collected it: ask them first, and if it is to"
              + " go all the same, send it again with although-collected=true");
    }
    context.status(204);
  }

  /**
   * Sends the document that the address names again, in the name of {@code by}. MESH is asked first
   * what it knows of it.
   *
   * @param although whether it goes although MESH says that its recipient has collected it
   * @return false when MESH says so, and nothing was sent
   */
  static boolean resend(Context context, Outbox outbox, String by, boolean although) {
    OutboxView mine = SeenOutbox.with(Caller.of(context), Permission.RESEND);
    OutboxDocument document = outbox.find(mine, Query.id(context)).orElseThrow(Query::missing);
    if (outbox.resendable(document)
        && outbox.askMesh(document).filter(MeshStanding.COLLECTED::equals).isPresent()
        && !although) {
      return false;
    }
    if (!Trail.of(context)
        .handing(
            along ->
                outbox.resend(mine, document.id(), by, although, along) == ResendOutcome.RESENT,
            Seen.document(document, named(context, outbox, document)))) {
      throw new ProblemException(
          ProblemKind.NOT_FAILED,
          "only a document that failed or is overdue, whose encounter has no later version and"
              + " whose consultation was not deleted can be sent again; this one is version "
              + document.encounter().version()
              + " and "
              + document.state().text());
    }
    return true;
  }

  /** A machine's own entries are shown to nobody but auditors. */
  private static boolean named(Context context, Outbox outbox, OutboxDocument document) {
    Caller caller = Caller.of(context);
    return caller.person().isEmpty() || SeenOutbox.of(caller).named(outbox, document);
  }

  private void submit(Context context) throws Exception {
    Outbox.Accepted accepted;
    try (ReceivedSubmission received = submissions.read(context)) {
      requireOwn(Caller.of(context), received.submission());
      Document handedIn = received.submission().document();
      accepted =
          outbox.submit(
              received.submission(), id -> Trail.of(context).along(Seen.submission(id, handedIn)));
    }
    OutboxDocument document =
        outbox.find(OutboxView.of(Caller.of(context).organisation()), accepted.id()).orElseThrow();
    if (accepted.created()) {
      Trail.of(context).done();
    } else {
      Trail.of(context).shown(Seen.document(document, true));
    }
    context.status(accepted.created() ? 201 : 200);
    context.header("Location", "/api/v1/documents/" + accepted.id());
    ApiJson.answer(
        context,
        outbox
            .lists()
            .find(OutboxView.of(Caller.of(context).organisation()), accepted.id())
            .map(row -> SentJson.of(row, true, clock.instant()))
            .orElseThrow());
  }

  /** Refuses a document of another organisation than the caller's. */
  static void requireOwn(Caller caller, Submission submission) {
    String organisation = submission.document().organisation().odsCode().value();
    if (!organisation.equals(caller.organisation())) {
      throw new ProblemException(
          ProblemKind.SUBMISSION_REFUSED,
          "the consultation cannot be sent as it is; nothing was stored",
          List.of(
              new ProblemException.FieldProblem(
                  "/organisation/odsCode",
                  "whoever hands it in works for " + caller.organisation(),
                  "Send it in the name of that organisation, or with a key of the other one")));
    }
  }

  static ObjectNode shown(OutboxDocument document, boolean names) {
    ObjectNode json = ApiJson.document(document);
    if (!names) {
      // What went wrong is told in words that may name the patient too.
      json.remove(List.of("patient", "subject", "failure"));
    }
    return json;
  }

  private void show(Context context) {
    Query.none(context);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    SentRow row = outbox.lists().find(seen.view(), Query.id(context)).orElseThrow(Query::missing);
    OutboxDocument document = row.document();
    boolean named = seen.named(outbox, document);
    Trail.of(context).shown(Seen.document(document, named));
    ObjectNode json = SentJson.of(row, named, clock.instant());
    List<TimelineEvent> events = outbox.timeline(seen.view(), document.id());
    AnsweredBy.of(document, events).ifPresent(who -> json.set("answeredBy", SentJson.of(who)));
    json.set(
        "files",
        ApiJson.documentFiles(
            document, named ? outbox.files(seen.view(), document.id()) : List.of()));
    json.set("timeline", ApiJson.timeline(named ? events : List.of()));
    if (named) {
      json.set("lookUps", SentJson.lookUps(outbox.lookUps(seen.view(), document.id())));
      escalations
          .ofDocument(Caller.of(context).organisation(), document.id())
          .ifPresent(escalation -> json.set("escalates", DecisionsApi.json(escalation)));
    }
    ApiJson.answer(context, json);
  }

  private void file(Context context) throws IOException {
    Query.none(context);
    OutboxDocument document = openable(context, outbox, access);
    if (Caller.of(context).person().isPresent()) {
      requireTakeOut(context, document, outbox, access);
    }
    int ordinal = Query.ordinal(context);
    DocumentFile file =
        outbox.files(OutboxView.of(Caller.of(context).organisation()), document.id()).stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    Trail.of(context).shown(Seen.file(document, ordinal, file.content()));
    ContentAnswer.send(context, content, file.content(), file.contentType(), file.title());
  }

  /** The document that the address names, if whoever asks may see what is in it. */
  static OutboxDocument openable(Context context, Outbox outbox, Access access) throws IOException {
    Caller caller = Caller.of(context);
    OutboxDocument document =
        outbox
            .find(SeenOutbox.with(caller, Permission.SEE_OUTBOX), Query.id(context))
            .orElseThrow(Query::missing);
    if (document.confidential()) {
      access.require(context, Permission.OPEN_CONFIDENTIAL, isOwn(caller, document, outbox));
    }
    if (document.restrictedPatient()) {
      access.require(context, Permission.OPEN_RESTRICTED_PATIENT, isOwn(caller, document, outbox));
    }
    return document;
  }

  /** Whether it may be taken out of this node, as a person is asked. */
  static void requireTakeOut(Context context, OutboxDocument document, Outbox outbox, Access access)
      throws IOException {
    boolean own = isOwn(Caller.of(context), document, outbox);
    access.require(context, Permission.TAKE_OUT, own);
  }

  private static boolean isOwn(Caller caller, OutboxDocument document, Outbox outbox) {
    return outbox.find(SeenOutbox.own(caller), document.id()).isPresent();
  }
}
