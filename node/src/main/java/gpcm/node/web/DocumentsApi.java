package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.exchange.DocumentState;
import gpcm.node.content.ContentStore;
import gpcm.node.escalating.Escalations;
import gpcm.node.people.Permission;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.Submission;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** {@code /api/v1/documents}: hand a consultation in, and see how far it has got. */
final class DocumentsApi {
  private final Outbox outbox;
  private final ContentStore content;
  private final SubmissionReader submissions;
  private final Access access;
  private final Escalations escalations;

  DocumentsApi(
      Outbox outbox,
      Escalations escalations,
      ContentStore content,
      SubmissionReader submissions,
      Access access) {
    this.access = access;
    this.escalations = escalations;
    this.outbox = outbox;
    this.content = content;
    this.submissions = submissions;
  }

  void add(RoutesConfig routes) {
    routes.post("/api/v1/documents", this::submit);
    Gets.add(routes, "/api/v1/documents", this::list);
    Gets.add(routes, "/api/v1/documents/{id}", this::show);
    Gets.add(routes, "/api/v1/documents/{id}/files/{n}", this::file);
    routes.post("/api/v1/documents/{id}/resend", this::resend);
  }

  private void resend(Context context) throws IOException {
    Query.none(context);
    resend(context, outbox, SignerName.of(context));
    context.status(204);
  }

  /** Sends the document that the address names again, in the name of {@code by}. */
  static void resend(Context context, Outbox outbox, String by) {
    OutboxView mine = SeenOutbox.with(Caller.of(context), Permission.RESEND);
    OutboxDocument document = outbox.find(mine, Query.id(context)).orElseThrow(Query::missing);
    if (!Trail.of(context)
        .handing(
            along -> outbox.resend(mine, document.id(), by, along),
            Seen.document(document, named(context, outbox, document)))) {
      throw new ProblemException(
          ProblemKind.NOT_FAILED,
          "only a document that failed or is overdue, and whose encounter has no later version, can"
              + " be sent again; this one is version "
              + document.encounter().version()
              + " and "
              + document.state().text());
    }
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
    ApiJson.answer(context, ApiJson.document(document));
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

  private void list(Context context) {
    Query query = new Query(context, "organisation", "state", "limit", "after", "before");
    int limit = query.number("limit", 1, 1000, 100);
    Listing<OutboxDocument> documents = list(context, query, limit, outbox);
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("documents");
    Set<UUID> named = SeenOutbox.of(Caller.of(context)).named(outbox, documents.rows());
    Trail.of(context).shown(Seen.lists(context, documents.rows(), named, List.of()));
    documents.rows().forEach(each -> list.add(shown(each, named.contains(each.id()))));
    json.put("limit", limit);
    asked(context, query)
        .map(view -> outbox.count(OutboxQuery.in(view, state(query), Slice.newest(limit))))
        .orElse(OptionalLong.of(0))
        .ifPresent(total -> json.put("total", total));
    documents.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  /** The part of the outbox that an address of the API or of a page names. */
  static Listing<OutboxDocument> list(Context context, Query query, int size, Outbox outbox) {
    Optional<OutboxView> asked = asked(context, query);
    Optional<DocumentState> state = state(query);
    return Listing.of(
        context,
        query,
        size,
        slice ->
            asked.map(view -> outbox.list(OutboxQuery.in(view, state, slice))).orElse(List.of()),
        document -> new Keyset(document.acceptedAt(), document.id()));
  }

  /** What the caller sees; nothing where they ask for another organisation than their own. */
  private static Optional<OutboxView> asked(Context context, Query query) {
    OutboxView view = SeenOutbox.of(Caller.of(context)).view();
    return query.text("organisation").filter(one -> !one.equals(view.organisation())).isPresent()
        ? Optional.empty()
        : Optional.of(view);
  }

  static ObjectNode shown(OutboxDocument document, boolean names) {
    ObjectNode json = ApiJson.document(document);
    // What went wrong is told in words that may name the patient too.
    return names ? json : json.without(List.of("patient", "subject", "failure"));
  }

  private static Optional<DocumentState> state(Query query) {
    return query.value(
        "state",
        DocumentState::of,
        "one of "
            + String.join(
                ", ", Arrays.stream(DocumentState.values()).map(DocumentState::text).toList()));
  }

  private void show(Context context) {
    OutboxDocument document = find(context);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    boolean named = seen.named(outbox, document);
    Trail.of(context).shown(Seen.document(document, named));
    ObjectNode json = shown(document, named);
    json.set(
        "files",
        ApiJson.documentFiles(
            document, named ? outbox.files(seen.view(), document.id()) : List.of()));
    json.set(
        "timeline",
        ApiJson.timeline(named ? outbox.timeline(seen.view(), document.id()) : List.of()));
    if (named) {
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

  private OutboxDocument find(Context context) {
    Query.none(context);
    return outbox
        .find(SeenOutbox.of(Caller.of(context)).view(), Query.id(context))
        .orElseThrow(Query::missing);
  }
}
