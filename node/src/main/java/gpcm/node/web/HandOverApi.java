package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.handover.AnsweredOtherwiseException;
import gpcm.node.handover.ConfirmedContent;
import gpcm.node.handover.HandOver;
import gpcm.node.handover.HandOverItem;
import gpcm.node.handover.HandOverJson;
import gpcm.node.handover.RecordSystemAnswer;
import gpcm.node.people.Permission;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code /api/v1/handover}: what is offered to record systems, and what they answer. */
final class HandOverApi {
  private static final int LARGEST = 8 << 10;
  private static final int REASON = 500;

  private final HandOver handOver;
  private final Access access;

  HandOverApi(HandOver handOver, Access access) {
    this.handOver = handOver;
    this.access = access;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/handover", this::feed);
    Gets.add(routes, "/api/v1/handover/{id}", this::show);
    Gets.add(routes, "/api/v1/handover/{id}/files/{n}", this::file);
    routes.post("/api/v1/handover/{id}/answer", this::answer);
    routes.post("/api/v1/handover/{id}/again", this::again);
  }

  private void feed(Context context) {
    Query query = new Query(context, "limit", "after");
    int limit = query.number("limit", 1, 200, 100);
    long after = query.value("after", HandOverApi::position, "a position of an item").orElse(0L);
    Caller caller = Caller.of(context);
    requireOn(caller);
    List<HandOverItem> items = handOver.feed(caller.organisation(), after, limit);
    Trail.of(context)
        .shown(
            Seen.lists(
                context, List.of(), Set.of(), items.stream().map(HandOverItem::entry).toList()));
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("items");
    items.forEach(item -> list.add(json(caller, item)));
    json.put("limit", limit);
    json.put(
        "next",
        Listing.address(
            context, "after", Long.toString(items.isEmpty() ? after : items.getLast().position())));
    ApiJson.answer(context, json);
  }

  private static long position(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException();
    }
    return Long.parseLong(text);
  }

  private void requireOn(Caller caller) {
    if (!handOver.isOn(caller.organisation())) {
      throw new ProblemException(
          ProblemKind.NOT_FOUND,
          "nothing of %s is handed over here; an entry under hand-over in the configuration starts it"
              .formatted(caller.organisation()));
    }
  }

  // As in lists: what somebody may not open is there, and does not say what it is.
  private static ObjectNode json(Caller caller, HandOverItem item) {
    ObjectNode json = HandOverJson.withAddresses(item);
    if (WorklistApi.isClosed(caller, item.entry())) {
      ObjectNode document = (ObjectNode) json.path("document");
      document.without(List.of("title", "files", "codedEntries"));
      ((ObjectNode) document.path("sender")).put("odsCode", "").put("name", "");
    }
    return json;
  }

  private void show(Context context) {
    Query.none(context);
    Caller caller = Caller.of(context);
    HandOverItem item =
        handOver.find(caller.organisation(), Query.id(context)).orElseThrow(Query::missing);
    Trail.of(context).shown(Seen.entry(item.entry()));
    ObjectNode json = json(caller, item);
    // The item is there, and what it said is not: people have decided anew.
    if (!handOver.holds(item)) {
      ((ObjectNode) json.path("document")).without(List.of("files", "codedEntries"));
    }
    ApiJson.answer(context, json);
  }

  /** A file that was made for an item; those of the document stand in the worklist. */
  private void file(Context context) throws IOException {
    Query.none(context);
    Caller caller = Caller.of(context);
    HandOverItem item =
        handOver.find(caller.organisation(), Query.id(context)).orElseThrow(Query::missing);
    access.require(context, Permission.OPEN_DOCUMENT, false);
    WorklistApi.requireOpenable(context, item.entry(), access);
    int ordinal = Query.ordinal(context);
    ConfirmedContent.File file =
        item.confirmed().map(ConfirmedContent::files).orElse(List.of()).stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    byte[] bytes =
        handOver
            .file(caller.organisation(), item.id(), ordinal)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemKind.NOT_FOUND,
                        "people have decided anew on these coded entries: another item brings what"
                            + " they decided"))
            .getBytes(StandardCharsets.UTF_8);
    Trail.of(context).shown(Seen.entry(item.entry()));
    context.contentType(file.contentType()).result(bytes);
  }

  private void answer(Context context) throws IOException {
    Query.none(context);
    byte[] bytes = BoundedBody.read(context, LARGEST, "an answer has at most 8 KiB");
    RecordSystemAnswer said;
    try {
      said = RecordSystemAnswer.of(ApiJson.read(bytes));
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ProblemKind.INVALID_JSON, "the body is not JSON: send {\"result\": \"accepted\"}");
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemKind.INVALID_ENTRY, e.getMessage());
    }
    HandOverItem item;
    try {
      item =
          Trail.of(context)
              .doing(
                  Action.HANDED_OVER,
                  () ->
                      handOver
                          .answer(
                              Caller.of(context).organisation(),
                              Query.id(context),
                              said.result(),
                              Caller.of(context).name(),
                              said.words())
                          .orElseThrow(Query::missing),
                  done ->
                      entry ->
                          Seen.entry(done.entry())
                              .apply(entry)
                              .changing("offered", done.state().text()));
    } catch (AnsweredOtherwiseException e) {
      throw problem(e);
    }
    ApiJson.answer(context, HandOverJson.standing(item));
  }

  private void again(Context context) throws IOException {
    Query.none(context);
    try {
      HandOver.Again again =
          again(context, handOver, Query.id(context), WorkFields.of(context, "reason"));
      ApiJson.answer(context, HandOverJson.standing(again.item()));
    } catch (AnsweredOtherwiseException e) {
      throw problem(e);
    }
  }

  /**
   * Offers an item again.
   *
   * @param fields with the reason
   * @throws AnsweredOtherwiseException when it was neither refused nor is overdue
   */
  static HandOver.Again again(Context context, HandOver handOver, UUID item, WorkFields fields) {
    Caller caller = Caller.of(context);
    String reason = fields.needed("reason", REASON);
    return Trail.of(context)
        .doing(
            Action.HANDED_OVER,
            () ->
                handOver
                    .again(caller.organisation(), item, caller.name(), reason)
                    .orElseThrow(Query::missing),
            done ->
                entry ->
                    Seen.entry(done.item().entry())
                        .apply(entry)
                        .changing(done.before(), done.item().state().text())
                        .because(reason));
  }

  static ProblemException problem(AnsweredOtherwiseException e) {
    return new ProblemException(ProblemKind.ANSWERED_OTHERWISE, e.getMessage());
  }
}
