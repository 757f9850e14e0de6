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
import java.util.function.Supplier;

/** How a channel of alerts, and their deadlines, are read from forms and JSON, and written. */
final class AlertChannelFields {
  static final String[] CHANNEL = {
    "name", "kind", "address", "step", "severity", "sides", "hours", "naming", "summary"
  };
  static final String[] DEADLINES = {"act-now", "today", "information", "summary-at"};

  /** The most urgent first, as they are chosen from. */
  static final List<AlertSeverity> SEVERITIES =
      List.of(AlertSeverity.ACT_NOW, AlertSeverity.TODAY, AlertSeverity.INFORMATION);

  private AlertChannelFields() {}

  static AlertChannel.Draft channel(WorkFields fields) {
    WrongFields wrong = new WrongFields();
    Supplier<String> name = wrong.read(() -> SettingsFields.line(fields, "name", 60));
    Supplier<AlertChannel.Kind> kind =
        wrong.read(
            () ->
                one(
                    fields,
                    "kind",
                    AlertChannel.Kind::of,
                    List.of(AlertChannel.Kind.values()),
                    AlertChannel.Kind::text,
                    AlertChannelFields::label));
    Supplier<String> address = wrong.read(() -> address(fields));
    Supplier<AlertChannel.Step> step =
        wrong.read(
            () ->
                one(
                    fields,
                    "step",
                    AlertChannel.Step::of,
                    List.of(AlertChannel.Step.values()),
                    AlertChannel.Step::text,
                    AlertChannel.Step::words));
    Supplier<AlertSeverity> severity =
        wrong.read(
            () ->
                one(
                    fields,
                    "severity",
                    AlertChannelFields::severity,
                    SEVERITIES,
                    AlertSeverity::text,
                    AlertChannelFields::label));
    Supplier<Set<AlertSide>> sides = wrong.read(() -> sides(fields));
    Supplier<AlertChannel.Hours> hours =
        wrong.read(
            () ->
                one(
                    fields,
                    "hours",
                    AlertChannel.Hours::of,
                    List.of(AlertChannel.Hours.values()),
                    AlertChannel.Hours::text,
                    AlertChannel.Hours::words));
    Supplier<Boolean> naming = wrong.read(() -> fields.flag("naming").orElse(false));
    Supplier<Boolean> summary = wrong.read(() -> fields.flag("summary").orElse(false));
    wrong.refuse();
    return new AlertChannel.Draft(
        name.get(),
        kind.get(),
        address.get(),
        step.get(),
        severity.get(),
        sides.get(),
        hours.get(),
        naming.get(),
        summary.get());
  }

  /** As the form says it. */
  static String label(AlertChannel.Kind kind) {
    return switch (kind) {
      case MAIL -> "By e-mail";
      case WEBHOOK -> "To the webhook of your organisation";
    };
  }

  /** That and what is more urgent, as the form says it. */
  static String label(AlertSeverity severity) {
    return switch (severity) {
      case ACT_NOW -> "“Act now” only";
      case TODAY -> "“Act now” and “Today”";
      case INFORMATION -> "Everything";
    };
  }

  private static Optional<AlertSeverity> severity(String text) {
    return SEVERITIES.stream().filter(each -> each.text().equals(text)).findFirst();
  }

  private static String address(WorkFields fields) {
    Optional<String> given = fields.text("address", 254);
    if (fields.all("kind").equals(List.of(AlertChannel.Kind.WEBHOOK.text()))) {
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
    List<String> given = fields.list("sides");
    for (String text : given) {
      sides.add(
          Arrays.stream(AlertSide.values())
              .filter(side -> side.text().equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      ProblemException.unchosen(
                          "sides",
                          "Choose some of these",
                          List.of(AlertSide.values()),
                          AlertSide::text,
                          AlertSide::words)));
    }
    return sides;
  }

  private static <T> T one(
      WorkFields fields,
      String name,
      Function<String, Optional<T>> of,
      List<T> all,
      Function<T, String> text,
      Function<T, String> words) {
    return fields
        .text(name, 40)
        .flatMap(of)
        .orElseThrow(
            () -> ProblemException.unchosen(name, "Choose one of these", all, text, words));
  }

  static AlertDeadlines deadlines(WorkFields fields) {
    WrongFields wrong = new WrongFields();
    Supplier<Integer> actNow = wrong.read(() -> hours(fields, "act-now"));
    Supplier<Integer> today = wrong.read(() -> hours(fields, "today"));
    Supplier<Integer> information = wrong.read(() -> hours(fields, "information"));
    Supplier<LocalTime> summary = wrong.read(() -> time(fields.needed("summary-at", 5)));
    wrong.refuse();
    return new AlertDeadlines(actNow.get(), today.get(), information.get(), summary.get());
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
