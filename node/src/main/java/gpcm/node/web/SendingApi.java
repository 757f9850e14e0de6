package gpcm.node.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.SnomedCode;
import gpcm.node.sending.RelevanceRule;
import gpcm.node.sending.SendingRule;
import gpcm.node.sending.SendingRules;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /api/v1/sending}: how the organisation sends: its delay, whether somebody confirms,
 * another way that is used instead, and which encounters count as relevant.
 */
final class SendingApi {
  private static final int MOST = 256 << 10;

  private final SendingRules rules;

  SendingApi(Served served) {
    this.rules = served.sendingRules();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/sending", this::all);
    routes.put("/api/v1/sending/{useCase}", this::set);
    routes.put("/api/v1/sending-deadlines", this::setDeadlines);
    routes.put("/api/v1/relevance-rules", this::setRelevance);
  }

  private void all(Context context) {
    Query.none(context);
    String organisation = Caller.of(context).organisation();
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("useCases");
    rules.all(organisation).forEach(rule -> list.add(json(rule)));
    json.set("relevance", json(rules.relevance(organisation)));
    json.set("deadlines", DeadlineFields.json(rules.deadlines(), organisation));
    ApiJson.answer(context, json);
  }

  private static ObjectNode json(SendingRule rule) {
    ObjectNode json =
        ApiJson.object()
            .put("useCase", rule.useCase())
            .put("delayMinutes", rule.delay().toMinutes())
            .put("confirmed", rule.confirmed());
    rule.otherWay().ifPresent(way -> json.put("otherWay", way));
    String warning =
        Stream.of(rule.isLate() ? LATE : "", rule.isLateForUpdates() ? LATE_UPDATE : "")
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining("; "));
    if (!warning.isEmpty()) {
      json.put("warning", warning);
    }
    return json.put("version", rule.version());
  }

  /** What is said of a delay that is longer than the specification allows. */
  private static final String LATE =
      "summaries leave later than three hours after the last change, which GPCM-SD-CS-075 asks for";

  private static final String LATE_UPDATE =
      "an update of what was sent waits as long again: it leaves later than the 24 hours within"
          + " which GPCM-SD-027 says that it should follow";

  private static ArrayNode json(List<RelevanceRule> relevance) {
    ArrayNode list = ApiJson.object().putArray("rules");
    for (RelevanceRule rule : relevance) {
      ObjectNode one = list.addObject();
      rule.kind().ifPresent(kind -> one.put("kind", kind));
      rule.code().ifPresent(code -> one.put("code", code));
      one.put("relevant", rule.relevant());
    }
    return list;
  }

  private void set(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "delayMinutes", "confirmed", "otherWay", "version");
    SendingRule rule = rule(context, fields);
    ApiJson.answer(context, json(set(context, rules, rule)));
  }

  /** Sets it in the name of whoever asks. */
  static SendingRule set(Context context, SendingRules rules, SendingRule rule) {
    Caller caller = Caller.of(context);
    return Trail.of(context)
        .doing(
            Action.CONFIGURATION_CHANGED,
            () ->
                rules
                    .set(caller.organisation(), rule, caller.name())
                    .orElseThrow(
                        () ->
                            new ProblemException(
                                ProblemKind.CHANGED_MEANWHILE,
                                "somebody else has changed this meanwhile: read it again, and set"
                                    + " it with the version that it has now")),
            changed -> entry -> entry.changing(changed.before(), changed.after()))
        .value();
  }

  /** What the address and the fields say. */
  static SendingRule rule(Context context, WorkFields fields) {
    String useCase = context.pathParam("useCase");
    if (!SendingRules.USE_CASES.contains(useCase)) {
      throw Query.missing();
    }
    WrongFields wrong = new WrongFields();
    Supplier<Duration> delay = wrong.read(() -> delay(fields));
    Supplier<Boolean> confirmed = wrong.read(() -> fields.flag("confirmed").orElse(false));
    Supplier<Optional<String>> otherWay = wrong.read(() -> fields.text("otherWay", WorkAct.LINE));
    wrong.refuse();
    return new SendingRule(
        useCase, delay.get(), confirmed.get(), otherWay.get(), fields.seenVersion());
  }

  private static Duration delay(WorkFields fields) {
    return fields
        .digits("delayMinutes", 6)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(Long::valueOf)
        .filter(number -> number <= SendingRule.LONGEST.toMinutes())
        .map(Duration::ofMinutes)
        .orElseThrow(
            () ->
                WorkFields.wrong(
                    "delayMinutes",
                    "must be a whole number of minutes, 0 to " + SendingRule.LONGEST.toMinutes(),
                    "correct it"));
  }

  private void setDeadlines(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = DeadlineFields.of(context);
    DeadlineFields.set(
        context,
        rules.deadlines(),
        DeadlineFields.read(rules.deadlines(), fields),
        fields.seenVersion());
    ApiJson.answer(
        context, DeadlineFields.json(rules.deadlines(), Caller.of(context).organisation()));
  }

  private void setRelevance(Context context) throws IOException {
    Query.none(context);
    byte[] bytes = BoundedBody.read(context, MOST, "only rules of relevance are expected here");
    JsonNode body;
    try {
      body = ApiJson.read(bytes);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new ProblemException(ProblemKind.INVALID_JSON, "the body is not JSON: send an object");
    }
    if (!body.isObject() || body.size() != 1 || !body.path("rules").isArray()) {
      throw WorkFields.wrong("", "must be an object with the array 'rules'", "send that");
    }
    List<RelevanceRule> all = new ArrayList<>();
    for (JsonNode each : body.path("rules")) {
      all.add(rule(each, all.size()));
    }
    ApiJson.answer(context, ApiJson.object().set("rules", json(setRelevance(context, rules, all))));
  }

  /** Sets them in the name of whoever asks. */
  static List<RelevanceRule> setRelevance(
      Context context, SendingRules rules, List<RelevanceRule> all) {
    if (all.size() > SendingRules.MOST_RELEVANCE_RULES) {
      throw WorkFields.wrong(
          "rules", "must be %d at most".formatted(SendingRules.MOST_RELEVANCE_RULES), "give fewer");
    }
    return Trail.of(context)
        .doing(
            Action.CONFIGURATION_CHANGED,
            () -> rules.setRelevance(Caller.of(context).organisation(), all),
            changed -> entry -> entry.changing(changed.before(), changed.after()))
        .value();
  }

  private static RelevanceRule rule(JsonNode json, int index) {
    String place = "rules/" + index;
    json.properties()
        .forEach(
            field -> {
              if (!List.of("kind", "code", "relevant").contains(field.getKey())) {
                throw WorkFields.wrong(
                    place + "/" + field.getKey(),
                    "unknown field",
                    "there are kind, code, relevant");
              }
            });
    if (!json.path("relevant").isBoolean() || json.has("kind") == json.has("code")) {
      throw WorkFields.wrong(
          place, "must have 'relevant' and one of 'kind' and 'code'", "correct it");
    }
    return relevance(
        place,
        json.path("kind").asText(""),
        json.path("code").asText(""),
        json.path("relevant").booleanValue());
  }

  /** A rule of a kind or of a code, each empty when not given, checked. */
  static RelevanceRule relevance(String place, String kind, String code, boolean relevant) {
    try {
      return code.isEmpty()
          ? new RelevanceRule(
              Optional.of(CheckedText.line("Kind", kind)), Optional.empty(), relevant)
          : new RelevanceRule(
              Optional.empty(), Optional.of(new SnomedCode(code).value()), relevant);
    } catch (InvalidValueException e) {
      throw WorkFields.wrong(place, e.rule(), e.remedy());
    }
  }
}
