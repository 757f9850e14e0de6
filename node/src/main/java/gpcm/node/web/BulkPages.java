package gpcm.node.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /worklist/selected}: what is to be done with several documents of a list, shown with the
 * names of their patients before it is done; and {@code /worklist/take}, the button in a row.
 */
final class BulkPages {
  private static final String[] FIELDS = {"act", "entry", "back", "person", "team"};

  private final Served served;
  private final BulkWork work;

  BulkPages(Served served, Access access) {
    this.served = served;
    this.work = new BulkWork(served, access);
  }

  void add(RoutesConfig routes) {
    routes.post("/worklist/selected", this::preview);
    routes.post("/worklist/selected/done", this::act);
    routes.post("/worklist/take", this::take);
  }

  /** A list to go back to; whatever the form says, it leads nowhere else. */
  static String back(WorkFields fields) {
    return fields
        .text("back", 1000)
        .filter(to -> to.matches("/worklist(\\?[A-Za-z0-9=&%+,._-]*)?"))
        .orElse("/worklist");
  }

  private void preview(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, FIELDS);
    WorklistAct act = WorklistAct.of(fields.needed("act", WorkAct.LINE));
    preview(context, act, fields, "");
  }

  private void preview(Context context, WorklistAct act, WorkFields fields, String error)
      throws IOException {
    List<BulkWork.Each> all = work.check(context, act, BulkWork.chosen(fields));
    Trail trail = Trail.of(context);
    trail.write(
        List.of(
            Seen.rows(all.stream().flatMap(each -> each.row().stream()).toList())
                .apply(trail.entry(gpcm.audit.entry.Action.LIST_SEEN))));
    String organisation = Caller.of(context).organisation();
    Map<String, Object> values = new HashMap<>(values(context, act, fields, all));
    values.put("error", error);
    values.put(
        "people", act == WorklistAct.ASSIGN ? served.teams().people(organisation) : List.of());
    values.put("teams", act == WorklistAct.ASSIGN ? served.teams().list(organisation) : List.of());
    Pages.render(context, "bulk.jte", values);
  }

  private void act(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, FIELDS);
    WorklistAct act = WorklistAct.of(fields.needed("act", WorkAct.LINE));
    List<BulkWork.Chosen> chosen = BulkWork.chosen(fields);
    if (act == WorklistAct.ASSIGN && fields.has("person") == fields.has("team")) {
      context.status(HttpStatus.UNPROCESSABLE_CONTENT);
      preview(
          context,
          act,
          fields,
          fields.has("team")
              ? "Choose a person or a team, not both"
              : "Choose to whom the documents go: a person or a team");
      return;
    }
    List<BulkWork.Each> all = work.act(context, act, chosen, fields);
    Pages.render(context, "bulkDone.jte", values(context, act, fields, all));
  }

  private Map<String, Object> values(
      Context context, WorklistAct act, WorkFields fields, List<BulkWork.Each> all) {
    return Map.of(
        "frame",
        Frame.of(context, served),
        "act",
        act,
        "can",
        all.stream().filter(BulkWork.Each::can).toList(),
        "cannot",
        all.stream().filter(each -> !each.can()).toList(),
        "back",
        back(fields));
  }

  private void take(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "entry", "back");
    BulkWork.Each taken =
        work.act(context, WorklistAct.TAKE, BulkWork.chosen(fields), fields).getFirst();
    Optional<BulkWork.Refusal> refusal = taken.refusal();
    if (refusal.isPresent()) {
      throw new ProblemException(refusal.get().kind(), refusal.get().why());
    }
    String back = back(fields);
    context.redirect(
        back + (back.contains("?") ? "&" : "?") + "taken=" + taken.chosen().id(),
        HttpStatus.SEE_OTHER);
  }
}
