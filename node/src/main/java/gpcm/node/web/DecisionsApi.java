package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.IncomingFact.Question;
import gpcm.node.escalating.Escalation;
import gpcm.node.receiving.BusinessDecision;
import gpcm.node.receiving.Comparison;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.register.RegisteredPatient;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Set;

/**
 * {@code /api/v1/worklist/{id}/match}, {@code /decision} and {@code /outcomes}: what a person
 * decides about a document before its business answer goes, and what came of it later.
 */
final class DecisionsApi {
  private final Deciding deciding;

  DecisionsApi(Deciding deciding) {
    this.deciding = deciding;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/worklist/{id}/match", this::compare);
    routes.post("/api/v1/worklist/{id}/match", this::match);
    routes.post("/api/v1/worklist/{id}/decision", this::decide);
    routes.post("/api/v1/worklist/{id}/escalate", this::escalate);
    routes.post("/api/v1/worklist/{id}/outcomes", this::later);
  }

  private void compare(Context context) throws IOException {
    Query.none(context);
    WorklistEntry entry = deciding.entry(context);
    Comparison compared = deciding.compare(context, entry);
    ObjectNode json = ApiJson.object();
    json.put("id", entry.id().toString());
    json.put("state", entry.state().text());
    json.set("decision", json(compared.decision()));
    person(json.putObject("document"), compared.stated());
    ArrayNode candidates = json.putArray("candidates");
    for (Comparison.Candidate candidate : compared.candidates()) {
      ObjectNode row = candidates.addObject();
      person(row, candidate.patient());
      row.put("restrictedPatient", candidate.patient().restricted());
      row.put("standing", candidate.patient().registration().text());
      ArrayNode differs = row.putArray("differs");
      candidate.differences().forEach(differs::add);
    }
    ApiJson.answer(context, json);
  }

  private static void person(ObjectNode json, RegisteredPatient person) {
    json.put("nhsNumber", person.nhsNumber());
    json.put("family", person.family());
    json.put("given", person.given());
    json.put("birthDate", person.birthDate());
    json.put("sex", person.sex());
    json.put("address", person.address());
    json.put("telephone", person.telephone());
  }

  /** A decision, open or made. */
  static ObjectNode json(BusinessDecision decision) {
    ObjectNode json = ApiJson.object();
    json.put("question", decision.question() == Question.MATCHING ? "matching" : "decision");
    json.put("open", decision.made().isEmpty());
    ArrayNode doubts = json.putArray("doubts");
    decision.doubts().forEach(doubts::add);
    json.put("openedAt", decision.openedAt().toString());
    json.put("dueAt", decision.dueAt().toString());
    decision.waitingUntil().ifPresent(day -> json.put("waitingUntil", day.toString()));
    decision
        .proposed()
        .filter(unused -> decision.made().isEmpty())
        .ifPresent(
            first ->
                json.putObject("proposed")
                    .put("code", first.code().code())
                    .put("display", first.code().display())
                    .put("reason", first.reason())
                    .put("by", first.by())
                    .put("at", first.at().toString()));
    decision
        .made()
        .ifPresent(
            made ->
                json.put("code", made.code().code())
                    .put("display", made.code().display())
                    .put("reason", made.reason())
                    .put("note", made.note())
                    .put("decidedBy", made.by())
                    .put("decidedAt", made.at().toString()));
    ArrayNode later = json.putArray("outcomes");
    for (BusinessDecision.Later each : decision.later()) {
      later
          .addObject()
          .put("code", each.code().code())
          .put("display", each.code().display())
          .put("reason", each.reason())
          .put("note", each.note())
          .put("told", each.told())
          .put("by", each.by())
          .put("at", each.at().toString());
    }
    return json;
  }

  private void match(Context context) throws IOException {
    Query.none(context);
    WorklistEntry entry = deciding.entry(context);
    answer(
        context,
        entry,
        deciding.match(
            context,
            entry,
            DecisionBody.json(context, Set.of("choice", "reason", "note", "until"))));
  }

  private void decide(Context context) throws IOException {
    Query.none(context);
    WorklistEntry entry = deciding.entry(context);
    answer(
        context,
        entry,
        deciding.decide(
            context,
            entry,
            DecisionBody.json(
                context, Set.of("code", "reason", "note", "practiceOds", "practiceName"))));
  }

  private void escalate(Context context) throws IOException {
    Query.none(context);
    WorklistEntry entry = deciding.entry(context);
    Escalation escalation =
        deciding.escalate(
            context,
            entry,
            DecisionBody.json(context, Set.of("reason", "note", "practiceOds", "practiceName")));
    ObjectNode json = ApiJson.object();
    json.put("id", entry.id().toString());
    json.put("state", deciding.now(entry).state().text());
    json.set("escalation", json(escalation));
    ApiJson.answer(context, json);
  }

  /** A received document that was sent on, with links both ways. */
  static ObjectNode json(Escalation escalation) {
    return ApiJson.object()
        .put("entry", escalation.entry().toString())
        .put("entryHref", "/api/v1/worklist/" + escalation.entry())
        .put("document", escalation.document().toString())
        .put("documentHref", "/api/v1/documents/" + escalation.document())
        .put("reason", escalation.reason())
        .put("note", escalation.note())
        .put("by", escalation.by())
        .put("at", escalation.at().toString());
  }

  private void later(Context context) throws IOException {
    Query.none(context);
    WorklistEntry entry = deciding.entry(context);
    answer(
        context,
        entry,
        deciding.later(
            context, entry, DecisionBody.json(context, Set.of("code", "reason", "note", "told"))));
  }

  private void answer(Context context, WorklistEntry entry, BusinessDecision decision) {
    ObjectNode json = ApiJson.object();
    json.put("id", entry.id().toString());
    json.put("state", deciding.now(entry).state().text());
    json.set("decision", json(decision));
    ApiJson.answer(context, json);
  }
}
