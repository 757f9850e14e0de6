package gpcm.node.web;

import gpcm.node.content.ContentException;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.viewing.Shown;
import gpcm.node.viewing.ViewingTickets;
import gpcm.node.viewing.Zoom;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The pages that show a file, and what stands in the frame within them. The page is for who may see
 * the document; the frame is sandboxed, has no origin and no cookies, and is let in by the ticket
 * that the page gives it.
 */
final class ViewingPages {
  private static final String FRAMES = "/viewing/";
  private static final String[] PARAMETERS = {"page", "zoom"};
  private static final int MOST_PAGES = 1_000_000;

  /** Nothing runs, nothing is fetched but the style sheet, and only our own pages frame it. */
  private static final String FRAME_POLICY =
      "sandbox; default-src 'none'; img-src data:; style-src 'self'; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'self'";

  private final Served served;
  private final Access access;
  private final WorkListsApi lists;

  ViewingPages(Served served, Access access) {
    this.served = served;
    this.access = access;
    this.lists = new WorkListsApi(served, access);
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        "/worklist/{id}/files/{n}",
        context -> page(context, received(context, PARAMETERS)));
    Gets.add(routes, "/outbox/{id}/files/{n}", context -> page(context, sent(context, PARAMETERS)));
    // The same with a reason, which no address holds.
    routes.post(
        "/worklist/{id}/files/{n}", context -> page(context, received(context, PARAMETERS)));
    routes.post("/outbox/{id}/files/{n}", context -> page(context, sent(context, PARAMETERS)));
    routes.post("/worklist/{id}/files/{n}/download", c -> download(c, received(c)));
    routes.post("/outbox/{id}/files/{n}/download", c -> download(c, takenFromOutbox(c)));
    Gets.add(
        routes, FRAMES + "worklist/{id}/files/{n}", context -> frame(context, this::anyReceived));
    Gets.add(routes, FRAMES + "outbox/{id}/files/{n}", context -> frame(context, this::anySent));
  }

  private ViewedFile received(Context context, String... parameters) throws IOException {
    WorklistEntry entry = WorklistApi.find(context, served.worklist(), access);
    return ViewedFile.received(
        entry,
        served.worklist().files(entry.organisation(), entry.id()),
        Query.ordinal(context),
        ListPlace.of(context, ListPlace.query(context, parameters), lists).text());
  }

  private ViewedFile sent(Context context, String... parameters) throws IOException {
    Query unused = new Query(context, parameters);
    return sent(context, DocumentsApi.openable(context, served.outbox(), access));
  }

  private ViewedFile sent(Context context, OutboxDocument document) {
    OutboxView all = OutboxView.of(Caller.of(context).organisation());
    return ViewedFile.sent(
        document, served.outbox().files(all, document.id()), Query.ordinal(context));
  }

  private ViewedFile takenFromOutbox(Context context) throws IOException {
    OutboxDocument document = DocumentsApi.openable(context, served.outbox(), access);
    DocumentsApi.requireTakeOut(context, document, served.outbox(), access);
    Query.none(context);
    return sent(context, document);
  }

  /** Whoever's it is: the ticket was made for somebody who may see it. */
  private ViewedFile anyReceived(Context context) {
    WorklistEntry entry = served.worklist().find(Query.id(context)).orElseThrow(Query::missing);
    return ViewedFile.received(
        entry, served.worklist().files(entry.id()), Query.ordinal(context), "");
  }

  private ViewedFile anySent(Context context) {
    OutboxDocument document = served.outbox().find(Query.id(context)).orElseThrow(Query::missing);
    return ViewedFile.sent(document, served.outbox().files(document.id()), Query.ordinal(context));
  }

  private void download(Context context, ViewedFile file) throws IOException {
    Trail.of(context).shown(Seen.file(Query.id(context), file));
    ContentAnswer.send(
        context, served.content(), file.content(), file.declaredType(), file.title());
  }

  private void page(Context context, ViewedFile file) {
    Query query = ListPlace.query(context, PARAMETERS);
    int page = number(query);
    Zoom zoom = zoom(query);
    Shown shown = shown(file, page, zoom);
    Trail.of(context).shown(Seen.file(Query.id(context), file));
    Map<String, Object> values = new HashMap<>();
    values.put("frame", Frame.of(context, served));
    values.put("file", file);
    values.put("zoom", zoom);
    values.put("shown", shown);
    UUID session = Caller.of(context).person().orElseThrow().acting().session();
    values.put(
        "view", shown instanceof Shown.Nothing ? "" : frame(served, file, page, zoom, session));
    allowFrames(context);
    Pages.render(context, "file.jte", values);
  }

  private static void allowFrames(Context context) {
    context.header(
        "Content-Security-Policy",
        context.res().getHeader("Content-Security-Policy") + "; frame-src 'self'");
  }

  /**
   * A file as it stands on the page of its document.
   *
   * @param shown its first page
   * @param view the address of the frame; empty when there is nothing to show
   */
  record FirstPage(ViewedFile file, Shown shown, String view) {}

  /**
   * The beginning of the document itself; empty when its bytes cannot be read, which the page of
   * the file tells of.
   */
  static Optional<FirstPage> firstPage(
      Context context,
      Served served,
      WorklistEntry entry,
      List<WorklistFile> files,
      ListPlace place) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    ViewedFile file = ViewedFile.received(entry, files, files.getFirst().ordinal(), place.text());
    UUID session = Caller.of(context).person().orElseThrow().acting().session();
    try {
      Shown shown = served.viewing().show(file.content(), file.declaredType(), 1, Zoom.NORMAL);
      if (shown instanceof Shown.Nothing) {
        return Optional.of(new FirstPage(file, shown, ""));
      }
      allowFrames(context);
      return Optional.of(new FirstPage(file, shown, frame(served, file, 1, Zoom.NORMAL, session)));
    } catch (ContentException damaged) {
      return Optional.empty();
    }
  }

  private static String frame(Served served, ViewedFile file, int page, Zoom zoom, UUID session) {
    return "%s?page=%d&zoom=%s&ticket=%s"
        .formatted(
            file.frame(),
            page,
            zoom.word(),
            served.tickets().make(place(file.frame(), page), session));
  }

  /** What a ticket opens: one page, in any size. */
  private static String place(String frame, int page) {
    return frame + "?page=" + page;
  }

  private void frame(Context context, Function<Context, ViewedFile> finder) {
    Query query = new Query(context, "page", "zoom", "ticket");
    int page = number(query);
    Zoom zoom = zoom(query);
    context.header("Content-Security-Policy", FRAME_POLICY);
    context.header("X-Frame-Options", "SAMEORIGIN");
    if (query
        .text("ticket")
        .flatMap(ticket -> served.tickets().admit(ticket, place(context.path(), page)))
        .filter(admission -> isForWhoAsks(context, admission))
        .isEmpty()) {
      context.status(403);
      Pages.render(
          context,
          "frameProblem.jte",
          Map.of("sentence", "This view of the document has ended. Open the document again."));
      return;
    }
    ViewedFile file = finder.apply(context);
    switch (shown(file, page, zoom)) {
      case Shown.Picture picture ->
          Pages.render(
              context,
              "framePicture.jte",
              Map.of(
                  "file",
                  file,
                  "picture",
                  picture,
                  "fits",
                  zoom != Zoom.LARGE,
                  "png",
                  Base64.getEncoder().encodeToString(picture.png())));
      case Shown.Text text ->
          Pages.render(context, "frameText.jte", Map.of("file", file, "text", text));
      case Shown.Nothing nothing ->
          Pages.render(
              context, "frameProblem.jte", Map.of("sentence", nothing.reason().sentence()));
    }
  }

  /** A frame has no cookies; where there is one, it must be of the session the ticket is for. */
  private boolean isForWhoAsks(Context context, ViewingTickets.Admission admission) {
    return Cookies.session(context)
        .flatMap(served.directory().sessions()::look)
        .map(acting -> admission.isFor(acting.session()))
        .orElse(true);
  }

  private Shown shown(ViewedFile file, int page, Zoom zoom) {
    Shown shown = served.viewing().show(file.content(), file.declaredType(), page, zoom);
    if (shown instanceof Shown.Nothing nothing && nothing.reason() == Shown.Reason.NO_SUCH_PAGE) {
      throw Query.missing();
    }
    return shown;
  }

  private static int number(Query query) {
    return query.number("page", 1, MOST_PAGES, 1);
  }

  private static Zoom zoom(Query query) {
    return query
        .value(
            "zoom",
            word -> Zoom.of(word).orElseThrow(IllegalArgumentException::new),
            "small, normal or large")
        .orElse(Zoom.NORMAL);
  }

  /** How high the frame is, so that a page is seen without scrolling within it. */
  static int height(Shown shown) {
    return shown instanceof Shown.Picture picture ? Math.min(picture.height() + 80, 1400) : 800;
  }
}
