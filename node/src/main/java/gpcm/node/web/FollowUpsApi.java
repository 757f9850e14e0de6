package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.people.Permission;
import gpcm.node.sending.FollowUp;
import gpcm.node.sending.FollowUpList;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code /api/v1/follow-ups}: what is to be done because consultations were deleted after their
 * report had left (GPCM-SD-CS-077).
 */
final class FollowUpsApi {
  private final FollowUpList followUps;
  private final Outbox outbox;

  FollowUpsApi(Served served) {
    this.followUps = served.followUps();
    this.outbox = served.outbox();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/follow-ups", this::list);
    routes.post("/api/v1/follow-ups/{id}/close", this::close);
  }

  private void list(Context context) {
    Query query = new Query(context, "state", "limit");
    boolean closed = AlertsApi.closed(query);
    int limit = query.number("limit", 1, 1000, 100);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    List<FollowUp> all = followUps.list(seen.view(), !closed, limit);
    List<OutboxDocument> documents =
        outbox.those(seen.view(), all.stream().map(FollowUp::document).distinct().toList());
    Map<UUID, OutboxDocument> byId =
        documents.stream().collect(Collectors.toMap(OutboxDocument::id, Function.identity()));
    Set<UUID> named = seen.named(outbox, documents);
    Trail.of(context).shown(Seen.lists(context, documents, named, List.of()));
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("followUps");
    for (FollowUp each : all) {
      ObjectNode one = json(each);
      if (!named.contains(each.document())) {
        // Such words may name the patient.
        one.remove("reason");
        if (one.get("closed") instanceof ObjectNode closing) {
          closing.remove("text");
        }
      }
      Optional.ofNullable(byId.get(each.document()))
          .ifPresent(
              document ->
                  one.set("about", DocumentsApi.shown(document, named.contains(document.id()))));
      list.add(one);
    }
    json.put("open", followUps.countOpen(seen.view()));
    ApiJson.answer(context, json);
  }

  private static ObjectNode json(FollowUp followUp) {
    ObjectNode json = ApiJson.object();
    json.put("id", followUp.id().toString());
    json.put("document", followUp.document().toString());
    json.put("encounterId", followUp.encounter());
    json.put("openedAt", followUp.openedAt().toString());
    json.put("openedBy", followUp.openedBy());
    followUp.reason().ifPresent(reason -> json.put("reason", reason));
    followUp
        .closing()
        .ifPresent(
            closing ->
                json.putObject("closed")
                    .put("at", closing.at().toString())
                    .put("by", closing.by())
                    .put("outcome", closing.outcome().text())
                    .put("text", closing.text()));
    return json;
  }

  private void close(Context context) throws IOException {
    Query.none(context);
    close(context, followUps, outbox);
    context.status(204);
  }

  /** Closes the follow-up that the address names, with what the request says came of it. */
  static void close(Context context, FollowUpList followUps, Outbox outbox) throws IOException {
    OutboxView mine = SeenOutbox.with(Caller.of(context), Permission.WITHDRAW);
    FollowUp open =
        followUps
            .find(mine, Query.id(context))
            .filter(each -> each.closing().isEmpty())
            .orElseThrow(FollowUpsApi::missing);
    WorkFields fields =
        Access.isApi(context)
            ? WorkFields.of(context, "by", "outcome", "text")
            : WorkFields.of(context, "outcome", "text");
    String by = SignerName.of(context, fields.text("by", 100));
    FollowUp.Outcome outcome =
        fields
            .text("outcome", WorkAct.LINE)
            .flatMap(FollowUp.Outcome::of)
            .orElseThrow(FollowUpsApi::outcomes);
    String text = fields.text("text", WorkAct.TEXT).orElse("");
    if (outcome == FollowUp.Outcome.NOT_NEEDED && text.isEmpty()) {
      throw WorkFields.wrong("text", "missing: why it is not needed", "say it");
    }
    OutboxDocument document = outbox.find(mine, open.document()).orElseThrow(Query::missing);
    if (!Trail.of(context)
        .handing(
            along -> followUps.close(open, by, outcome, text, along),
            entry -> Seen.document(document, true).apply(entry).changing("open", outcome.text()))) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    return new ProblemException(ProblemKind.NOT_FOUND, "there is no open follow-up with this id");
  }

  private static ProblemException outcomes() {
    return ProblemException.unchosen(
        "outcome",
        "Say what came of it",
        List.of(FollowUp.Outcome.values()),
        FollowUp.Outcome::text,
        FollowUp.Outcome::words);
  }
}
