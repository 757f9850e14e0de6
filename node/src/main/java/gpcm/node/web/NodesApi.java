package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.web.QueueStatus.HeldMailbox;
import gpcm.node.web.QueueStatus.LaneStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /api/v1/nodes}: who works here, and what is due, late or stuck; {@code /api/v1/health}:
 * and {@code /health/ready}: whether this node can answer; {@code /health/live}: whether its
 * process does; {@code /metrics}: figures for Prometheus.
 */
final class NodesApi {
  private final NodesView nodes;
  private final Health health;
  private final Supplier<String> metrics;

  NodesApi(Served served) {
    this.nodes = served.nodes();
    this.health = served.health();
    this.metrics = served.metrics();
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
    List<NodeStatus> known = nodes.nodes();
    Trail.of(context)
        .shown(entry -> Seen.count(context, known.size()).apply(entry).forOperations());
    ApiJson.answer(context, json(known, nodes.queues()));
  }

  /** Who works here, and what is due. */
  static ObjectNode nodes(NodesView nodes) {
    return json(nodes.nodes(), nodes.queues());
  }

  private static ObjectNode json(List<NodeStatus> known, QueueStatus queues) {
    ObjectNode json = ApiJson.object();
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
    byte[] text = metrics.get().getBytes(StandardCharsets.UTF_8);
    context.res().setContentLengthLong(text.length);
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(text);
  }

  private void health(Context context) {
    Query.none(context);
    health
        .trouble()
        .ifPresentOrElse(
            reason -> {
              throw new ProblemException(ProblemKind.UNHEALTHY, reason);
            },
            () -> ApiJson.answer(context, ApiJson.object().put("status", "ok")));
  }
}
