package gpcm.node.web;

import gpcm.node.sending.RelevanceRule;
import gpcm.node.sending.SendingRule;
import gpcm.node.sending.SendingRules;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /settings/sending}: how an organisation sends what is recorded in each use case, and which
 * encounters it holds for clinically relevant.
 */
final class SendingSettingsPages {
  private static final String PLACE = "/settings/sending";

  private final Served served;
  private final SendingRules rules;

  SendingSettingsPages(Served served) {
    this.served = served;
    this.rules = served.sendingRules();
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        PLACE,
        context -> {
          Query.none(context);
          show(context, Map.of());
        });
    routes.post(PLACE + "/{useCase}", this::change);
    routes.post("/settings/deadlines", this::setDeadlines);
    routes.post("/settings/relevance", this::addRelevance);
    routes.post("/settings/relevance/end", this::endRelevance);
  }

  private void change(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "delayMinutes", "confirmed", "otherWay", "version");
    doing(context, () -> SendingApi.set(context, rules, SendingApi.rule(context, fields)));
  }

  private void setDeadlines(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = DeadlineFields.of(context);
    doing(context, () -> DeadlineFields.set(context, rules.deadlines(), fields));
  }

  private void addRelevance(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "kind", "code", "relevant");
    doing(
        context,
        () -> {
          List<RelevanceRule> all = new ArrayList<>(relevance(context));
          if (fields.has("kind") == fields.has("code")) {
            throw WorkFields.wrong(
                "kind", "must be given, or else a code, and not both", "give one of them");
          }
          all.add(
              SendingApi.relevance(
                  fields.has("code") ? "code" : "kind",
                  fields.text("kind", WorkAct.LINE).orElse(""),
                  fields.text("code", 18).orElse(""),
                  fields.flag("relevant").orElse(false)));
          SendingApi.setRelevance(context, rules, all);
        });
  }

  private void endRelevance(Context context) throws IOException {
    Query.none(context);
    String words = WorkFields.of(context, "rule").needed("rule", 500);
    doing(
        context,
        () ->
            SendingApi.setRelevance(
                context,
                rules,
                relevance(context).stream().filter(each -> !each.words().equals(words)).toList()));
  }

  private List<RelevanceRule> relevance(Context context) {
    return rules.relevance(Caller.of(context).organisation());
  }

  /** What cannot be done leaves the page with what is wrong. */
  private void doing(Context context, Runnable change) {
    try {
      change.run();
    } catch (ProblemException problem) {
      Map<String, String> errors = new LinkedHashMap<>();
      switch (problem.kind()) {
        case INVALID_ENTRY ->
            problem
                .fields()
                .forEach(
                    field ->
                        errors.put(
                            field.pointer().replaceFirst("^/", ""),
                            Display.sentence(field.detail())
                                + " "
                                + Display.sentence(field.remedy())));
        case CHANGED_MEANWHILE -> errors.put("", Display.sentence(problem.getMessage()));
        default -> throw problem;
      }
      Trail.ended(context, problem);
      context.status(problem.kind().status());
      show(context, errors);
      return;
    }
    context.redirect(PLACE, HttpStatus.SEE_OTHER);
  }

  private void show(Context context, Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    List<SendingRule> all = rules.all(organisation);
    List<RelevanceRule> relevance = relevance(context);
    if (errors.isEmpty()) {
      Trail.of(context).shown(Seen.count(context, all.size() + relevance.size()));
    }
    Pages.render(
        context,
        "settingsSending.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "rules",
            all,
            "relevance",
            relevance,
            "deadlines",
            rules.deadlines().of(organisation),
            "usual",
            rules.deadlines().usual(),
            "errors",
            errors));
  }
}
