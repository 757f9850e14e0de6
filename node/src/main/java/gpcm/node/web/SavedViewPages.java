package gpcm.node.web;

import gpcm.node.working.SavedView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;

/** {@code .../views} under a list: the saved views of whoever asks, to rename and to delete. */
final class SavedViewPages {
  private final Served served;
  private final SavedLists saved;
  private final String place;

  SavedViewPages(Served served, SavedKind kind, Access access) {
    this.served = served;
    this.saved = new SavedLists(kind, access);
    this.place = kind.place() + "/views";
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, place, this::list);
    routes.post(place, this::save);
    routes.post(place + "/{id}/name", this::rename);
    routes.post(place + "/{id}/end", this::end);
  }

  private void list(Context context) throws IOException {
    Query.none(context);
    Pages.render(
        context,
        "savedViews.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "kind",
            saved.kind(),
            "saved",
            saved.shown(context)));
  }

  private void save(Context context) throws IOException {
    Query.none(context);
    SavedView view = saved.save(context, WorkFields.of(context, saved.fields()));
    context.redirect(saved.kind().address(view), HttpStatus.SEE_OTHER);
  }

  private void rename(Context context) throws IOException {
    Query.none(context);
    saved.rename(context, Query.id(context), WorkFields.of(context, "name", "reason"));
    context.redirect(place, HttpStatus.SEE_OTHER);
  }

  private void end(Context context) throws IOException {
    Query.none(context);
    saved.delete(context, Query.id(context));
    context.redirect(place, HttpStatus.SEE_OTHER);
  }
}
