package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.receiving.Worklist;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.content.ContentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** {@code /api/v1/worklist}: what was received, and its documents. */
final class WorklistApi {
  private final Worklist worklist;
  private final ContentStore content;

  WorklistApi(Worklist worklist, ContentStore content) {
    this.worklist = worklist;
    this.content = content;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/v1/worklist", this::list);
    routes.get("/api/v1/worklist/{id}", this::show);
    routes.get("/api/v1/worklist/{id}/documents/{n}", this::document);
  }

  private void list(Context context) {
    Query query = new Query(context, "organisation", "replaced", "limit", "offset");
    int limit = query.number("limit", 1, 1000, 100);
    int offset = query.number("offset", 0, Integer.MAX_VALUE - 1000, 0);
    List<WorklistEntry> entries =
        worklist.list(
            new WorklistQuery(query.text("organisation"), replaced(query), limit, offset));
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("entries");
    entries.forEach(entry -> list.add(Json.entry(entry)));
    json.put("limit", limit).put("offset", offset);
    Json.answer(context, json);
  }

  /** Entries that a newer version replaced are listed unless asked otherwise. */
  static boolean replaced(Query query) {
    return query
        .value(
            "replaced",
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException();
                },
            "true or false")
        .orElse(true);
  }

  private void show(Context context) {
    WorklistEntry entry = find(context);
    ObjectNode json = Json.entry(entry);
    json.set("documents", Json.entryFiles(entry, worklist.files(entry.id())));
    json.set("timeline", Json.timeline(worklist.timeline(entry)));
    Json.answer(context, json);
  }

  private void document(Context context) throws IOException {
    List<WorklistFile> files = worklist.files(find(context).id());
    WorklistFile file = files.get(Query.ordinal(context, files.size()));
    ContentAnswer.send(context, content, file.content(), file.contentType(), file.title());
  }

  private WorklistEntry find(Context context) {
    return worklist.find(Query.id(context)).orElseThrow(Query::missing);
  }
}
