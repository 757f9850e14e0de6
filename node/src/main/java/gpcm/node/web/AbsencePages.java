package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.Absence;
import gpcm.node.working.Absences;
import gpcm.node.working.SecondLooks;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Pages for administrators: who is away, and which part of what is done has a second look. */
final class AbsencePages {
  private static final String ABSENCE = "/settings/absence";
  private static final String SAMPLING = "/settings/sampling";

  private final Absences absences;
  private final SecondLooks secondLooks;
  private final SettingsSection away;
  private final SettingsSection sampling;

  AbsencePages(Served served) {
    this.absences = served.arrangements().absences();
    this.secondLooks = served.arrangements().secondLooks();
    this.away = new SettingsSection(served, SettingSection.ABSENCE, Action.CONFIGURATION_CHANGED);
    this.sampling =
        new SettingsSection(served, SettingSection.SAMPLING, Action.CONFIGURATION_CHANGED);
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        ABSENCE,
        context -> {
          Query.none(context);
          absences(context, Map.of(), Map.of());
        });
    routes.post(ABSENCE, this::addAbsence);
    routes.post(
        ABSENCE + "/{id}/end",
        context ->
            away.change(
                context,
                ABSENCE,
                this::absences,
                fields -> order -> absences.end(order, Query.id(context))));
    Gets.add(
        routes,
        SAMPLING,
        context -> {
          Query.none(context);
          sampling(context, Map.of(), Map.of());
        });
    routes.post(SAMPLING, this::setSampling);
  }

  private void absences(
      Context context, Map<String, List<String>> given, Map<String, String> errors) {
    away.show(
        context,
        "settingsAbsence.jte",
        () -> {
          List<Absence> all = absences.list(Caller.of(context).organisation());
          return new Content(all.size(), Map.of("absences", all, "today", absences.today()));
        },
        given,
        errors);
  }

  private void addAbsence(Context context) throws IOException {
    away.change(
        context,
        ABSENCE,
        this::absences,
        fields -> {
          WrongFields wrong = new WrongFields();
          Supplier<UUID> person = wrong.read(() -> person(fields, "person"));
          Supplier<UUID> standIn = wrong.read(() -> person(fields, "stand-in"));
          Supplier<LocalDate> from = wrong.read(() -> day(fields, "from"));
          Supplier<LocalDate> to = wrong.read(() -> day(fields, "to"));
          wrong.refuse();
          return order -> absences.add(order, person.get(), standIn.get(), from.get(), to.get());
        },
        "person",
        "stand-in",
        "from",
        "to");
  }

  // Nobody is chosen beforehand: whoever stands in is never the first of a list by mistake.
  static UUID person(WorkFields fields, String name) {
    return fields
        .id(name)
        .orElseThrow(
            () -> WorkFields.wrong(name, "nobody is chosen", "choose a person of the list"));
  }

  static LocalDate day(WorkFields fields, String name) {
    return fields
        .date(name)
        .orElseThrow(() -> WorkFields.wrong(name, "missing: must be a day", "give it"));
  }

  private void sampling(
      Context context, Map<String, List<String>> given, Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    sampling.show(
        context,
        "settingsSampling.jte",
        () -> {
          var figures = secondLooks.figures(organisation);
          return new Content(
              figures.size(),
              Map.of("sampling", secondLooks.setting(organisation), "figures", figures));
        },
        given,
        errors);
  }

  private void setSampling(Context context) throws IOException {
    sampling.change(
        context,
        SAMPLING,
        this::sampling,
        fields -> {
          WrongFields wrong = new WrongFields();
          Supplier<Integer> percent = wrong.read(() -> TeamsApi.percent(fields));
          Supplier<String> whom = wrong.read(() -> fields.needed("whom", 50));
          wrong.refuse();
          return order -> secondLooks.set(order, percent.get(), whom.get());
        },
        "percent",
        "whom");
  }
}
