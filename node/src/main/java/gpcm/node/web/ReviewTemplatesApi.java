package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.working.ReviewTemplate;
import gpcm.node.working.WorkChange;
import gpcm.node.working.WorkFact;
import gpcm.node.working.WorkRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.UUID;

/**
 * {@code /api/v1/review-templates}: the templates of reviews of an organisation; {@code
 * /api/v1/worklist/{id}/review-template}: begins one on a document.
 */
final class ReviewTemplatesApi {
  private final Served served;
  private final Access access;

  ReviewTemplatesApi(Served served, Access access) {
    this.served = served;
    this.access = access;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/review-templates", this::list);
    routes.post("/api/v1/worklist/{id}/review-template", this::begin);
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

  private void begin(Context context) throws IOException {
    Query.none(context);
    WorklistEntry entry = WorklistApi.find(context, served.worklist(), access);
    WorkFields fields = WorkFields.of(context, "template", "version");
    UUID id = fields.neededId("template");
    ReviewTemplate template =
        served
            .arrangements()
            .reviews()
            .find(entry.organisation(), id)
            .orElseThrow(
                () ->
                    WorkFields.wrong(
                        "template",
                        "must be a template of this organisation",
                        "take its id from the list of templates"));
    try {
      WorkChange change =
          Trail.of(context)
              .doing(
                  Action.REVIEW_ASKED,
                  () ->
                      served
                          .working()
                          .act(
                              entry.id(),
                              fields.version(),
                              new WorkFact.ReviewsBegun(template),
                              WorkingApi.doer(context))
                          .orElseThrow(Query::missing),
                  done ->
                      told ->
                          Seen.entry(entry)
                              .apply(told)
                              .changing(
                                  done.before().state().text(),
                                  done.after().state().text() + ", template " + id));
      ApiJson.answer(
          context,
          ApiJson.object()
              .put("state", change.after().state().text())
              .put("version", change.after().version()));
    } catch (WorkRefused refused) {
      throw WorkingApi.problem(refused);
    }
  }
}
