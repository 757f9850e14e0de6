package gpcm.node.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timeline of everything this node sends and receives, written in the transaction that changes
 * the state, so that it never tells of something that did not happen. Each line is logged as well,
 * with its ids and without patient data. Thread-safe.
 */
public final class Timeline {
  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Reads through {@code jdbi}; stamps with {@code clock}. */
  public Timeline(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Adds a line about a document this node sends. */
  public void ofDocument(
      Handle handle, String organisation, UUID document, String kind, String detail) {
    add(handle, organisation, Optional.of(document), Optional.empty(), kind, detail);
  }

  /** Adds a line about a message this node received. */
  public void ofReceived(
      Handle handle, String organisation, UUID received, String kind, String detail) {
    add(handle, organisation, Optional.empty(), Optional.of(received), kind, detail);
  }

  private void add(
      Handle handle,
      String organisation,
      Optional<UUID> document,
      Optional<UUID> received,
      String kind,
      String detail) {
    handle
        .createUpdate(
            "insert into event (at, organisation, document, received, kind, detail)"
                + " values (:at, :organisation, :document, :received, :kind, :detail)")
        .bind("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .bind("organisation", organisation)
        .bindByType("document", document.orElse(null), UUID.class)
        .bindByType("received", received.orElse(null), UUID.class)
        .bind("kind", kind)
        .bind("detail", detail)
        .execute();
    LOG.atInfo()
        .addKeyValue("organisation", organisation)
        .addKeyValue(
            document.isPresent() ? "document" : "received",
            document.or(() -> received).orElse(null))
        .addKeyValue("event", kind)
        .log(detail);
  }

  /** The lines about one document, oldest first; empty when there is no such document. */
  public List<TimelineEvent> ofDocument(UUID document) {
    return read("where document = :id order by id", document);
  }

  /** The lines about one received message, oldest first; empty when there is no such message. */
  public List<TimelineEvent> ofReceived(UUID received) {
    return read("where received = :id order by id", received);
  }

  /**
   * Up to {@code limit} lines of the whole node that came after the line {@code id}, oldest first.
   */
  public List<TimelineEvent> after(long id, int limit) {
    return jdbi.withHandle(
        handle ->
            rows(
                handle
                    .createQuery("select * from event where id > :id order by id limit :limit")
                    .bind("id", id)
                    .bind("limit", limit)));
  }

  private List<TimelineEvent> read(String condition, UUID id) {
    return jdbi.withHandle(
        handle -> rows(handle.createQuery("select * from event " + condition).bind("id", id)));
  }

  private static List<TimelineEvent> rows(Query query) {
    return query
        .map(
            (row, context) ->
                new TimelineEvent(
                    row.getLong("id"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("organisation"),
                    Optional.ofNullable(row.getObject("document", UUID.class)),
                    Optional.ofNullable(row.getObject("received", UUID.class)),
                    row.getString("kind"),
                    row.getString("detail")))
        .list();
  }

  /** The instant as the database keeps it. */
  public static OffsetDateTime stored(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
