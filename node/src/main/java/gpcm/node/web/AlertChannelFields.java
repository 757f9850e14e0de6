package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.config.MailServerSettings;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.notifying.AlertChannel;
import gpcm.node.notifying.AlertDeadlines;
import gpcm.node.notifying.AlertSide;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a channel of alerts, and their deadlines, are read from forms and JSON, and written. */
final class AlertChannelFields {
  static final String[] CHANNEL = {
    "name", "kind", "address", "step", "severity", "sides", "hours", "naming", "summary"
  };
  static final String[] DEADLINES = {"act-now", "today", "information", "summary-at"};

  private AlertChannelFields() {}

  static AlertChannel.Draft channel(WorkFields fields) {
    AlertChannel.Kind kind =
        one(fields, "kind", AlertChannel.Kind::of, AlertChannel.Kind.values(), each -> each.text());
    return new AlertChannel.Draft(
        SettingsFields.line(fields, "name", 60),
        kind,
        address(fields, kind),
        one(fields, "step", AlertChannel.Step::of, AlertChannel.Step.values(), each -> each.text()),
        one(
            fields,
            "severity",
            text ->
                Arrays.stream(AlertSeverity.values())
                    .filter(s -> s.text().equals(text))
                    .findFirst(),
            AlertSeverity.values(),
            AlertSeverity::text),
        sides(fields),
        one(
            fields,
            "hours",
            AlertChannel.Hours::of,
            AlertChannel.Hours.values(),
            each -> each.text()),
        fields.flag("naming").orElse(false),
        fields.flag("summary").orElse(false));
  }

  private static String address(WorkFields fields, AlertChannel.Kind kind) {
    Optional<String> given = fields.text("address", 254);
    if (kind == AlertChannel.Kind.WEBHOOK) {
      if (given.isPresent()) {
        throw WorkFields.wrong(
            "address",
            "a webhook's address stands in the node's configuration",
            "leave it empty, or choose e-mail");
      }
      return "";
    }
    return given
        .filter(MailServerSettings::isAddress)
        .orElseThrow(
            () ->
                WorkFields.wrong(
                    "address", "must be an e-mail address", "give one, such as desk@hub.example"));
  }

  private static Set<AlertSide> sides(WorkFields fields) {
    Set<AlertSide> sides = EnumSet.noneOf(AlertSide.class);
    List<String> given = fields.all("sides");
    for (String text : given) {
      sides.add(
          Arrays.stream(AlertSide.values())
              .filter(side -> side.text().equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      WorkFields.wrong(
                          "sides",
                          "must be of " + words(AlertSide.values(), AlertSide::text),
                          "choose some")));
    }
    return sides;
  }

  private static <T> T one(
      WorkFields fields,
      String name,
      Function<String, Optional<T>> of,
      T[] all,
      Function<T, String> text) {
    return fields
        .text(name, 40)
        .flatMap(of)
        .orElseThrow(
            () -> WorkFields.wrong(name, "must be one of " + words(all, text), "choose one"));
  }

  private static <T> String words(T[] all, Function<T, String> text) {
    return Arrays.stream(all).map(text).collect(Collectors.joining(", "));
  }

  static AlertDeadlines deadlines(WorkFields fields) {
    return new AlertDeadlines(
        hours(fields, "act-now"),
        hours(fields, "today"),
        hours(fields, "information"),
        time(fields.needed("summary-at", 5)));
  }

  private static int hours(WorkFields fields, String name) {
    return SettingsFields.hours(fields, name)
        .orElseThrow(() -> WorkFields.wrong(name, "missing: a number of hours", "give it"));
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      throw WorkFields.wrong("summary-at", "must be a time such as 08:00", "correct it");
    }
  }

  static ObjectNode json(AlertChannel channel) {
    AlertChannel.Draft draft = channel.draft();
    ObjectNode json =
        ApiJson.object()
            .put("id", channel.id().toString())
            .put("name", draft.name())
            .put("kind", draft.kind().text());
    if (!draft.address().isEmpty()) {
      json.put("address", draft.address());
    }
    json.put("step", draft.step().text()).put("severity", draft.severity().text());
    ArrayNode sides = json.putArray("sides");
    draft.sides().stream().sorted().map(AlertSide::text).forEach(sides::add);
    return json.put("hours", draft.hours().text())
        .put("naming", draft.naming())
        .put("summary", draft.summary());
  }

  static ObjectNode json(AlertDeadlines deadlines) {
    return ApiJson.object()
        .put("act-now", deadlines.actNow())
        .put("today", deadlines.today())
        .put("information", deadlines.information())
        .put("summary-at", deadlines.summaryAt().toString());
  }
}
