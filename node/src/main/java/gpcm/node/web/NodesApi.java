package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.people.Extent;
import gpcm.node.web.QueueStatus.HeldMailbox;
import gpcm.node.web.QueueStatus.LaneStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code /api/v1/nodes}: who works here, and what is due, late or stuck; {@code /api/v1/health}:
 * and {@code /health/ready}: whether this node can answer; {@code /health/live}: whether its
 * process does; {@code /metrics}: figures for Prometheus.
 */
final class NodesApi {
  private final Served served;

  NodesApi(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/nodes", this::list);
    Gets.add(routes, "/api/v1/health", this::health);
    Gets.add(routes, "/health/live", NodesApi::live);
    Gets.add(routes, "/health/ready", this::health);
    Gets.add(routes, "/metrics", this::metrics);
  }

  private void list(Context context) {
    Query.none(context);
    Extent extent = extent(context);
    List<NodeStatus> known = served.nodes().nodes(extent);
    Trail.of(context)
        .shown(entry -> Seen.count(context, known.size()).apply(entry).forOperations());
    ApiJson.answer(context, json(served, extent, known));
  }

  /** Who works here, and what is due. */
  static ObjectNode nodes(Served served, Extent extent) {
    return json(served, extent, served.nodes().nodes(extent));
  }

  private Extent extent(Context context) {
    return served.desk().extent(Caller.of(context).organisation());
  }

  private static ObjectNode json(Served served, Extent extent, List<NodeStatus> known) {
    QueueStatus queues = served.nodes().queues(extent);
    ObjectNode json = ApiJson.object();
    SystemJson.extent(json, served.desk(), extent);
    ArrayNode list = json.putArray("nodes");
    known.forEach(node -> node(list.addObject(), node));
    ArrayNode lanes = json.putArray("lanes");
    queues.lanes().forEach(lane -> lane(lanes.addObject(), lane));
    ArrayNode held = json.putArray("heldMailboxes");
    queues.held().forEach(mailbox -> mailbox(held.addObject(), mailbox));
    return json;
  }

  private static void node(ObjectNode json, NodeStatus node) {
    json.put("id", node.id());
    json.put("name", node.name());
    json.put("build", node.build());
    json.put("startedAt", node.startedAt().toString());
    json.put("heartbeatAt", node.heartbeatAt().toString());
    json.put("alive", node.alive());
    ArrayNode mailboxes = json.putArray("mailboxes");
    node.mailboxes().forEach(mailboxes::add);
    json.put("cases", node.cases());
  }

  private static void lane(ObjectNode json, LaneStatus lane) {
    json.put("lane", lane.lane().text());
    json.put("due", lane.due());
    lane.late().ifPresent(late -> json.put("lateSeconds", late.toSeconds()));
    json.put("stuck", lane.stuck());
  }

  private static void mailbox(ObjectNode json, HeldMailbox mailbox) {
    json.put("organisation", mailbox.organisation());
    json.put("mailbox", mailbox.mailbox());
    json.put("reason", mailbox.reason());
    json.put("since", mailbox.since().toString());
    json.put("until", mailbox.until().toString());
  }

  private static void live(Context context) {
    Query.none(context);
    ApiJson.answer(context, ApiJson.object().put("status", "ok"));
  }

  private void metrics(Context context) {
    Query.none(context);
    byte[] text = served.metrics().apply(extent(context)).getBytes(StandardCharsets.UTF_8);
    context.res().setContentLengthLong(text.length);
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(text);
  }

  private void health(Context context) {
    Query.none(context);
    served
        .health()
        .trouble()
        .ifPresentOrElse(
            reason -> {
              throw new ProblemException(ProblemKind.UNHEALTHY, reason);
            },
            () -> ApiJson.answer(context, ApiJson.object().put("status", "ok")));
  }
}
