package gpcm.node.web;

import gpcm.node.working.SavedView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;

/** {@code /worklist/views}: the saved views of whoever asks, to rename and to delete. */
final class SavedViewPages {
  private final Served served;
  private final SavedLists saved;

  SavedViewPages(Served served, Access access) {
    this.served = served;
    this.saved = new SavedLists(served, access);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/worklist/views", this::list);
    routes.post("/worklist/views", this::save);
    routes.post("/worklist/views/{id}/name", this::rename);
    routes.post("/worklist/views/{id}/end", this::end);
  }

  private void list(Context context) throws IOException {
    Query.none(context);
    Pages.render(
        context,
        "savedViews.jte",
        Map.of("frame", Frame.of(context, served), "saved", saved.shown(context)));
  }

  private void save(Context context) throws IOException {
    Query.none(context);
    SavedView view = saved.save(context, WorkFields.of(context, SavedLists.fields()));
    context.redirect("/worklist?" + view.query(), HttpStatus.SEE_OTHER);
  }

  private void rename(Context context) throws IOException {
    Query.none(context);
    saved.rename(context, Query.id(context), WorkFields.of(context, "name", "reason"));
    context.redirect("/worklist/views", HttpStatus.SEE_OTHER);
  }

  private void end(Context context) throws IOException {
    Query.none(context);
    saved.delete(context, Query.id(context));
    context.redirect("/worklist/views", HttpStatus.SEE_OTHER);
  }
}
