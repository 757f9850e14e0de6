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
import java.util.UUID;
import java.util.function.Function;

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
    routes.get("/", this::index);
    routes.get("/outbox", this::outbox);
    routes.get("/outbox/{id}", this::document);
    routes.get("/worklist", this::worklist);
    routes.get("/worklist/{id}", this::entry);
    routes.get("/alerts", this::alerts);
    routes.post("/alerts/{id}/resolution", this::resolve);
  }

  private void index(Context context) {
    render(
        context,
        "index.jte",
        Map.of(
            "alerts", open(),
            "documents",
                served
                    .outbox()
                    .list(
                        new OutboxQuery(Optional.empty(), Optional.empty(), ON_THE_FRONT_PAGE, 0)),
            "entries",
                served
                    .worklist()
                    .list(new WorklistQuery(Optional.empty(), true, ON_THE_FRONT_PAGE, 0))));
  }

  private void outbox(Context context) {
    Query query = new Query(context, "organisation", "state", "page");
    Paging paging = new Paging(context, query.number("page", 1, 1_000_000, 1), ON_A_PAGE);
    List<OutboxDocument> documents =
        served
            .outbox()
            .list(
                new OutboxQuery(
                    query.text("organisation"),
                    DocumentsApi.state(query),
                    ON_A_PAGE + 1,
                    paging.offset()));
    render(
        context,
        "outbox.jte",
        Map.of(
            "alerts", open(),
            "documents", paging.shown(documents),
            "state", query.text("state").orElse(""),
            "organisation", query.text("organisation").orElse(""),
            "paging", paging.with(documents)));
  }

  private void document(Context context) {
    OutboxDocument document = served.outbox().find(Query.id(context)).orElseThrow(Query::missing);
    List<Alert> alerts = open();
    render(
        context,
        "document.jte",
        Map.of(
            "alerts", alerts,
            "own", about(alerts, Alert::document, document.id()),
            "document", document,
            "files", served.outbox().files(document.id()),
            "timeline", served.outbox().timeline(document.id())));
  }

  private void worklist(Context context) {
    Query query = new Query(context, "organisation", "replaced", "page");
    Paging paging = new Paging(context, query.number("page", 1, 1_000_000, 1), ON_A_PAGE);
    List<WorklistEntry> entries =
        served
            .worklist()
            .list(
                new WorklistQuery(
                    query.text("organisation"),
                    WorklistApi.replaced(query),
                    ON_A_PAGE + 1,
                    paging.offset()));
    render(
        context,
        "worklist.jte",
        Map.of(
            "alerts", open(),
            "entries", paging.shown(entries),
            "replaced", WorklistApi.replaced(query),
            "organisation", query.text("organisation").orElse(""),
            "paging", paging.with(entries)));
  }

  private void entry(Context context) {
    WorklistEntry entry = served.worklist().find(Query.id(context)).orElseThrow(Query::missing);
    List<Alert> alerts = open();
    render(
        context,
        "entry.jte",
        Map.of(
            "alerts", alerts,
            "own", about(alerts, Alert::received, entry.received()),
            "entry", entry,
            "files", served.worklist().files(entry.id()),
            "timeline", served.worklist().timeline(entry)));
  }

  private void alerts(Context context) {
    render(context, "alerts.jte", Map.of("alerts", open()));
  }

  private void resolve(Context context) {
    AlertsApi.resolve(
        context, served.alerts(), Optional.ofNullable(context.formParam("by")).orElse(""));
    context.redirect("/alerts", HttpStatus.SEE_OTHER);
  }

  private static List<Alert> about(
      List<Alert> alerts, Function<Alert, Optional<UUID>> subject, UUID id) {
    return alerts.stream()
        .filter(alert -> subject.apply(alert).filter(id::equals).isPresent())
        .toList();
  }

  private List<Alert> open() {
    return served.alerts().open();
  }

  /** Answers a problem as a page. */
  static void problem(Context context, ProblemException problem) {
    render(
        context,
        "problem.jte",
        Map.of("title", Problems.title(problem.status()), "detail", problem.getMessage()));
  }

  private static void render(Context context, String template, Map<String, Object> values) {
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
