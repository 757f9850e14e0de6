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
import java.util.function.Supplier;
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
                fields -> {
                  boolean byTwo = fields.flag("by-two").orElse(false);
                  return order -> deciding.setByTwo(order, byTwo);
                },
                "by-two"));
    routes.post(
        "/settings/opening-hours",
        context ->
            change(
                context,
                fields -> {
                  Map<DayOfWeek, Opening.Hours> hours = hours(fields);
                  boolean holidays = fields.flag("bank-holidays").orElse(false);
                  return order -> deciding.setHours(order, hours, holidays);
                },
                HOURS));
    routes.post(
        "/settings/closed-days",
        context ->
            change(
                context,
                fields -> {
                  WrongFields wrong = new WrongFields();
                  Supplier<LocalDate> day = wrong.read(() -> day(fields));
                  Supplier<String> name = wrong.read(() -> SettingsFields.line(fields, "name", 60));
                  wrong.refuse();
                  return order -> deciding.close(order, day.get(), name.get());
                },
                "day",
                "name"));
    routes.post(
        "/settings/closed-days/end",
        context ->
            change(
                context,
                fields -> {
                  LocalDate day = day(fields);
                  return order -> deciding.reopen(order, day);
                },
                "day"));
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
    WrongFields wrong = new WrongFields();
    Map<DayOfWeek, Supplier<Optional<Opening.Hours>>> read = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      read.put(day, wrong.read(() -> hours(fields, day)));
    }
    wrong.refuse();
    Map<DayOfWeek, Opening.Hours> hours = new EnumMap<>(DayOfWeek.class);
    read.forEach((day, each) -> each.get().ifPresent(open -> hours.put(day, open)));
    return hours;
  }

  private static Optional<Opening.Hours> hours(WorkFields fields, DayOfWeek day) {
    String closes = "closes-" + day.getValue();
    WrongFields wrong = new WrongFields();
    Supplier<Optional<LocalTime>> first = wrong.read(() -> time(fields, "opens-" + day.getValue()));
    Supplier<Optional<LocalTime>> last = wrong.read(() -> time(fields, closes));
    wrong.refuse();
    Optional<LocalTime> from = first.get();
    Optional<LocalTime> until = last.get();
    if (from.isEmpty() && until.isEmpty()) {
      return Optional.empty();
    }
    if (from.isEmpty() || until.isEmpty() || !from.get().isBefore(until.get())) {
      throw WorkFields.wrong(
          closes, "must be later than when it opens", "give both times, or none");
    }
    return Optional.of(new Opening.Hours(from.get(), until.get()));
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
