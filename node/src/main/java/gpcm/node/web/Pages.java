package gpcm.node.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import gpcm.node.people.Permission;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.sending.OutboxView;
import gpcm.node.store.Slice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The pages: plain HTML that works without scripts. The templates in src/main/jte escape what they
 * are given.
 */
final class Pages {
  private static final int ON_A_PAGE = 50;
  private static final int ON_THE_FRONT_PAGE = 5;
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "gpcm.node.web");

  private final Served served;

  Pages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/", this::index);
    Gets.add(routes, "/outbox", this::outbox);
    Gets.add(routes, "/outbox/{id}", this::document);
    routes.post("/outbox/{id}/resend", this::resendDocument);
    routes.post("/answers/{id}/resend", this::resendAnswer);
  }

  private void index(Context context) {
    Frame frame = Frame.of(context, served);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    Slice newest = Slice.newest(ON_THE_FRONT_PAGE);
    Map<String, Object> values = new HashMap<>();
    values.put("frame", frame);
    List<OutboxDocument> documents =
        frame.seesOutbox()
            ? served.outbox().list(OutboxQuery.in(seen.view(), Optional.empty(), newest))
            : List.of();
    List<WorklistEntry> entries =
        frame.seesWorklist()
            ? served
                .worklist()
                .list(
                    new WorklistQuery(Optional.of(Caller.of(context).organisation()), true, newest))
            : List.of();
    Set<UUID> named = seen.named(served.outbox(), documents);
    values.put("names", seen.names());
    values.put("named", named);
    values.put("documents", documents);
    values.put("entries", WorklistApi.shown(Caller.of(context), entries));
    values.put("closed", WorklistApi.closed(Caller.of(context)));
    values.put("nodes", frame.seesNodes() ? served.nodes().nodes() : List.of());
    values.put(
        "queues",
        frame.seesNodes() ? served.nodes().queues() : new QueueStatus(List.of(), List.of()));
    Trail.of(context).shown(Seen.lists(context, documents, named, entries));
    render(context, "index.jte", values);
  }

  private void outbox(Context context) {
    Query query = new Query(context, "state", "after", "before");
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    Listing<OutboxDocument> documents =
        DocumentsApi.list(context, query, ON_A_PAGE, served.outbox());
    Set<UUID> named = seen.named(served.outbox(), documents.rows());
    Trail.of(context).shown(Seen.lists(context, documents.rows(), named, List.of()));
    render(
        context,
        "outbox.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "names",
            seen.names(),
            "named",
            named,
            "documents",
            documents,
            "choose",
            choose(context, seen.names(), documents),
            "state",
            query.text("state").orElse("")));
  }

  /** Whether there is any that they could have sent again with others. */
  private static boolean choose(Context context, boolean names, Listing<OutboxDocument> documents) {
    return Caller.of(context).could(Permission.RESEND_MANY)
        && documents.rows().stream()
            .anyMatch(each -> each.undelivered() && (names || each.unanswered()));
  }

  private void document(Context context) {
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    OutboxView view = seen.view();
    OutboxDocument document =
        served.outbox().find(view, Query.id(context)).orElseThrow(Query::missing);
    boolean resendable =
        caller.could(Permission.RESEND)
            && served.outbox().resendable(document)
            && served
                .outbox()
                .find(SeenOutbox.with(caller, Permission.RESEND), document.id())
                .isPresent();
    boolean named = seen.named(served.outbox(), document);
    Trail.of(context).shown(Seen.document(document, named));
    render(
        context,
        "document.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "names",
            named,
            "own",
            served.alerts().openOfDocument(OpenAlerts.seen(caller), document.id()),
            "document",
            document,
            "resendable",
            resendable,
            "files",
            named ? served.outbox().files(view, document.id()) : List.of(),
            "timeline",
            named ? served.outbox().timeline(view, document.id()) : List.of()));
  }

  private void resendDocument(Context context) throws IOException {
    DocumentsApi.resend(context, served.outbox(), SignerName.of(context));
    context.redirect("/outbox/" + Query.id(context), HttpStatus.SEE_OTHER);
  }

  private void resendAnswer(Context context) throws IOException {
    AnswersApi.resend(context, served.answers(), SignerName.of(context));
    context.redirect("/alerts", HttpStatus.SEE_OTHER);
  }

  static void render(Context context, String template, Map<String, Object> values) {
    Trail.requireWritten(context);
    Utf8ByteOutput output = new Utf8ByteOutput();
    ENGINE.render(template, values, new PageOutput(output));
    context.contentType("text/html; charset=utf-8");
    context.header("Content-Length", Integer.toString(output.getContentLength()));
    try {
      output.writeTo(context.outputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
