package gpcm.node.notifying;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.working.Working;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a notice says, as text and as JSON. Without leave it names nobody: each alert is told by
 * what kind of thing has happened, and a link to the page that says the rest to those who may see
 * it.
 *
 * @param notice which one
 * @param channel where it goes
 * @param organisation what the organisation is called, with its ODS code
 * @param base the node's address
 * @param lots what it tells of, the most urgent first
 * @param summary what a summary says
 */
record NoticeText(
    Notice notice,
    AlertChannel channel,
    String organisation,
    URI base,
    List<Told> lots,
    Optional<DaySummary> summary) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.UK).withZone(Working.ZONE);

  /**
   * Alerts of one cause.
   *
   * @param first the one that has stood longest, as whoever gets the notice may see it
   * @param open how many of them are open
   * @param titles what some of them are called, where patients may be named
   */
  record Told(Alert first, int open, List<String> titles) {
    String words() {
      return first.cause() + (open == 1 ? "" : " (" + DaySummary.number(open) + " documents)");
    }
  }

  NoticeText {
    lots = List.copyOf(lots);
  }

  /** One line that names nobody. */
  String subject() {
    return line(whole());
  }

  /** What comes from elsewhere ends no line of a message. */
  private static String line(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
  }

  private String whole() {
    return switch (notice.kind()) {
      case TEST -> "Test: alerts of " + organisation + " arrive here";
      case SUMMARY -> "Daily summary of " + organisation;
      case ESCALATION -> "Nobody has taken it: " + first() + ", " + organisation;
      case ALERTS -> first() + ", " + organisation;
    };
  }

  private String first() {
    Told first = lots.getFirst();
    return first.first().severity().words()
        + ": "
        + first.words()
        + (lots.size() == 1 ? "" : " and %d more".formatted(lots.size() - 1));
  }

  String text() {
    StringBuilder text = new StringBuilder(opening());
    lots.forEach(lot -> text.append(paragraph(lot)));
    summary.ifPresent(day -> text.append(day.text()).append('\n'));
    return text.append('\n')
        .append(
            """
            %s
            Who is told of what is set at %s
            Answers to this message are not read.
            """
                .formatted(
                    channel.draft().naming()
                        ? "This message may name patients. Do not pass it on."
                        : "This message names no patient: the pages say whom it is about.",
                    base.resolve("/settings/alerts")))
        .toString();
  }

  private String opening() {
    return switch (notice.kind()) {
      case TEST ->
          "Somebody wanted to see whether the alerts of %s reach %s. They do.\n"
              .formatted(organisation, channel.draft().name());
      case SUMMARY -> "%s, the last 24 hours.\n\n".formatted(organisation);
      case ESCALATION ->
          "Nobody has taken or closed in time what %s has to deal with. Please see to it.\n\n"
              .formatted(organisation);
      case ALERTS -> "%s has to deal with this.\n\n".formatted(organisation);
    };
  }

  private String paragraph(Told lot) {
    StringBuilder text =
        new StringBuilder(
            "%s: %s. Since %s.\n"
                .formatted(
                    lot.first().severity().words(),
                    lot.words(),
                    TIME.format(lot.first().raisedAt())));
    lot.titles().forEach(title -> text.append("  ").append(line(title)).append('\n'));
    if (lot.titles().size() < lot.open() && !lot.titles().isEmpty()) {
      text.append("  and " + DaySummary.number(lot.open() - lot.titles().size()) + " more\n");
    }
    return text.append(link(lot.first())).append("\n\n").toString();
  }

  private URI link(Alert alert) {
    return base.resolve("/alerts/" + alert.id());
  }

  ObjectNode json(Instant now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", notice.id().toString());
    json.put("type", notice.kind().text());
    json.put("organisation", notice.organisation());
    json.put("madeAt", notice.madeAt().toString());
    json.put("sentAt", now.toString());
    json.put("title", subject());
    ArrayNode alerts = json.putArray("alerts");
    for (Told lot : lots) {
      Alert first = lot.first();
      ObjectNode one = alerts.addObject();
      one.put("id", first.id());
      one.put("severity", first.severity().text());
      one.put("title", first.cause());
      one.put("open", lot.open());
      one.put("since", first.raisedAt().toString());
      one.put("href", link(first).toString());
      if (channel.draft().naming()) {
        lot.titles().forEach(one.putArray("about")::add);
      }
    }
    summary.ifPresent(day -> json.set("summary", day.json()));
    return json;
  }

  /** Whether anything is still to be told. */
  boolean isNeeded() {
    return switch (notice.kind()) {
      case ALERTS, ESCALATION -> !lots.isEmpty();
      case SUMMARY, TEST -> true;
    };
  }

  /** The most urgent first. */
  static List<Told> inOrder(List<Told> lots) {
    return lots.stream()
        .sorted(
            Comparator.comparingInt((Told lot) -> lot.first().severity().row())
                .thenComparingLong(lot -> lot.first().id()))
        .toList();
  }

  /** How urgent it is to whoever sorts mail by that. */
  boolean isUrgent() {
    return lots.stream().anyMatch(lot -> lot.first().severity() == AlertSeverity.ACT_NOW);
  }
}
