package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.Fits;
import gpcm.node.working.ReviewTemplate;
import gpcm.node.working.ReviewTemplates;
import gpcm.node.working.ReviewTemplates.DraftLevel;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pages for administrators: templates of reviews. */
final class ReviewTemplatePages {
  /** How many levels a template has at most; a form has room for all of them. */
  static final int LEVELS = 5;

  private static final String REVIEWS = "/settings/reviews";
  private static final String[] FIELDS =
      Stream.concat(
              Stream.of("name", "starts", "type-code", "sender", "use-case", "action"),
              IntStream.rangeClosed(1, LEVELS)
                  .boxed()
                  .flatMap(
                      n -> Stream.of("whom-" + n, "instruction-" + n, "due-" + n, "due-unit-" + n)))
          .toArray(String[]::new);

  private final ReviewTemplates templates;
  private final SettingsSection section;

  ReviewTemplatePages(Served served) {
    this.templates = served.arrangements().reviews();
    this.section =
        new SettingsSection(served, SettingSection.REVIEWS, Action.CONFIGURATION_CHANGED);
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        REVIEWS,
        context -> {
          Query.none(context);
          list(context, Map.of(), Map.of());
        });
    Gets.add(
        routes,
        REVIEWS + "/new",
        context -> {
          Query.none(context);
          fresh(context, Map.of(), Map.of());
        });
    Gets.add(
        routes,
        REVIEWS + "/{id}",
        context -> {
          Query.none(context);
          one(context, Map.of(), Map.of());
        });
    routes.post(
        REVIEWS,
        context ->
            section.change(
                context,
                REVIEWS,
                this::fresh,
                fields -> {
                  ReviewTemplates.Draft draft = draft(fields);
                  return order -> templates.add(order, draft);
                },
                FIELDS));
    routes.post(
        REVIEWS + "/{id}",
        context ->
            section.change(
                context,
                REVIEWS,
                this::one,
                fields -> {
                  UUID id = Query.id(context);
                  ReviewTemplates.Draft draft = draft(fields);
                  return order -> templates.change(order, id, draft);
                },
                FIELDS));
    routes.post(
        REVIEWS + "/{id}/end",
        context ->
            section.change(
                context,
                REVIEWS,
                this::one,
                fields -> order -> templates.end(order, Query.id(context))));
  }

  private static ReviewTemplates.Draft draft(WorkFields fields) {
    WrongFields wrong = new WrongFields();
    Supplier<String> name = wrong.read(() -> SettingsFields.line(fields, "name", 60));
    Supplier<Optional<Fits>> starts =
        wrong.read(
            () ->
                fields.flag("starts").orElse(false)
                    ? Optional.of(SettingsFields.fits(fields))
                    : Optional.empty());
    List<Supplier<DraftLevel>> levels = new ArrayList<>();
    for (int n = 1; n <= LEVELS; n++) {
      if (n > 1 && !fields.has("whom-" + n) && !fields.has("instruction-" + n)) {
        continue;
      }
      int number = n;
      levels.add(wrong.read(() -> level(fields, number)));
    }
    wrong.refuse();
    return new ReviewTemplates.Draft(
        name.get(), starts.get(), levels.stream().map(Supplier::get).toList());
  }

  private static DraftLevel level(WorkFields fields, int n) {
    WrongFields wrong = new WrongFields();
    Supplier<String> whom = wrong.read(() -> fields.needed("whom-" + n, 50));
    Supplier<String> instruction = wrong.read(() -> fields.needed("instruction-" + n, 500));
    Supplier<OptionalInt> due =
        wrong.read(() -> SettingsFields.hours(fields, "due-" + n, "due-unit-" + n));
    wrong.refuse();
    return new DraftLevel(whom.get(), instruction.get(), due.get());
  }

  private void list(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    section.show(
        context,
        "settingsReviews.jte",
        () -> {
          List<ReviewTemplate> all = templates.list(Caller.of(context).organisation());
          return new Content(all.size(), Map.of("templates", all));
        },
        given,
        errors);
  }

  private void fresh(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    section.show(
        context,
        "settingsReview.jte",
        () -> new Content(0, Map.of("template", Optional.empty())),
        given,
        errors);
  }

  private void one(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    section.show(
        context,
        "settingsReview.jte",
        () -> new Content(1, Map.of("template", Optional.of(template(context)))),
        given,
        errors);
  }

  private ReviewTemplate template(Context context) {
    return templates
        .find(Caller.of(context).organisation(), Query.id(context))
        .orElseThrow(Query::missing);
  }
}
