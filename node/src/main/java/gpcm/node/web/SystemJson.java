package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.checking.CheckRun;
import gpcm.node.desk.DatabaseState;
import gpcm.node.desk.Desk;
import gpcm.node.desk.Hours;
import gpcm.node.desk.MailboxState;
import gpcm.node.desk.OwnNode;
import gpcm.node.desk.Queue;
import gpcm.node.desk.QueueState;
import gpcm.node.desk.SealState;
import gpcm.node.desk.Service;
import gpcm.node.people.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How the system stands, as JSON. Nothing in it is about a patient. */
final class SystemJson {
  private SystemJson() {}

  /**
   * All that the page of the system shows.
   *
   * @param extent of which organisations
   * @param own the organisation of whoever asks: what people of others say stays theirs
   * @param from how far back the hours go
   */
  static ObjectNode system(Served served, Extent extent, String own, Instant from) {
    Desk desk = served.desk();
    Instant now = served.clock().instant();
    List<NodeStatus> nodes = served.nodes().nodes(extent);
    List<QueueState> queues = desk.queues(extent);
    List<MailboxState> mailboxes = desk.mailboxes(extent);
    List<Service> services = desk.services();
    DatabaseState database = desk.database();
    ObjectNode json = ApiJson.object();
    json.put("asOf", now.toString());
    extent(json, desk, extent);
    desk.own().environment().ifPresent(name -> json.put("environment", name));
    ArrayNode needs = json.putArray("needs");
    Needs.of(
            nodes,
            served.nodes().queues(extent),
            queues,
            mailboxes,
            services,
            database,
            desk.certificates(),
            now)
        .forEach(each -> needs.addObject().put("what", each.what()).put("detail", each.detail()));
    ArrayNode waiting = json.putArray("queues");
    queues.forEach(each -> queue(waiting.addObject(), each));
    ArrayNode boxes = json.putArray("mailboxes");
    mailboxes.forEach(each -> mailbox(boxes.addObject(), each, own));
    ArrayNode elsewhere = json.putArray("services");
    services.forEach(each -> service(elsewhere.addObject(), each));
    ArrayNode codes = json.putArray("codes");
    CodeLine.of(desk.hours().codes(extent)).forEach(each -> code(codes.addObject(), each));
    database(json.putObject("database"), database);
    audit(json.putObject("audit"), desk.seals());
    ArrayNode certificates = json.putArray("certificates");
    desk.certificates()
        .forEach(
            (use, expires) ->
                certificates.addObject().put("use", use).put("expires", expires.toString()));
    hours(json, desk.hours(), extent, from);
    return json;
  }

