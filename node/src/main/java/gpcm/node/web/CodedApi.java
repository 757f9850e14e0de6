package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedKind;
import gpcm.node.coded.CodeList;
import gpcm.node.coded.CodedChoice;
import gpcm.node.coded.CodedDifference;
import gpcm.node.coded.CodedItem;
import gpcm.node.coded.CodedProgress;
import gpcm.node.coded.ListedCode;
import gpcm.node.receiving.WorklistEntry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code /api/v1/worklist/{id}/coded}: the coded entries of a received document, and what people
 * decide on them; {@code /api/v1/codes}: the codes they may choose from.
 */
final class CodedApi {
  private static final int LARGEST = 8 << 10;

  private final Coding coding;

  CodedApi(Coding coding) {
    this.coding = coding;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/worklist/{id}/coded", this::list);
    Gets.add(routes, "/api/v1/codes", this::codes);
    routes.post("/api/v1/worklist/{id}/coded/confirm", this::confirmTogether);
    routes.post("/api/v1/worklist/{id}/coded/{n}/confirm", this::confirm);
    routes.post("/api/v1/worklist/{id}/coded/{n}/change", this::change);
    routes.post("/api/v1/worklist/{id}/coded/{n}/reject", this::reject);
    routes.post("/api/v1/worklist/{id}/coded/{n}/take-back", this::takeBack);
  }

  private void list(Context context) throws IOException {
    Query query = new Query(context, "originals");
    boolean originals = query.flag("originals", false);
    WorklistEntry entry = coding.entry(context);
    Trail.of(context).shown(Seen.entry(entry));
    ObjectNode json = ApiJson.object();
    json.put("entry", entry.id().toString());
    json.set("type", CodedJson.concept(coding.type(entry)));
    List<CodedItem> items = coding.items(entry);
    json.set("progress", progress(CodedProgress.of(items)));
    Optional<CodedDifference> difference = coding.difference(entry);
    ArrayNode entries = json.putArray("entries");
    for (CodedItem item : items) {
      ObjectNode row = CodedJson.item(item, originals);
      difference
          .map(each -> each.now().get(item.ordinal()))
          .ifPresent(
              line -> {
                row.put("difference", line.kind().text());
                line.before()
                    .filter(before -> line.kind() == CodedDifference.Kind.CHANGED)
                    .ifPresent(before -> row.set("before", CodedJson.item(before, originals)));
              });
      entries.add(row);
    }
    difference.ifPresent(
        each -> {
          ArrayNode gone = json.putArray("gone");
          each.gone().forEach(item -> gone.add(CodedJson.item(item, originals)));
        });
    ApiJson.answer(context, json);
  }

  private static ObjectNode progress(CodedProgress progress) {
    ObjectNode json = ApiJson.object();
    json.put("decided", progress.decided());
    json.put("open", progress.open());
    json.put("paused", progress.paused());
    json.put("all", progress.all());
    return json;
  }

  private void codes(Context context) {
    Query query = new Query(context, "text", "kind");
    String text =
        query
            .text("text")
            .orElseThrow(
                () ->
                    ProblemException.parameter(
                        "text", "is missing", "give the first letters of words of what it means"));
    Optional<CodedKind> kind =
        query.value(
            "kind",
            word ->
                CodedKind.ofText(word.toLowerCase(Locale.ROOT))
                    .orElseThrow(IllegalArgumentException::new),
            "a kind of coded entry, like problem or family-history");
    ObjectNode json = ApiJson.object();
    json.put("listed", coding.codes().isThere());
    ArrayNode codes = json.putArray("codes");
    coding.find(text, kind).forEach(code -> codes.add(code(code)));
    json.put("most", CodeList.MOST_FOUND);
    ApiJson.answer(context, json);
  }

  private static ObjectNode code(ListedCode code) {
    ObjectNode json = CodedJson.concept(code.concept());
    ArrayNode kinds = json.putArray("kinds");
    code.kinds().stream().map(CodedKind::text).sorted().forEach(kinds::add);
    return json;
  }

  private void confirm(Context context) throws IOException {
    body(context, Set.of(), "no body");
    decided(context, Set.of(Query.ordinal(context)), new CodedChoice.Confirm());
  }

  private void confirmTogether(Context context) throws IOException {
    JsonNode places = body(context, Set.of("entries"), "{\"entries\": [1, 2]}").path("entries");
    Set<Integer> ordinals = new TreeSet<>();
    for (JsonNode place : places) {
      if (!place.isInt()) {
        throw coding.wrong("/entries", "must be numbers of entries", "send {\"entries\": [1, 2]}");
      }
      ordinals.add(place.intValue());
    }
    coding.requireSome(ordinals);
    decided(context, ordinals, new CodedChoice.Confirm());
  }

  private void change(Context context) throws IOException {
    String form = "{\"code\": {\"system\": \"...\", \"code\": \"...\"}, \"reason\": \"...\"}";
    JsonNode body = body(context, Set.of("code", "reason"), form);
    JsonNode code = body.path("code");
    CodedConcept concept =
        coding.chosen(
            code.path("system").asText(CodedConcept.SNOMED),
            code.path("code").asText(""),
            code.path("display").asText(""));
    decided(
        context,
        Set.of(Query.ordinal(context)),
        new CodedChoice.Change(concept, coding.reason(body.path("reason").asText(""))));
  }

  private void reject(Context context) throws IOException {
    String reason = reason(context);
    decided(context, Set.of(Query.ordinal(context)), new CodedChoice.Reject(reason));
  }

  private void takeBack(Context context) throws IOException {
    String reason = reason(context);
    decided(context, Set.of(Query.ordinal(context)), new CodedChoice.TakeBack(reason));
  }

  private String reason(Context context) throws IOException {
    JsonNode body = body(context, Set.of("reason"), "{\"reason\": \"...\"}");
    return coding.reason(body.path("reason").asText(""));
  }

  private void decided(Context context, Set<Integer> ordinals, CodedChoice choice)
      throws IOException {
    WorklistEntry entry = coding.entry(context);
    List<CodedItem> items = coding.decide(context, entry, ordinals, choice);
    ObjectNode json = ApiJson.object();
    json.put("entry", entry.id().toString());
    json.set("progress", progress(CodedProgress.of(coding.items(entry))));
    ArrayNode entries = json.putArray("entries");
    items.forEach(item -> entries.add(CodedJson.item(item, false)));
    ApiJson.answer(context, json);
  }

  private JsonNode body(Context context, Set<String> fields, String form) throws IOException {
    Query.none(context);
    byte[] bytes =
        BoundedBody.read(context, LARGEST, "only a decision on coded entries is expected here");
    if (bytes.length == 0 && fields.isEmpty()) {
      return ApiJson.object();
    }
    JsonNode body;
    try {
      body = ApiJson.read(bytes);
    } catch (JsonProcessingException e) {
      throw new ProblemException(ProblemKind.INVALID_JSON, "the body is not JSON: send " + form);
    }
    body.properties().stream()
        .filter(field -> !fields.contains(field.getKey()))
        .findFirst()
        .ifPresent(
            field -> {
              throw coding.wrong(
                  "/" + field.getKey(), "is no field of this", "leave it out; send " + form);
            });
    return body;
  }
}
