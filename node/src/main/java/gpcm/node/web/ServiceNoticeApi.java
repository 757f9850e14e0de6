package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.desk.ServiceNotice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /api/v1/notice}: what stands at the head of every page, which everybody may read who sees
 * the page for signing in.
 */
final class ServiceNoticeApi {
  private static final String PLACE = "/api/v1/notice";

  private final Served served;
  private final NoticeActs acts;

  ServiceNoticeApi(Served served) {
    this.served = served;
    this.acts = new NoticeActs(served);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::show);
    routes.put(PLACE, this::set);
    routes.post(PLACE + "/end", this::takeAway);
  }

  private void show(Context context) {
    Query.none(context);
    ApiJson.answer(context, json(served.desk().notices().now()));
  }

  private static ObjectNode json(Optional<ServiceNotice> notice) {
    ObjectNode json = ApiJson.object();
    if (notice.isEmpty()) {
      json.putNull("notice");
      return json;
    }
    ObjectNode told = json.putObject("notice");
    told.put("text", notice.get().words()).put("since", notice.get().setAt().toString());
    notice.get().until().ifPresent(end -> told.put("until", end.toString()));
    return json;
  }

  private void set(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, NoticeActs.TEXT, NoticeActs.UNTIL, "by");
    acts.set(context, fields, SignerName.of(context, fields.text("by", 100)));
    context.status(204);
  }

  private void takeAway(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "by");
    String unused = SignerName.of(context, fields.text("by", 100));
    acts.takeAway(context, fields);
    context.status(204);
  }
}
