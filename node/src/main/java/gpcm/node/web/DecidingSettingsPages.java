package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.DecidingSettings;
import gpcm.node.working.Opening;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Pages for administrators: how people decide about what came, and when they are there. */
final class DecidingSettingsPages {
  private static final String DECIDING = "/settings/deciding";
  private static final String[] HOURS =
      Stream.concat(
              Stream.of("bank-holidays"),
              Stream.of(DayOfWeek.values())
                  .flatMap(day -> Stream.of("opens-" + day.getValue(), "closes-" + day.getValue())))
          .toArray(String[]::new);

  private final DecidingSettings deciding;
  private final SettingsSection section;

  DecidingSettingsPages(Served served) {
    this.deciding = served.arrangements().deciding();
    this.section =
        new SettingsSection(served, SettingSection.DECIDING, Action.CONFIGURATION_CHANGED);
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        DECIDING,
        context -> {
          Query.none(context);
          show(context, Map.of(), Map.of());
        });
    routes.post(
        "/settings/matching",
        context ->
            change(
                context,
                (order, fields) -> deciding.setByTwo(order, fields.flag("by-two").orElse(false)),
                "by-two"));
    routes.post(
        "/settings/opening-hours",
        context ->
            change(
                context,
                (order, fields) ->
                    deciding.setHours(
                        order, hours(fields), fields.flag("bank-holidays").orElse(false)),
                HOURS));
    routes.post(
        "/settings/closed-days",
        context ->
            change(
                context,
                (order, fields) ->
                    deciding.close(order, day(fields), SettingsFields.line(fields, "name", 60)),
                "day",
                "name"));
    routes.post(
        "/settings/closed-days/end",
        context -> change(context, (order, fields) -> deciding.reopen(order, day(fields)), "day"));
  }

  private void change(Context context, SettingsSection.Change change, String... names)
      throws IOException {
    section.change(context, DECIDING, this::show, change, names);
  }

  private static LocalDate day(WorkFields fields) {
    return fields
        .date("day")
        .orElseThrow(() -> WorkFields.wrong("day", "missing: must be a day", "give it"));
  }

  private static Map<DayOfWeek, Opening.Hours> hours(WorkFields fields) {
    Map<DayOfWeek, Opening.Hours> hours = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      String opens = "opens-" + day.getValue();
      String closes = "closes-" + day.getValue();
      Optional<LocalTime> from = time(fields, opens);
      Optional<LocalTime> until = time(fields, closes);
      if (from.isEmpty() && until.isEmpty()) {
        continue;
      }
      if (from.isEmpty() || until.isEmpty() || !from.get().isBefore(until.get())) {
        throw WorkFields.wrong(
            closes, "must be later than when it opens", "give both times, or none");
      }
      hours.put(day, new Opening.Hours(from.get(), until.get()));
    }
    return hours;
  }

  private static Optional<LocalTime> time(WorkFields fields, String name) {
    return fields
        .text(name, 5)
        .map(
            text -> {
              try {
                return LocalTime.parse(text);
              } catch (DateTimeParseException e) {
                throw WorkFields.wrong(name, "must be a time such as 09:00", "correct it");
              }
            });
  }

  private void show(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    section.show(
        context,
        "settingsDeciding.jte",
        () -> {
          Opening opening = deciding.opening(organisation);
          return new Content(
              opening.closed().size(),
              Map.of(
                  "byTwo",
                  deciding.byTwo(organisation),
                  "opening",
                  opening,
                  "bankHolidays",
                  deciding.bankHolidays()));
        },
        given,
        errors);
  }
}
