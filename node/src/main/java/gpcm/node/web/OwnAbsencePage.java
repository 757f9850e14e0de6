package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.Absence;
import gpcm.node.working.Absences;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.Named;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The page of one's own absence: when one is away, and who stands in. Nobody has to say why they
 * are away.
 */
final class OwnAbsencePage {
  private static final String ABSENCE = "/absence";
  private static final String WHY = "They set it themselves";

  private final Absences absences;
  private final SettingsSection section;

  OwnAbsencePage(Served served) {
    this.absences = served.arrangements().absences();
    this.section =
        new SettingsSection(served, SettingSection.ABSENCE, Action.CONFIGURATION_CHANGED);
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        ABSENCE,
        context -> {
          Query.none(context);
          show(context, Map.of(), Map.of());
        });
    routes.post(ABSENCE, this::set);
    routes.post(
        ABSENCE + "/{id}/end",
        context ->
            section.change(
                context,
                ABSENCE,
                this::show,
                fields -> order -> absences.endOwn(own(order), Query.id(context))));
  }

  private void set(Context context) throws IOException {
    section.change(
        context,
        ABSENCE,
        this::show,
        fields -> {
          WrongFields wrong = new WrongFields();
          Supplier<UUID> standIn = wrong.read(() -> AbsencePages.person(fields, "stand-in"));
          Supplier<LocalDate> from = wrong.read(() -> AbsencePages.day(fields, "from"));
          Supplier<LocalDate> to = wrong.read(() -> AbsencePages.day(fields, "to"));
          wrong.refuse();
          return order -> absences.addOwn(own(order), standIn.get(), from.get(), to.get());
        },
        "stand-in",
        "from",
        "to");
  }

  // What others set meanwhile keeps nobody from saying that they are away: what does not go
  // together with it is found by itself.
  private static ChangeOrder own(ChangeOrder order) {
    return new ChangeOrder(order.by(), WHY, OptionalLong.empty());
  }

  private static UUID self(Context context) {
    return Caller.of(context).person().orElseThrow().acting().person();
  }

  private void show(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    section.show(context, "ownAbsence.jte", () -> content(context), given, errors);
  }

  private Content content(Context context) {
    UUID self = self(context);
    List<Absence> all = absences.list(Caller.of(context).organisation());
    List<Absence> own = having(all, self, Absence::person);
    List<Absence> standingIn = having(all, self, Absence::standIn);
    return new Content(
        own.size() + standingIn.size(),
        Map.of("self", self, "own", own, "standingIn", standingIn, "today", absences.today()));
  }

  private static List<Absence> having(List<Absence> all, UUID person, Function<Absence, Named> as) {
    return all.stream().filter(absence -> as.apply(absence).id().equals(person)).toList();
  }
}
