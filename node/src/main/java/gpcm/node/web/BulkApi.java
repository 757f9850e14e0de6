package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** {@code POST /api/v1/worklist-bulk}: the same act for several received documents. */
final class BulkApi {
  private final BulkWork work;

  BulkApi(Served served, Access access) {
    this.work = new BulkWork(served, access);
  }

  void add(RoutesConfig routes) {
    routes.post("/api/v1/worklist-bulk", this::act);
  }

  private void act(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "act", "entry", "person", "team");
    WorklistAct act = WorklistAct.of(fields.needed("act", WorkAct.LINE));
    for (String name : List.of("person", "team")) {
      if (act != WorklistAct.ASSIGN && fields.has(name)) {
        throw WorkFields.wrong(name, "only for what is assigned", "leave it out");
      }
    }
    List<BulkWork.Each> all = work.act(context, act, BulkWork.chosen(fields), fields);
    ObjectNode json = ApiJson.object();
    json.put("done", all.stream().filter(BulkWork.Each::can).count());
    ArrayNode documents = json.putArray("documents");
    all.forEach(each -> documents.add(json(each)));
    ApiJson.answer(context, json);
  }

  private static ObjectNode json(BulkWork.Each each) {
    ObjectNode json = ApiJson.object();
    json.put("id", each.chosen().id().toString());
    json.put("done", each.can());
    each.after()
        .ifPresent(
            change ->
                json.put("state", change.after().state().text())
                    .put("version", change.after().version()));
    each.refusal().ifPresent(why -> json.put("type", why.kind().type()).put("detail", why.why()));
    return json;
  }
}
