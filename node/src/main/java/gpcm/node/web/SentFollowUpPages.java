package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SentFollowUp;
import gpcm.node.sending.SentFollowUp.Outcome;
import gpcm.node.sending.SentFollowUps;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /outbox/follow-ups} and {@code /api/v1/follow-ups}: consultations that were deleted after
 * their report had left (GPCM-SD-CS-077), each until a person says what came of it.
 */
final class SentFollowUpPages {
  private static final int LONGEST = 500;

  private final Served served;
  private final SentFollowUps followUps;

  SentFollowUpPages(Served served) {
    this.served = served;
    this.followUps = served.outbox().followUps();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/outbox/follow-ups", this::list);
    routes.post("/outbox/follow-ups/{id}", this::close);
    Gets.add(routes, "/api/v1/follow-ups", this::listJson);
    routes.post("/api/v1/follow-ups/{id}/close", this::closeJson);
  }

  private record Lists(List<SentFollowUp> open, List<SentFollowUp> closed, Set<UUID> named) {}

  private Lists seen(Context context) {
    Query.none(context);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    List<SentFollowUp> open = followUps.open(seen.view());
    List<SentFollowUp> closed = followUps.closed(seen.view());
    List<OutboxDocument> documents =
        Stream.concat(open.stream(), closed.stream())
            .map(each -> each.row().document())
            .distinct()
            .toList();
    Set<UUID> named = seen.named(served.outbox(), documents);
    Trail.of(context).shown(Seen.lists(context, documents, named, List.of()));
    return new Lists(open, closed, named);
  }

  private void list(Context context) {
    Lists lists = seen(context);
    Pages.render(
        context,
        "outboxFollowUps.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "open",
            lists.open(),
            "closed",
            lists.closed(),
            "named",
            lists.named()));
  }

  private void listJson(Context context) {
    Lists lists = seen(context);
    ObjectNode json = ApiJson.object();
    ArrayNode open = json.putArray("open");
    lists.open().forEach(each -> open.add(json(each, lists.named())));
    ArrayNode closed = json.putArray("closed");
    lists.closed().forEach(each -> closed.add(json(each, lists.named())));
    ApiJson.answer(context, json);
  }

  private ObjectNode json(SentFollowUp each, Set<UUID> named) {
    ObjectNode json = ApiJson.object().put("id", each.id().toString());
    boolean isNamed = named.contains(each.row().document().id());
    json.set("document", SentJson.of(each.row(), isNamed, served.clock().instant()));
    json.put("openedAt", each.openedAt().toString()).put("openedBy", each.openedBy());
    each.reason().filter(unused -> isNamed).ifPresent(reason -> json.put("reason", reason));
    each.closing()
        .ifPresent(
            closing -> {
              ObjectNode closed = json.putObject("closed");
              closed.put("at", closing.at().toString()).put("by", closing.by());
              closed.put("outcome", closing.outcome().text());
              closing.text().filter(unused -> isNamed).ifPresent(text -> closed.put("text", text));
            });
    return json;
  }

  private void close(Context context) throws IOException {
    closed(context);
    context.redirect("/outbox/follow-ups", HttpStatus.SEE_OTHER);
  }

  private void closeJson(Context context) throws IOException {
    closed(context);
    context.status(204);
  }

  private void closed(Context context) throws IOException {
    Query.none(context);
    WorkFields fields =
        Access.isApi(context)
            ? WorkFields.of(context, "by", "outcome", "text")
            : WorkFields.of(context, "outcome", "text");
    String by = SignerName.of(context, fields.text("by", 100));
    Caller caller = Caller.of(context);
    SentFollowUp open =
        followUps
            .open(SeenOutbox.with(caller, Permission.CLOSE_ALERT_SENT), Query.id(context))
            .orElseThrow(Query::missing);
    OutboxDocument document = open.row().document();
    Outcome outcome = outcome(fields);
    Optional<String> text = text(fields, outcome);
    boolean named = SeenOutbox.of(caller).named(served.outbox(), document);
    Trail.of(context)
        .doing(
            Action.TASK_DONE,
            () -> {
              if (!followUps.close(open, outcome, text, by)) {
                throw Query.missing();
              }
              return document;
            },
            done -> Seen.document(done, named));
  }

  private static Outcome outcome(WorkFields fields) {
    return fields
        .text("outcome", 40)
        .flatMap(Outcome::of)
        .orElseThrow(
            () ->
                WorkFields.wrong(
                    "outcome",
                    "must be one of "
                        + Arrays.stream(Outcome.values())
                            .map(Outcome::text)
                            .collect(Collectors.joining(", ")),
                    "say what came of it"));
  }

  private static Optional<String> text(WorkFields fields, Outcome outcome) {
    return outcome == Outcome.PRACTICE_REMOVED_IT
        ? fields.text("text", LONGEST)
        : Optional.of(fields.needed("text", LONGEST));
  }
}
