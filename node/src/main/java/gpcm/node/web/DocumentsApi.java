package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.content.ContentStore;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** {@code /api/v1/documents}: hand a consultation in, and see how far it has got. */
final class DocumentsApi {
  private final Outbox outbox;
  private final ContentStore content;
  private final SubmissionReader submissions;

  DocumentsApi(Outbox outbox, ContentStore content, SubmissionReader submissions) {
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
    resend(context, outbox, SignerName.ofJson(context));
    context.status(204);
  }

  /** Sends the document that the address names again, in the name of {@code by}. */
  static void resend(Context context, Outbox outbox, String by) {
    OutboxDocument document = outbox.find(Query.id(context)).orElseThrow(Query::missing);
    if (!outbox.resend(document.id(), by)) {
      throw new ProblemException(
          ProblemKind.NOT_FAILED,
          "only a document that failed or is overdue, and whose encounter has no later version, can"
              + " be sent again; this one is version "
              + document.encounter().version()
              + " and "
              + document.state().text());
    }
  }

  private void submit(Context context) throws Exception {
    Outbox.Accepted accepted;
    try (ReceivedSubmission received = submissions.read(context)) {
      accepted = outbox.submit(received.submission());
    }
    OutboxDocument document = outbox.find(accepted.id()).orElseThrow();
    context.status(accepted.created() ? 201 : 200);
    context.header("Location", "/api/v1/documents/" + accepted.id());
    ApiJson.answer(context, ApiJson.document(document));
  }

  private void list(Context context) {
    Query query = new Query(context, "organisation", "state", "limit", "after", "before");
    int limit = query.number("limit", 1, 1000, 100);
    Listing<OutboxDocument> documents = list(context, query, limit, outbox);
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("documents");
    documents.rows().forEach(document -> list.add(ApiJson.document(document)));
    json.put("limit", limit);
    outbox
        .count(new OutboxQuery(query.text("organisation"), state(query), Slice.newest(limit)))
        .ifPresent(total -> json.put("total", total));
    documents.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  /** The part of the outbox that an address of the API or of a page names. */
  static Listing<OutboxDocument> list(Context context, Query query, int size, Outbox outbox) {
    Optional<String> organisation = query.text("organisation");
    Optional<DocumentState> state = state(query);
    return Listing.of(
        context,
        query,
        size,
        slice -> outbox.list(new OutboxQuery(organisation, state, slice)),
        document -> new Keyset(document.acceptedAt(), document.id()));
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
    ObjectNode json = ApiJson.document(document);
    json.set("files", ApiJson.documentFiles(document, outbox.files(document.id())));
    json.set("timeline", ApiJson.timeline(outbox.timeline(document.id())));
    ApiJson.answer(context, json);
  }

  private void file(Context context) throws IOException {
    int ordinal = Query.ordinal(context);
    DocumentFile file =
        outbox.files(find(context).id()).stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    ContentAnswer.send(context, content, file.content(), file.contentType(), file.title());
  }

  private OutboxDocument find(Context context) {
    Query.none(context);
    return outbox.find(Query.id(context)).orElseThrow(Query::missing);
  }
}
