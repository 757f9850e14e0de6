package gpcm.node.submitting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.calling.SignedPost;
import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.Timeline;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.store.Moment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the submitting system of an organisation what becomes of its documents: each change at
 * least once and in order, by one node at a time. What cannot be told is tried again for as long as
 * it takes, and nothing overtakes it. No patient is named. Belongs to one lane.
 */
final class StateWebhook {
  private static final Logger LOG = LoggerFactory.getLogger(StateWebhook.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TOGETHER = 100;
  private static final Duration TOLD_AFTER = Duration.ofMinutes(15);

  /** What a submitting system hears of, as timelines call it. */
  static final Set<String> KINDS =
      Set.of(
          "accepted",
          "deliverable",
          "built",
          "not-sent",
          "confirmed",
          "held",
          "released",
          "hastened",
          "superseded",
          "withdrawn",
          "consultation-deleted",
          "other-route",
          "given-up",
          "sent",
          "handed-over",
          "infrastructure-acknowledged",
          "completed",
          "rejected",
          "failed",
          "overdue",
          "void",
          "replaced",
          "resent");

  private final Ledger ledger;
  private final Jdbi jdbi;
  private final String organisation;
  private final SignedPost post;
  private final Timeline timeline;
  private final Outbox outbox;
  private final URI base;
  private final BooleanSupplier mayWork;
  private final SoleWork sole;
  private final Standing trouble;

  StateWebhook(
      Ledger ledger,
      String organisation,
      SignedPost post,
      Timeline timeline,
      Outbox outbox,
      URI base,
      BooleanSupplier mayWork) {
    this.ledger = ledger;
    this.jdbi = ledger.database().jdbi();
    this.organisation = organisation;
    this.post = post;
    this.timeline = timeline;
    this.outbox = outbox;
    this.base = base;
    this.mayWork = mayWork;
    this.sole = new SoleWork(jdbi, ledger.node(), "state-webhook", organisation);
    this.trouble = new Standing(ledger, organisation, "state-webhook/" + organisation);
  }

  /** How far it has got. */
  private record Place(
      FeedPlace told, int failures, Optional<Instant> failingSince, Optional<Instant> tryAt) {}

  /** Tells what is new; true when there may be more. */
  boolean round() {
    if (!mayWork.getAsBoolean() || !sole.isOurs()) {
      return false;
    }
    Place place = place();
    if (place.tryAt().filter(at -> at.isAfter(ledger.clock().instant())).isPresent()) {
      return false;
    }
    if (place.failures() == 0) {
      trouble.over();
    }
    List<TimelineEvent> lines = timeline.ofDocumentsAfter(organisation, place.told(), TOGETHER);
    for (TimelineEvent line : lines) {
      try {
        tell(line);
      } catch (IOException e) {
        later(place, Outages.cause(e));
        return false;
      }
      told(line.place());
      if (place.failures() > 0) {
        place = place();
      }
      trouble.over();
      if (!mayWork.getAsBoolean()) {
        return false;
      }
    }
    return lines.size() == TOGETHER;
  }

  private void tell(TimelineEvent line) throws IOException {
    if (!KINDS.contains(line.kind())) {
      return;
    }
    Optional<OutboxDocument> document =
        line.document().flatMap(id -> outbox.find(OutboxView.of(organisation), id));
    if (document.isPresent()) {
      String id = "%s-%d".formatted(organisation, line.place().id());
      byte[] said = post.post(id, MAPPER.writeValueAsBytes(json(id, line, document.get())));
      LOG.atDebug().addKeyValue("webhook", id).log("told; {} bytes of answer", said.length);
    }
  }

  private ObjectNode json(String id, TimelineEvent line, OutboxDocument document) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.put("type", "document-changed");
    json.put("organisation", organisation);
    json.put("at", line.at().toString());
    json.put("event", line.kind());
    ObjectNode about = json.putObject("document");
    about.put("id", document.id().toString());
    document.addressee().copyOf().ifPresent(original -> about.put("copyOf", original.toString()));
    about.put("encounterId", document.encounter().id());
    about.put("version", document.encounter().version());
    about.put("state", document.state().text());
    about.put("href", base.resolve("/api/v1/documents/" + document.id()).toString());
    return json;
  }

  private Place place() {
    return jdbi.inTransaction(
        handle -> {
          FeedPlace now = Timeline.now(handle);
          handle
              .createUpdate(
                  "insert into state_webhook (organisation, tx, event) values (:organisation,"
                      + " cast(:tx as xid8), :event) on conflict do nothing")
              .bind("organisation", organisation)
              .bind("tx", Long.toUnsignedString(now.transaction()))
              .bind("event", now.id())
              .execute();
          return handle
              .createQuery("select * from state_webhook where organisation = :organisation")
              .bind("organisation", organisation)
              .map(
                  (row, context) ->
                      new Place(
                          new FeedPlace(
                              Long.parseUnsignedLong(row.getString("tx")), row.getLong("event")),
                          row.getInt("failures"),
                          Moment.perhaps(row, "failing_since"),
                          Moment.perhaps(row, "try_at")))
              .one();
        });
  }

  // Never back: a node that was taken for dead may come late.
  private void told(FeedPlace place) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    update state_webhook set tx = cast(:tx as xid8), event = :event, failures = 0, failing_since = null, try_at = null
                    where organisation = :organisation and (tx, event) < (cast(:tx as xid8), :event)
                    """)
                .bind("organisation", organisation)
                .bind("tx", Long.toUnsignedString(place.transaction()))
                .bind("event", place.id())
                .execute());
  }

  private void later(Place place, String why) {
    Instant now = ledger.clock().instant();
    Instant since = place.failingSince().orElse(now);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update state_webhook set failures = failures + 1, failing_since = :since,"
                        + " try_at = :at where organisation = :organisation")
                .bind("organisation", organisation)
                .bind("since", Moment.column(since))
                .bind("at", Moment.column(now.plus(ledger.pace().retryAfter(place.failures() + 1))))
                .execute());
    LOG.atWarn()
        .addKeyValue("organisation", organisation)
        .log("the submitting system is told later what became of its documents: {}", why);
    if (!now.isBefore(since.plus(TOLD_AFTER))) {
      trouble.is(
          "The submitting system cannot be told what becomes of its documents",
          "Its webhook has not taken anything for %d minutes or longer: %s. What becomes of documents is on the pages here; the system knows nothing newer."
              .formatted(TOLD_AFTER.toMinutes(), why),
          "Show this to the people who run that system and this node. All that has happened is told"
              + " in its order when the webhook answers again; nothing of it is lost.");
    }
  }
}
