package gpcm.node.web;

import gpcm.message.coded.CodedConcept;
import gpcm.node.coded.CodedChoice;
import gpcm.node.coded.CodedDifference;
import gpcm.node.coded.CodedItem;
import gpcm.node.coded.CodedProgress;
import gpcm.node.coded.CodedState;
import gpcm.node.coded.ListedCode;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.viewing.Shown;
import gpcm.node.viewing.Zoom;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The pages on which people review the coded entries of a received document, one by one. */
final class CodedPages {
  private final Served served;
  private final Coding coding;
  private final WorkListsApi lists;

  CodedPages(Served served, Access access, Coding coding) {
    this.served = served;
    this.coding = coding;
    this.lists = new WorkListsApi(served, access);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/worklist/{id}/coded", this::list);
    Gets.add(routes, "/worklist/{id}/coded/{n}", this::review);
    routes.post("/worklist/{id}/coded/{n}", this::decide);
  }

  private void list(Context context) throws IOException {
    ListPlace place = ListPlace.of(context, lists);
    WorklistEntry entry = coding.entry(context);
    Trail.of(context).shown(Seen.entry(entry));
    Map<String, Object> values = around(context, entry, place, coding.items(entry));
    values.put("gone", coding.difference(entry).map(CodedDifference::gone).orElse(List.of()));
    Pages.render(context, "codedEntries.jte", values);
  }

  private Map<String, Object> around(
      Context context, WorklistEntry entry, ListPlace place, List<CodedItem> items) {
    Map<String, Object> values = new HashMap<>();
    values.put("frame", Frame.of(context, served));
    values.put("entry", entry);
    values.put("place", place);
    values.put("items", items);
    values.put("progress", CodedProgress.of(items));
    return values;
  }

  private void review(Context context) throws IOException {
    Query query = ListPlace.query(context, "find");
    ListPlace place = ListPlace.of(context, query, lists);
    show(context, coding.entry(context), place, query.text("find").orElse(""), Map.of());
  }

  private void show(
      Context context,
      WorklistEntry entry,
      ListPlace place,
      String find,
      Map<String, String> errors) {
    int ordinal = Query.ordinal(context);
    List<CodedItem> items = coding.items(entry);
    Map<String, Object> values = around(context, entry, place, items);
    CodedItem item =
        items.stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    ViewedFile file =
        ViewedFile.received(
            entry, served.worklist().files(entry.organisation(), entry.id()), 0, place.text());
    if (errors.isEmpty()) {
      Trail.of(context).shown(Seen.file(entry.id(), file));
    }
    values.put("item", item);
    values.put("line", coding.difference(entry).map(each -> each.now().get(ordinal)));
    values.put("next", next(items, ordinal).map(CodedItem::ordinal));
    values.put("file", file);
    values.put("view", view(context, file));
    values.put("listed", coding.codes().isThere());
    values.put("find", find);
    values.put(
        "found",
        find.isEmpty() ? List.<ListedCode>of() : coding.find(find, Optional.of(item.kind())));
    values.put("given", errors.isEmpty() ? "" : given(context));
    values.put("errors", errors);
    context.header(
        "Content-Security-Policy",
        context.res().getHeader("Content-Security-Policy") + "; frame-src 'self'");
    Pages.render(context, "codedReview.jte", values);
  }

  /** The first page of the document in a frame; empty when it cannot be shown. */
  private String view(Context context, ViewedFile file) {
    Shown shown = served.viewing().show(file.content(), file.declaredType(), 1, Zoom.SMALL);
    if (shown instanceof Shown.Nothing) {
      return "";
    }
    UUID session = Caller.of(context).person().orElseThrow().acting().session();
    return "%s?page=1&zoom=%s&ticket=%s"
        .formatted(
            file.frame(),
            Zoom.SMALL.word(),
            served.tickets().make(file.frame() + "?page=1", session));
  }

  private static Optional<CodedItem> next(List<CodedItem> items, int after) {
    return items.stream()
        .filter(each -> each.state() == CodedState.TO_REVIEW && each.ordinal() > after)
        .findFirst()
        .or(
            () ->
                items.stream()
                    .filter(each -> each.state() == CodedState.TO_REVIEW && each.ordinal() != after)
                    .findFirst());
  }

  private void decide(Context context) throws IOException {
    ListPlace place = ListPlace.of(context, lists);
    WorklistEntry entry = coding.entry(context);
    int ordinal = Query.ordinal(context);
    Form form = Form.of(context);
    Optional<CodedItem> next = next(coding.items(entry), ordinal);
    try {
      coding.decide(context, entry, Set.of(ordinal), choice(form));
    } catch (ProblemException e) {
      if (e.kind() != ProblemKind.INVALID_ENTRY
          && e.kind() != ProblemKind.ALREADY_DECIDED
          && e.kind() != ProblemKind.NOT_DECIDABLE) {
        throw e;
      }
      Trail.ended(context, e);
      context.status(e.kind().status());
      show(context, entry, place, form.text("find").orElse(""), errors(e));
      return;
    }
    context.redirect(
        place.under(entry.id(), "/coded" + next.map(each -> "/" + each.ordinal()).orElse("")),
        HttpStatus.SEE_OTHER);
  }

  private CodedChoice choice(Form form) {
    return switch (form.text("decision").orElse("")) {
      case "confirm" -> new CodedChoice.Confirm();
      case "reject" -> new CodedChoice.Reject(coding.reason(form.text("reason").orElse("")));
      case "take-back" -> new CodedChoice.TakeBack(coding.reason(form.text("reason").orElse("")));
      case "change" ->
          new CodedChoice.Change(chosen(form), coding.reason(form.text("reason").orElse("")));
      default ->
          throw coding.wrong(
              "/decision", "Say whether it holds", "choose to confirm, change or reject it");
    };
  }

  private CodedConcept chosen(Form form) {
    String[] code = form.text("code").orElse("").split("\\|", 2);
    return code.length == 2
        ? coding.chosen(code[0], code[1], "")
        : coding.chosen(CodedConcept.SNOMED, code[0].strip(), form.text("display").orElse(""));
  }

  /** What was chosen in a form that is shown again. */
  private static String given(Context context) {
    return Form.read(context).flatMap(form -> form.text("decision")).orElse("");
  }

  private static Map<String, String> errors(ProblemException problem) {
    Map<String, String> errors = new LinkedHashMap<>();
    problem
        .fields()
        .forEach(
            field ->
                errors.put(
                    field.pointer().replaceFirst("^/([a-z]+).*", "$1"),
                    "%s: %s".formatted(field.detail(), field.remedy())));
    if (errors.isEmpty()) {
      errors.put("", problem.getMessage());
    }
    return errors;
  }
}
