package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.confirming.AskedItem;
import gpcm.node.confirming.Confirmation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code /api/v1/confirmations}, and what is asked for by it: for people, never for machines. */
final class ConfirmationsApi {
  private static final int LARGEST = 8 << 10;

  private final Served served;
  private final Confirming confirming;
  private final MessageBytes messages;

  ConfirmationsApi(Served served, Confirming confirming, MessageBytes messages) {
    this.served = served;
    this.confirming = confirming;
    this.messages = messages;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/confirmations", this::list);
    Gets.add(routes, "/api/v1/confirmations/{id}", this::show);
    Gets.add(routes, "/api/v1/confirmations/{id}/message", messages::fetch);
    routes.post("/api/v1/confirmations/{id}/confirm", this::confirm);
    routes.post("/api/v1/confirmations/{id}/refuse", this::refuse);
    routes.post("/api/v1/confirmations/{id}/withdraw", this::withdraw);
    routes.post("/api/v1/confirmations", this::askToResend);
    routes.post("/api/v1/messages", this::askForMessage);
    routes.post("/api/v1/documents/{id}/message", this::askForSent);
    routes.post("/api/v1/worklist/{id}/message", this::askForReceived);
  }

  private void list(Context context) {
    Query query = new Query(context, "limit", "after", "before");
    int limit = query.number("limit", 1, 1000, 100);
    Listing<Confirmation> listing = ConfirmationPages.list(context, query, limit, served);
    Trail.of(context).shown(Seen.count(context, listing.rows().size()));
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("confirmations");
    listing.rows().forEach(each -> list.add(json(context, each)));
    json.put("limit", limit);
    json.put("waiting", Confirming.waitingFor(served, Confirming.person(context)));
    listing.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  private void show(Context context) {
    Query.none(context);
    Confirmation asked = confirming.find(context);
    Trail.of(context).shown(Seen.lists(context, confirming.documents(asked), Set.of(), List.of()));
    ApiJson.answer(context, json(context, asked));
  }

  private void confirm(Context context) {
    Query.none(context);
    ApiJson.answer(context, json(context, confirming.confirm(context)));
  }

  private void refuse(Context context) throws IOException {
    Query.none(context);
    ApiJson.answer(context, json(context, confirming.refuse(context)));
  }

  private void withdraw(Context context) {
    Query.none(context);
    confirming.withdraw(context);
    context.status(204);
  }

  private void askToResend(Context context) throws IOException {
    Query.none(context);
    asked(context, confirming.askToResend(context, ids(context)));
  }

  private void askForSent(Context context) throws IOException {
    Query.none(context);
    messages.sent(context).ifPresent(asked -> asked(context, asked));
  }

  private void askForReceived(Context context) throws IOException {
    Query.none(context);
    messages.received(context).ifPresent(asked -> asked(context, asked));
  }

  private void askForMessage(Context context) throws IOException {
    Query.none(context);
    JsonNode message = body(context, "{\"message\": \"...\"}").path("message");
    String name =
        ConfirmationPages.name(Optional.of(message.isTextual() ? message.textValue() : ""));
    messages.named(context, name).ifPresent(asked -> asked(context, asked));
  }

  private void asked(Context context, Confirmation asked) {
    context.status(202);
    context.header("Location", "/api/v1/confirmations/" + asked.id());
    ApiJson.answer(context, json(context, asked));
  }

  private static List<UUID> ids(Context context) throws IOException {
    List<UUID> ids = new ArrayList<>();
    body(context, "{\"documents\": [\"...\"]}")
        .path("documents")
        .forEach(id -> ids.add(ConfirmationPages.id(id.isTextual() ? id.textValue() : "")));
    return ids;
  }

  private static JsonNode body(Context context, String form) throws IOException {
    byte[] bytes =
        BoundedBody.read(context, LARGEST, "only ids of what is asked for are expected here");
    try {
      return ApiJson.read(bytes);
    } catch (JsonProcessingException e) {
      throw new ProblemException(ProblemKind.INVALID_JSON, "the body is not JSON: send " + form);
    }
  }

  private ObjectNode json(Context context, Confirmation asked) {
    Caller.Person person = Confirming.person(context);
    ObjectNode json = ApiJson.object();
    json.put("id", asked.id().toString());
    json.put("organisation", asked.organisation());
    json.put("action", asked.action().text());
    json.put("permission", asked.action().permission().text());
    json.put("state", asked.state().text());
    json.put("standing", Confirming.standing(asked, person, served.clock().instant()).text());
    json.put("reason", asked.reason());
    json.put("askedBy", asked.asker().name());
    json.put("askedAt", asked.askedAt().toString());
    json.put("endsAt", asked.endsAt().toString());
    ArrayNode items = json.putArray("items");
    asked.items().forEach(item -> items.add(json(item)));
    asked
        .decided()
        .ifPresent(
            decided -> {
              json.put("decidedBy", decided.by().name());
              json.put("decidedAt", decided.at().toString());
              decided.answer().ifPresent(answer -> json.put("answer", answer));
            });
    asked
        .fetchedUntil()
        .ifPresent(
            until -> {
              json.put("href", "/api/v1/confirmations/" + asked.id() + "/message");
              json.put("fetchedUntil", until.toString());
            });
    return json;
  }

  private static ObjectNode json(AskedItem item) {
    ObjectNode json = ApiJson.object();
    json.put("kind", item.kind().text());
    json.put("id", item.id().toString());
    item.content()
        .ifPresent(content -> json.put("size", content.size()).put("sha256", content.hash().hex()));
    item.outcome().ifPresent(outcome -> json.put("outcome", outcome));
    return json;
  }
}
