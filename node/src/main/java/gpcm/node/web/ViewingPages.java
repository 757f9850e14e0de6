package gpcm.node.web;

import gpcm.node.viewing.Shown;
import gpcm.node.viewing.Zoom;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The pages that show a file, and what stands in the frame within them. The page is for who may see
 * the document; the frame is sandboxed, has no origin and no cookies, and is let in by the ticket
 * that the page gives it.
 */
final class ViewingPages {
  private static final String FRAMES = "/viewing/";
  private static final int MOST_PAGES = 1_000_000;

  /** Nothing runs, nothing is fetched but the style sheet, and only our own pages frame it. */
  private static final String FRAME_POLICY =
      "sandbox; default-src 'none'; img-src data:; style-src 'self'; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'self'";

  private final Served served;

  ViewingPages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/worklist/{id}/files/{n}", context -> page(context, ViewedFile::received));
    Gets.add(routes, "/outbox/{id}/files/{n}", context -> page(context, ViewedFile::sent));
    Gets.add(
        routes,
        FRAMES + "worklist/{id}/files/{n}",
        context -> frame(context, ViewedFile::received));
    Gets.add(routes, FRAMES + "outbox/{id}/files/{n}", context -> frame(context, ViewedFile::sent));
  }

  /** Whether a request is let in by its ticket and by nothing else. */
  static boolean isFrame(Context context) {
    return context.path().startsWith(FRAMES);
  }

  private void page(Context context, BiFunction<Context, Served, ViewedFile> finder) {
    ViewedFile file = finder.apply(context, served);
    Query query = new Query(context, "page", "zoom");
    int page = number(query);
    Zoom zoom = zoom(query);
    Shown shown = shown(file, page, zoom);
    Map<String, Object> values = new HashMap<>();
    values.put("alerts", OpenAlerts.of(served.alerts()));
    values.put("file", file);
    values.put("zoom", zoom);
    values.put("shown", shown);
    values.put("frame", shown instanceof Shown.Nothing ? "" : frame(file, page, zoom));
    context.header(
        "Content-Security-Policy",
        context.res().getHeader("Content-Security-Policy") + "; frame-src 'self'");
    Pages.render(context, "file.jte", values);
  }

  private String frame(ViewedFile file, int page, Zoom zoom) {
    return "%s?page=%d&zoom=%s&ticket=%s"
        .formatted(file.frame(), page, zoom.word(), served.tickets().make(file.frame()));
  }

  private void frame(Context context, BiFunction<Context, Served, ViewedFile> finder) {
    Query query = new Query(context, "page", "zoom", "ticket");
    int page = number(query);
    Zoom zoom = zoom(query);
    context.header("Content-Security-Policy", FRAME_POLICY);
    context.header("X-Frame-Options", "SAMEORIGIN");
    if (query
        .text("ticket")
        .flatMap(ticket -> served.tickets().admit(ticket, context.path()))
        .isEmpty()) {
      context.status(403);
      Pages.render(
          context,
          "frameProblem.jte",
          Map.of("sentence", "This view of the document has ended. Open the document again."));
      return;
    }
    ViewedFile file = finder.apply(context, served);
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
                  "png",
                  Base64.getEncoder().encodeToString(picture.png())));
      case Shown.Text text ->
          Pages.render(context, "frameText.jte", Map.of("file", file, "text", text));
      case Shown.Nothing nothing ->
          Pages.render(
              context, "frameProblem.jte", Map.of("sentence", nothing.reason().sentence()));
    }
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
