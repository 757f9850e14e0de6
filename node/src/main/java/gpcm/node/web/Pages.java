package gpcm.node.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import gpcm.node.journal.Alert;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    Gets.add(routes, "/worklist", this::worklist);
    Gets.add(routes, "/worklist/{id}", this::entry);
    Gets.add(routes, "/alerts", this::alerts);
    routes.post("/alerts/{id}/resolution", this::resolve);
    routes.post("/outbox/{id}/resend", this::resendDocument);
    routes.post("/answers/{id}/resend", this::resendAnswer);
  }

  private void index(Context context) {
    render(
        context,
        "index.jte",
        Map.of(
            "alerts", open(),
            "documents", served.outbox().list(OutboxQuery.newest(ON_THE_FRONT_PAGE)),
            "entries", served.worklist().list(WorklistQuery.newest(ON_THE_FRONT_PAGE)),
            "nodes", served.nodes().nodes(),
            "queues", served.nodes().queues()));
  }

  private void outbox(Context context) {
    Query query = new Query(context, "organisation", "state", "after", "before");
    render(
        context,
        "outbox.jte",
        Map.of(
            "alerts", open(),
            "documents", DocumentsApi.list(context, query, ON_A_PAGE, served.outbox()),
            "state", query.text("state").orElse(""),
            "organisation", query.text("organisation").orElse("")));
  }

  private void document(Context context) {
    OutboxDocument document = served.outbox().find(Query.id(context)).orElseThrow(Query::missing);
    render(
        context,
        "document.jte",
        Map.of(
            "alerts", open(),
            "own", served.alerts().openOfDocument(document.id()),
            "document", document,
            "resendable", served.outbox().resendable(document),
            "files", served.outbox().files(document.id()),
            "timeline", served.outbox().timeline(document.id())));
  }

  private void worklist(Context context) {
    Query query = new Query(context, "organisation", "replaced", "after", "before");
    render(
        context,
        "worklist.jte",
        Map.of(
            "alerts", open(),
            "entries", WorklistApi.list(context, query, ON_A_PAGE, served.worklist()),
            "replaced", WorklistApi.replaced(query),
            "organisation", query.text("organisation").orElse("")));
  }

  private void entry(Context context) {
    WorklistEntry entry = served.worklist().find(Query.id(context)).orElseThrow(Query::missing);
    render(
        context,
        "entry.jte",
        Map.of(
            "alerts", open(),
            "own", served.alerts().openOfReceived(entry.received()),
            "entry", entry,
            "files", served.worklist().files(entry.id()),
            "timeline", served.worklist().timeline(entry)));
  }

  private void alerts(Context context) {
    Query query = new Query(context, "after");
    Optional<Long> after = query.value("after", Long::valueOf, Cursor.RULE);
    List<Alert> alerts =
        after
            .map(last -> served.alerts().openBefore(last, ON_A_PAGE + 1))
            .orElseGet(() -> served.alerts().open(ON_A_PAGE + 1));
    List<Alert> shown = alerts.subList(0, Math.min(ON_A_PAGE, alerts.size()));
    // Alerts go away as people deal with them, so the way back is to what is newest now.
    Listing<Alert> listing =
        new Listing<>(
            shown,
            after.map(last -> context.path()),
            alerts.size() > ON_A_PAGE
                ? Optional.of(
                    Listing.address(context, "after", Long.toString(shown.getLast().id())))
                : Optional.empty());
    render(context, "alerts.jte", Map.of("alerts", open(), "listing", listing));
  }

  private void resolve(Context context) throws IOException {
    AlertsApi.resolve(context, served.alerts(), SignerName.ofForm(context));
    context.redirect("/alerts", HttpStatus.SEE_OTHER);
  }

  private void resendDocument(Context context) throws IOException {
    DocumentsApi.resend(context, served.outbox(), SignerName.ofForm(context));
    context.redirect("/outbox/" + Query.id(context), HttpStatus.SEE_OTHER);
  }

  private void resendAnswer(Context context) throws IOException {
    AnswersApi.resend(context, served.answers(), SignerName.ofForm(context));
    context.redirect("/alerts", HttpStatus.SEE_OTHER);
  }

  private OpenAlerts open() {
    return OpenAlerts.of(served.alerts());
  }

  /** Answers a problem as a page. */
  static void problem(Context context, ProblemException problem) {
    render(
        context,
        "problem.jte",
        Map.of("title", problem.kind().title(), "detail", problem.getMessage()));
  }

  static void render(Context context, String template, Map<String, Object> values) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    ENGINE.render(template, values, output);
    context.contentType("text/html; charset=utf-8");
    context.header("Content-Length", Integer.toString(output.getContentLength()));
    try {
      output.writeTo(context.outputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
