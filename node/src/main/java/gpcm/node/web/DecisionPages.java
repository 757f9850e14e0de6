package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.exchange.IncomingFact.Question;
import gpcm.node.receiving.BusinessDecision;
import gpcm.node.receiving.Comparison;
import gpcm.node.receiving.WorklistEntry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages on which people say whose a document is, and what a provider does about one. */
final class DecisionPages {
  private static final List<String> FIELDS =
      List.of("choice", "code", "reason", "note", "until", "practiceOds", "practiceName");

  private final Served served;
  private final Deciding deciding;
  private final WorkListsApi lists;

  DecisionPages(Served served, Access access, Deciding deciding) {
    this.served = served;
    this.deciding = deciding;
    this.lists = new WorkListsApi(served, access);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/worklist/{id}/match", this::showMatch);
    routes.post("/worklist/{id}/match", this::match);
    Gets.add(routes, "/worklist/{id}/decision", this::showDecision);
    routes.post("/worklist/{id}/decision", this::decide);
  }

  private void showMatch(Context context) throws IOException {
    ListPlace place = ListPlace.of(context, lists);
    match(context, deciding.entry(context), place, Map.of(), Map.of());
  }

  private void match(
      Context context,
      WorklistEntry entry,
      ListPlace place,
      Map<String, String> given,
      Map<String, String> errors)
      throws IOException {
    Comparison compared = deciding.compare(context, entry);
    boolean byTwo = served.arrangements().deciding().byTwo(entry.organisation());
    render(
        context,
        "intakeMatch.jte",
        entry,
        place,
        Map.of("compared", compared, "byTwo", byTwo),
        given,
        errors);
  }

  private void match(Context context) throws IOException {
    decided(context, deciding::match, this::match);
  }

  private void showDecision(Context context) throws IOException {
    ListPlace place = ListPlace.of(context, lists);
    decision(context, deciding.entry(context), place, Map.of(), Map.of());
  }

  private void decision(
      Context context,
      WorklistEntry entry,
      ListPlace place,
      Map<String, String> given,
      Map<String, String> errors) {
    BusinessDecision decision =
        served
            .decisions()
            .find(entry.organisation(), entry.id())
            .filter(each -> each.question() == Question.DECISION)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemKind.NOT_WAITING, "this document's answer waits for no decision"));
    Trail trail = Trail.of(context);
    trail.write(List.of(Seen.entry(entry).apply(trail.entry(Action.DOCUMENT_OPENED))));
    render(
        context, "intakeDecision.jte", entry, place, Map.of("decision", decision), given, errors);
  }

  private void render(
      Context context,
      String template,
      WorklistEntry entry,
      ListPlace place,
      Map<String, ?> asked,
      Map<String, String> given,
      Map<String, String> errors) {
    Map<String, Object> values = new HashMap<>(asked);
    values.put("frame", Frame.of(context, served));
    values.put("entry", entry);
    values.put("place", place);
    values.put("given", given);
    values.put("errors", errors);
    Pages.render(context, template, values);
  }

  private void decide(Context context) throws IOException {
    decided(context, deciding::decide, this::decision);
  }

  /** What a form has done. */
  private interface Act {
    void on(Context context, WorklistEntry entry, DecisionBody body) throws IOException;
  }

  /** The page that shows the form again. */
  private interface Again {
    void show(
        Context context,
        WorklistEntry entry,
        ListPlace place,
        Map<String, String> given,
        Map<String, String> errors)
        throws IOException;
  }

  private void decided(Context context, Act act, Again again) throws IOException {
    ListPlace place = ListPlace.of(context, lists);
    WorklistEntry entry = deciding.entry(context);
    ListPlace after = place.goingOn(entry, served.lists(), WorkListsApi.viewer(context));
    DecisionBody body = DecisionBody.form(context);
    try {
      act.on(context, entry, body);
    } catch (ProblemException e) {
      Map<String, String> errors = errors(e);
      context.status(e.kind().status());
      again.show(context, entry, place, given(body), errors);
      return;
    }
    context.redirect(after.under(entry.id(), ""), HttpStatus.SEE_OTHER);
  }

  /**
   * What is wrong, by the field that it is wrong with.
   *
   * @throws ProblemException the same, when it is wrong with none
   */
  private static Map<String, String> errors(ProblemException problem) {
    Map<String, String> errors = new LinkedHashMap<>();
    switch (problem.kind()) {
      case INVALID_ENTRY, SUBMISSION_REFUSED ->
          problem
              .fields()
              .forEach(
                  field -> {
                    String name = FIELDS.contains(field.name()) ? field.name() : "";
                    errors.merge(name, field.sentences(), (one, other) -> one + " " + other);
                  });
      // Somebody else was first: the page says who, and that nothing was sent.
      case NOT_WAITING -> errors.put("", problem.getMessage());
      default -> throw problem;
    }
    if (errors.isEmpty()) {
      throw problem;
    }
    return errors;
  }

  private static Map<String, String> given(DecisionBody body) {
    Map<String, String> given = new LinkedHashMap<>();
    FIELDS.forEach(name -> body.text(name).ifPresent(text -> given.put(name, text)));
    return given;
  }
}