  /** Of whom it tells: whoever reads it knows whether something is left out. */
  static void extent(ObjectNode json, Desk desk, Extent extent) {
    boolean leavesOut = desk.leavesOut(extent);
    json.put("whole", !leavesOut);
    extent
        .organisation()
        .filter(only -> leavesOut)
        .ifPresent(only -> json.put("organisation", only));
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
    handshake(json.putObject("handshake"), box.handshake());
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

  private static void handshake(ObjectNode json, MailboxState.Handshake handshake) {
    handshake.succeededAt().ifPresent(at -> json.put("succeededAt", at.toString()));
    handshake
        .failedSince()
        .ifPresent(
            since -> json.put("failedSince", since.toString()).put("trouble", handshake.trouble()));
  }

  private static void service(ObjectNode json, Service service) {
    json.put("kind", service.kind() == Service.Kind.PDS ? "pds" : "sign-in");
    json.put("name", service.name());
    service.answeredAt().ifPresent(at -> json.put("answeredAt", at.toString()));
    service
        .failedAt()
        .ifPresent(at -> json.put("failedAt", at.toString()).put("failure", service.failure()));
    service
        .outage()
        .ifPresent(
            outage ->
                json.putObject("outage")
                    .put("refused", outage.refused())
                    .put("since", outage.since().toString())
                    .put("why", outage.words()));
  }

  private static void code(ObjectNode json, CodeLine line) {
    json.put("code", line.count().code());
    json.put("words", line.words());
    json.put("good", line.good());
    json.put("given", line.count().given());
    json.put("hour", line.count().hour());
    json.put("day", line.count().day());
    json.put("week", line.count().week());
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

  private static void audit(ObjectNode json, SealState seals) {
    seals.origin().ifPresent(name -> json.put("origin", name));
    json.put("entries", seals.entries());
    seals.checkpointAt().ifPresent(at -> json.put("checkpointAt", at.toString()));
    ArrayNode witnesses = json.putArray("witnesses");
    seals
        .witnesses()
        .forEach(
            each -> {
              ObjectNode one = witnesses.addObject();
              one.put("name", each.name());
              one.put("entries", each.entries());
              each.at().ifPresent(at -> one.put("signedAt", at.toString()));
            });
  }

  private static void hours(ObjectNode json, Hours hours, Extent extent, Instant from) {
    ArrayNode messages = json.putArray("hours");
    hours
        .messages(extent, from)
        .forEach(
            each ->
                messages
                    .addObject()
                    .put("hour", each.hour().toString())
                    .put("sent", each.sent())
                    .put("received", each.received()));
    ArrayNode ready = json.putArray("readyHours");
    hours
        .queue(extent, Queue.READY, from)
        .forEach(
            each ->
                ready
                    .addObject()
                    .put("hour", each.hour().toString())
                    .put("most", each.deepest())
                    .put("oldestSeconds", each.oldest().toSeconds()));
  }

  /**
   * What the node that answers was told, and whether the others were told the same.
   *
   * @param extent what is of other organisations is left out
   */
  static ObjectNode configuration(Served served, Extent extent) {
    Desk desk = served.desk();
    OwnNode own = desk.own();
    ObjectNode json = ApiJson.object();
    json.put("asOf", served.clock().instant().toString());
    extent(json, desk, extent);
    json.put("node", own.name());
    json.put("build", own.build());
    own.environment().ifPresent(name -> json.put("environment", name));
    Map<String, String> digests = desk.digests();
    ArrayNode nodes = json.putArray("nodes");
    for (NodeStatus each : served.nodes().nodes(extent)) {
      ObjectNode node = nodes.addObject();
      node.put("name", each.name());
      node.put("build", each.build());
      node.put("alive", each.alive());
      Optional.ofNullable(digests.get(each.id())).ifPresent(told -> node.put("digest", told));
    }
    ArrayNode settings = json.putArray("settings");
    desk.settings(extent)
        .all()
        .forEach(
            each ->
                settings
                    .addObject()
                    .put("key", each.key())
                    .put("value", each.value())
                    .put("from", each.origin().name().toLowerCase(Locale.ROOT)));
    return json;
  }

  /**
   * What came of the last checks.
   *
   * @param extent those of other organisations' mailboxes are left out
   * @param own the organisation of whoever asks
   */
  static ObjectNode checks(Desk desk, Extent extent, String own) {
    Optional<CheckRun> newest = desk.own().checks().newest(extent);
    ObjectNode json = ApiJson.object();
    extent(json, desk, extent);
    if (newest.isEmpty()) {
      ArrayNode unused = json.putArray("checks");
      return json;
    }
    CheckRun run = newest.get();
    json.put("node", run.node());
    json.put("startedAt", run.startedAt().toString());
    run.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    if (run.organisation().equals(own)) {
      json.put("askedBy", run.askedBy());
    }
    ArrayNode checks = json.putArray("checks");
    for (CheckRun.Result each : run.results()) {
      ObjectNode check = checks.addObject();
      check.put("name", each.name());
      check.put("outcome", each.outcome().text());
      check.put("words", each.words());
      each.took().ifPresent(took -> check.put("tookMillis", took.toMillis()));
    }
    return json;
  }
}
