package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.notifying.AlertChannel;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.notifying.AlertDeadlines;
import gpcm.node.working.WorkRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code /api/v1/alert-channels}: whom an organisation's alerts reach; {@code
 * /api/v1/alert-deadlines}: when. {@code /api/v1/settings} lists them.
 */
final class AlertChannelsApi {
  private static final String CHANNELS = "/api/v1/alert-channels";

  private final AlertChannels channels;

  AlertChannelsApi(Served served) {
    this.channels = served.channels();
  }

  void add(RoutesConfig routes) {
    routes.post(CHANNELS, this::make);
    routes.post(CHANNELS + "/{id}/end", context -> end(context, Query.id(context)));
    routes.post(CHANNELS + "/{id}/test", context -> test(context, Query.id(context)));
    routes.post("/api/v1/alert-deadlines", this::setDeadlines);
  }

  /** All of it, as the settings have it. */
  static ObjectNode all(AlertChannels channels, String organisation) {
    ObjectNode json = ApiJson.object();
    var list = json.putArray("channels");
    channels.list(organisation).forEach(each -> list.add(AlertChannelFields.json(each)));
    json.set("deadlines", AlertChannelFields.json(channels.deadlines(organisation)));
    return json;
  }

  private void make(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, withVersion(AlertChannelFields.CHANNEL));
    AlertChannel.Draft draft = AlertChannelFields.channel(fields);
    AlertChannel made = WorkingApi.changing(context, fields, order -> channels.add(order, draft));
    context.status(201);
    ApiJson.answer(context, AlertChannelFields.json(made));
  }

  private void end(Context context, UUID id) throws IOException {
    Query.none(context);
    WorkingApi.changing(
        context, WorkFields.of(context, "version"), order -> channels.end(order, id));
    context.status(204);
  }

  private void test(Context context, UUID id) throws IOException {
    Query.none(context);
    WorkingApi.changing(
        context, WorkFields.of(context, "version"), order -> channels.test(order, id));
    context.status(204);
  }

  private void setDeadlines(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, withVersion(AlertChannelFields.DEADLINES));
    try {
      AlertDeadlines deadlines = AlertChannelFields.deadlines(fields);
      AlertDeadlines set =
          WorkingApi.changing(context, fields, order -> channels.set(order, deadlines));
      ApiJson.answer(context, AlertChannelFields.json(set));
    } catch (WorkRefused refused) {
      throw WorkingApi.problem(refused);
    }
  }

  private static String[] withVersion(String... names) {
    return Stream.concat(Stream.of(names), Stream.of("version")).toArray(String[]::new);
  }
}
