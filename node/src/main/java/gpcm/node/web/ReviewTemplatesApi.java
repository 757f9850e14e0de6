package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.working.ReviewTemplate;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /api/v1/review-templates}: the templates of reviews of an organisation. */
final class ReviewTemplatesApi {
  private final Served served;

  ReviewTemplatesApi(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/review-templates", this::list);
  }

  private void list(Context context) {
    Query.none(context);
    ObjectNode json = ApiJson.object();
    ArrayNode templates = json.putArray("templates");
    for (ReviewTemplate template :
        served.arrangements().reviews().list(Caller.of(context).organisation())) {
      ObjectNode one =
          templates
              .addObject()
              .put("id", template.id().toString())
              .put("name", template.name())
              .put("starts-by-itself", template.starts().isPresent());
      ArrayNode levels = one.putArray("levels");
      template
          .levels()
          .forEach(
              level ->
                  levels
                      .addObject()
                      .put("of", level.of().words())
                      .put("instruction", level.instruction()));
    }
    ApiJson.answer(context, json);
  }
}
