package gpcm.node.web;

import gpcm.exchange.Deadline;
import gpcm.node.sending.RelevanceRule;
import gpcm.node.sending.SendingRule;
import gpcm.node.sending.SendingRules;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
          show(context, Map.of(), Map.of());
        });
    routes.post(PLACE + "/{useCase}", this::change);
    routes.post("/settings/deadlines", this::setDeadlines);
    routes.post("/settings/relevance", this::addRelevance);
    routes.post("/settings/relevance/end", this::endRelevance);
  }

  private void change(Context context) throws IOException {
    String useCase = context.pathParam("useCase");
    doing(
        context,
        // Each use case has a form of its own.
        name ->
            name.equals(SettingsSection.WHY) || name.equals("reason") ? name : name + "-" + useCase,
        fields -> {
          SendingRule rule = SendingApi.rule(context, fields);
          return () -> SendingApi.set(context, rules, rule);
        },
        "delayMinutes",
        "confirmed",
        "otherWay");
  }

  private void setDeadlines(Context context) throws IOException {
    doing(
        context,
        UnaryOperator.identity(),
        fields -> {
          Map<Deadline, Duration> own = DeadlineFields.read(rules.deadlines(), fields);
          return () -> DeadlineFields.set(context, rules.deadlines(), own, fields.seenVersion());
        },
        DeadlineFields.NAMES);
  }

  private void addRelevance(Context context) throws IOException {
    doing(
        context,
        UnaryOperator.identity(),
        fields -> {
          RelevanceRule added = relevance(fields);
          return () -> {
            List<RelevanceRule> all = new ArrayList<>(relevance(context));
            all.add(added);
            SendingApi.setRelevance(context, rules, all);
          };
        },
        "kind",
        "code",
        "relevant");
  }

  private static RelevanceRule relevance(WorkFields fields) {
    if (fields.has("kind") == fields.has("code")) {
      throw WorkFields.wrong(
          "kind", "must be given, or else a code, and not both", "give one of them");
    }
    return SendingApi.relevance(
        fields.has("code") ? "code" : "kind",
        fields.text("kind", WorkAct.LINE).orElse(""),
        fields.text("code", 18).orElse(""),
        fields.flag("relevant").orElse(false));
  }

  private void endRelevance(Context context) throws IOException {
    doing(
        context,
        UnaryOperator.identity(),
        fields -> {
          String words = fields.needed("rule", 500);
          return () ->
              SendingApi.setRelevance(
                  context,
                  rules,
                  relevance(context).stream().filter(each -> !each.words().equals(words)).toList());
        },
        "rule");
  }

  private List<RelevanceRule> relevance(Context context) {
    return rules.relevance(Caller.of(context).organisation());
  }

  /**
   * Does what a form says; what cannot be done leaves the page as it was filled in, with what is
   * wrong.
   *
   * @param id of the field on the page that has a name
   * @param read reads all fields, before anything is done
   */
  private void doing(
      Context context,
      UnaryOperator<String> id,
      Function<WorkFields, Runnable> read,
      String... names)
      throws IOException {
    Query.none(context);
    WorkFields fields =
        WorkFields.of(
            context, Stream.concat(Stream.of("version"), Stream.of(names)).toArray(String[]::new));
    try {
      WrongFields wrong = new WrongFields();
      Supplier<Runnable> doing = wrong.read(() -> read.apply(fields));
      wrong.requireReason(context);
      wrong.refuse();
      doing.get().run();
    } catch (ProblemException problem) {
      Map<String, String> errors = new LinkedHashMap<>();
      SettingsSection.errors(problem)
          .forEach(
              (name, said) ->
                  errors.put(List.of(names).contains(name) ? id.apply(name) : name, said));
      Map<String, List<String>> given = new LinkedHashMap<>();
      SettingsSection.given(context, fields, names)
          .forEach((name, values) -> given.put(id.apply(name), values));
      Trail.ended(context, problem);
      context.status(problem.kind().status());
      show(context, given, errors);
      return;
    }
    context.redirect(PLACE, HttpStatus.SEE_OTHER);
  }

  private void show(Context context, Map<String, List<String>> given, Map<String, String> errors) {
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
            // Each of its forms has a version of its own, and who changed what is said at each.
            "view",
            new SettingsView(
                Frame.of(context, served), 0, List.of(), List.of(), List.of(), given, errors),
            "rules",
            all,
            "relevance",
            relevance,
            "deadlines",
            rules.deadlines().of(organisation),
            "usual",
            rules.deadlines().usual()));
  }
}
