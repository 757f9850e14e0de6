package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.Alert;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.traffic.Direction;
import gpcm.node.traffic.MessageGroup;
import gpcm.node.traffic.ShownAddress;
import gpcm.node.traffic.TrafficMessage;
import gpcm.rules.Finding;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code /api/v1/messages}: the messages of an organisation, without anything of a patient. */
final class MessagesApi {
  private static final String PLACE = "/api/v1/messages";

  private final Served served;

  MessagesApi(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::list);
    Gets.add(routes, PLACE + "/{id}", this::one);
  }

  private void list(Context context) {
    Query query = MessagesAsked.query(context, "limit", "after", "before");
    int limit = query.number("limit", 1, 1000, 100);
    Listing<TrafficMessage> listing =
        MessagePages.list(context, query, MessagesAsked.of(context, query), limit, served);
    Trail.of(context).shown(Seen.messages(context, listing.rows()));
    ObjectNode json = ApiJson.object();
    ArrayNode messages = json.putArray("messages");
    listing.rows().forEach(each -> messages.add(json(each)));
    json.put("limit", limit);
    listing.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  private void one(Context context) {
    Query.none(context);
    MessageGroup group = MessagePages.group(context, served);
    List<Alert> alerts = MessagePages.alerts(context, group, served);
    Trail.of(context).shown(Seen.message(group));
    ObjectNode json = json(group.message());
    ids(json.putObject("ids"), group.message().ids());
    group
        .asked()
        .ifPresent(
            asked ->
                json.putObject("mesh")
                    .put("standing", asked.standing().text())
                    .put("askedAt", asked.at().toString()));
    ArrayNode exchange = json.putArray("exchange");
    group.exchange().forEach(each -> exchange.add(json(each)));
    ArrayNode related = json.putArray("related");
    group.related().forEach(each -> related.add(json(each)));
    ArrayNode timeline = json.putArray("timeline");
    group.timeline().forEach(each -> timeline.add(json(each)));
    ArrayNode findings = json.putArray("findings");
    group.findings().forEach(each -> findings.add(json(each)));
    ArrayNode notChecked = json.putArray("notChecked");
    group
        .notChecked()
        .forEach(
            each ->
                notChecked
                    .addObject()
                    .put("requirement", each.requirement())
                    .put("reason", each.reason()));
    ArrayNode open = json.putArray("alerts");
    alerts.forEach(each -> open.add(each.id()));
    ApiJson.answer(context, json);
  }

  private static ObjectNode json(TrafficMessage message) {
    ObjectNode json = ApiJson.object();
    json.put("id", message.id().toString());
    json.put("organisation", message.organisation());
    json.put("direction", message.direction().text());
    json.put("kind", message.kind().text());
    json.put("at", message.at().toString());
    json.put("state", message.state());
    json.put("stateWords", MessageWords.state(message));
    message
        .code()
        .ifPresent(code -> json.put("code", code).put("codeWords", MessageWords.code(code)));
    ends(json, message);
    message.workflow().ifPresent(workflow -> json.put("workflow", workflow));
    json.put("size", message.size());
    message.ids().mesh().ifPresent(id -> json.put("meshId", id));
    json.put("confidential", message.confidential());
    return json;
  }

  private static void ends(ObjectNode json, TrafficMessage message) {
    boolean sent = message.direction() == Direction.SENT;
    ObjectNode own = json.putObject(sent ? "from" : "to");
    own.put("kind", "organisation").put("organisation", message.organisation());
    ObjectNode peer = json.putObject(sent ? "to" : "from");
    ShownAddress address = message.peer();
    peer.put("kind", address.kind().text());
    address.mailbox().ifPresent(mailbox -> peer.put("mailbox", mailbox));
    message.recipient().ifPresent(named -> peer.put("organisation", named));
  }

  private static void ids(ObjectNode json, TrafficMessage.Ids ids) {
    ids.message().ifPresent(id -> json.put("message", id));
    ids.document().ifPresent(id -> json.put("document", id));
    ids.conversation().ifPresent(id -> json.put("conversation", id));
    ids.linked().ifPresent(id -> json.put("linkedMesh", id));
    ArrayNode earlierMesh = json.putArray("earlierMesh");
    ids.earlierMesh().forEach(earlierMesh::add);
    ArrayNode earlierMessages = json.putArray("earlierMessages");
    ids.earlierMessages().forEach(earlierMessages::add);
  }

  private static ObjectNode json(TimelineEvent event) {
    return ApiJson.object()
        .put("at", event.at().toString())
        .put("kind", event.kind())
        .put("words", TimelineWords.sentence(event));
  }

  /** Without what was found, which may quote a patient. */
  private static ObjectNode json(Finding finding) {
    return ApiJson.object()
        .put("requirement", finding.requirement())
        .put("strength", finding.strength().name())
        .put("code", finding.code().code())
        .put("path", finding.path())
        .put("expected", finding.expected())
        .put("fix", finding.fix())
        .put("tolerated", finding.tolerated());
  }
}
