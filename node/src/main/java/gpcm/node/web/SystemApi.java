package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.desk.DatabaseState;
import gpcm.node.desk.Desk;
import gpcm.node.desk.Hours;
import gpcm.node.desk.MailboxState;
import gpcm.node.desk.Queue;
import gpcm.node.desk.QueueState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code /api/v1/system}: how the system stands; {@code /api/v1/mailboxes}: what whoever runs it
 * does to a mailbox.
 */
final class SystemApi {
  private final Served served;

  SystemApi(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/system", this::show);
    for (SystemAct act : SystemAct.values()) {
      routes.post("/api/v1/mailboxes/{mailbox}/" + act.path(), context -> act(context, act));
    }
  }

  private void act(Context context, SystemAct act) throws IOException {
    act.on(context, served.desk());
    context.status(204);
  }

  /** How far back somebody wants to look: a day, where they do not say. */
  static Stretch stretch(Query query) {
    return query.value("of", Stretch::of, "day or week").orElse(Stretch.DAY);
  }

  private void show(Context context) {
    Stretch stretch = stretch(new Query(context, "of"));
    Desk desk = served.desk();
    Instant now = served.clock().instant();
    List<NodeStatus> nodes = served.nodes().nodes();
    List<QueueState> queues = desk.queues();
    List<MailboxState> mailboxes = desk.mailboxes();
    DatabaseState database = desk.database();
    Trail.of(context).shown(Seen.count(context, mailboxes.size()));
    ObjectNode json = ApiJson.object();
    json.put("asOf", now.toString());
    ArrayNode needs = json.putArray("needs");
    Needs.of(nodes, served.nodes().queues(), queues, mailboxes, database, desk.certificates(), now)
        .forEach(each -> needs.addObject().put("what", each.what()).put("detail", each.detail()));
    ArrayNode waiting = json.putArray("queues");
    queues.forEach(each -> queue(waiting.addObject(), each));
    ArrayNode boxes = json.putArray("mailboxes");
    String own = Caller.of(context).organisation();
    mailboxes.forEach(each -> mailbox(boxes.addObject(), each, own));
    database(json.putObject("database"), database);
    ArrayNode certificates = json.putArray("certificates");
    desk.certificates()
        .forEach(
            (use, expires) ->
                certificates.addObject().put("use", use).put("expires", expires.toString()));
    hours(json, desk.hours(), stretch.slots(now).getFirst().from());
    ApiJson.answer(context, json);
  }

  private static void queue(ObjectNode json, QueueState state) {
    json.put("queue", state.queue().text());
    json.put("messages", state.messages());
    state.oldest().ifPresent(oldest -> json.put("oldestSeconds", oldest.toSeconds()));
    json.put("late", state.late());
  }

  private static void mailbox(ObjectNode json, MailboxState box, String own) {
    json.put("organisation", box.organisation());
    json.put("mailbox", box.mailbox());
    box.reader().ifPresent(node -> json.put("reader", node));
    box.readAt().ifPresent(at -> json.put("readAt", at.toString()));
    box.wantedAt().ifPresent(at -> json.put("readAskedAt", at.toString()));
    json.put("waiting", box.waiting());
    MailboxState.Trouble trouble = box.trouble();
    json.put("readFailures", trouble.readFailures());
    json.put("postFailures", trouble.postFailures());
    if (!trouble.words().isEmpty()) {
      json.put("trouble", trouble.words());
    }
    trouble
        .refused()
        .ifPresent(
            refusal ->
                json.putObject("refused")
                    .put("since", refusal.since().toString())
                    .put("until", refusal.until().toString()));
    box.pause()
        .ifPresent(
            pause -> {
              ObjectNode paused = json.putObject("paused").put("at", pause.at().toString());
              // What people of another organisation say is theirs.
              if (box.organisation().equals(own)) {
                paused.put("by", pause.by()).put("why", pause.why());
              }
            });
  }

  private static void database(ObjectNode json, DatabaseState database) {
    json.put("bytes", database.bytes());
    json.put("contentBytes", database.contentBytes());
    json.put("oldestTransactionSeconds", database.oldestTransaction().toSeconds());
    database.sealedAt().ifPresent(at -> json.put("sealedAt", at.toString()));
    database
        .unsealed()
        .map(Duration::toSeconds)
        .ifPresent(time -> json.put("unsealedSeconds", time));
  }

  private static void hours(ObjectNode json, Hours hours, Instant from) {
    ArrayNode messages = json.putArray("hours");
    hours
        .messages(from)
        .forEach(
            each ->
                messages
                    .addObject()
                    .put("hour", each.hour().toString())
                    .put("sent", each.sent())
                    .put("received", each.received()));
    ArrayNode ready = json.putArray("readyHours");
    hours
        .queue(Queue.READY, from)
        .forEach(
            each ->
                ready
                    .addObject()
                    .put("hour", each.hour().toString())
                    .put("most", each.deepest())
                    .put("oldestSeconds", each.oldest().toSeconds()));
  }
}
