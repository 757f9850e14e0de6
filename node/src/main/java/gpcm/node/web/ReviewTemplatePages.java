package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.web.SettingsSection.Content;
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
                (order, fields) -> templates.add(order, draft(fields)),
                FIELDS));
    routes.post(
        REVIEWS + "/{id}",
        context ->
            section.change(
                context,
                REVIEWS,
                this::one,
                (order, fields) -> templates.change(order, Query.id(context), draft(fields)),
                FIELDS));
    routes.post(
        REVIEWS + "/{id}/end",
        context ->
            section.change(
                context,
                REVIEWS,
                this::one,
                (order, fields) -> templates.end(order, Query.id(context))));
  }

  private static ReviewTemplates.Draft draft(WorkFields fields) {
    List<DraftLevel> levels = new ArrayList<>();
    for (int n = 1; n <= LEVELS; n++) {
      if (n > 1 && !fields.has("whom-" + n) && !fields.has("instruction-" + n)) {
        continue;
      }
      levels.add(
          new DraftLevel(
              fields.needed("whom-" + n, 50),
              fields.needed("instruction-" + n, 500),
              SettingsFields.hours(fields, "due-" + n, "due-unit-" + n)));
    }
    return new ReviewTemplates.Draft(
        SettingsFields.line(fields, "name", 60),
        fields.flag("starts").orElse(false)
            ? Optional.of(SettingsFields.fits(fields))
            : Optional.empty(),
        levels);
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
