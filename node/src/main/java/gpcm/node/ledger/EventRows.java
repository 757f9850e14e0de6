package gpcm.node.ledger;

import gpcm.exchange.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one transaction: written with it, and logged once it is committed, so that the log
 * never tells of what did not happen. Belongs to one thread.
 */
final class EventRows {
  private static final Logger LOG = LoggerFactory.getLogger("gpcm.node.timeline");
  private static final TableWrite TABLE =
      new TableWrite(
          "event",
          """
          insert into event (at, organisation, document, received, kind, detail, actor)
          select at, organisation, document, received, kind, detail, actor
          from json_to_recordset(:event::json) as r (at timestamptz, organisation text, document uuid, received uuid,
            kind text, detail text, actor text)
          """);

  private final Instant now;
  private final List<Line> lines = new ArrayList<>();

  EventRows(Instant now) {
    this.now = now;
  }

  /** Whose timeline a line belongs to. */
  enum Of {
    DOCUMENT,
    RECEIVED
  }

  private record Line(String organisation, Of of, UUID id, Event event) {}

  void add(String organisation, Of of, UUID id, List<Event> events) {
    events.forEach(event -> lines.add(new Line(organisation, of, id, event)));
  }

  void writeTo(SetWrite write) {
    for (Line line : lines) {
      write.add(
          TABLE,
          new Row()
              .put("at", now)
              .put("organisation", line.organisation)
              .put(line.of == Of.DOCUMENT ? "document" : "received", line.id)
              .put("kind", line.event.kind())
              .put("detail", line.event.detail())
              .put("actor", line.event.actor().text()));
    }
  }

  List<Happenings.Happened> happened() {
    return lines.stream()
        .map(line -> new Happenings.Happened(line.organisation, line.id, line.event))
        .toList();
  }

  void log() {
    for (Line line : lines) {
      LOG.atInfo()
          .addKeyValue("organisation", line.organisation)
          .addKeyValue(line.of == Of.DOCUMENT ? "document" : "received", line.id)
          .addKeyValue("event", line.event.kind())
          .log(line.event.detail());
    }
  }
}
