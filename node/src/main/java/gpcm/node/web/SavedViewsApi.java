package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.working.SavedView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code /api/v1/saved-views} and {@code .../outbox-views}: views of a list under names. */
final class SavedViewsApi {
  private final String place;
  private final SavedLists saved;

  SavedViewsApi(String place, SavedKind kind, Access access) {
    this.place = place;
    this.saved = new SavedLists(kind, access);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, place, this::list);
    routes.post(place, this::save);
    routes.post(place + "/{id}", this::rename);
    routes.post(place + "/{id}/end", this::end);
  }

  private void list(Context context) throws IOException {
    Query.none(context);
    ObjectNode json = ApiJson.object();
    ArrayNode views = json.putArray("views");
    for (SavedLists.Shown shown : saved.shown(context)) {
      ObjectNode view = json(shown.view());
      shown.count().ifPresent(count -> view.put("count", count));
      views.add(view);
    }
    ApiJson.answer(context, json);
  }

  private void save(Context context) throws IOException {
    Query.none(context);
    SavedView view = saved.save(context, WorkFields.of(context, saved.fields()));
    context.status(201);
    ApiJson.answer(context, json(view));
  }

  private void rename(Context context) throws IOException {
    Query.none(context);
    ApiJson.answer(
        context, json(saved.rename(context, Query.id(context), WorkFields.of(context, "name"))));
  }

  private void end(Context context) throws IOException {
    Query.none(context);
    saved.delete(context, Query.id(context));
    context.status(204);
  }

  private static ObjectNode json(SavedView view) {
    return ApiJson.object()
        .put("id", view.id().toString())
        .put("name", view.name())
        .put("shared", view.shared())
        .put("query", view.query())
        .put("madeBy", view.madeBy())
        .put("madeAt", view.madeAt().toString());
  }
}
