package gpcm.node.web;

import gpcm.node.working.WorkRefused;
import gpcm.node.working.Working;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form of a document's page that came to nothing: what was typed, and what is wrong.
 *
 * @param act what it was to do; empty when no form was sent
 * @param item the task, review or note it is about; empty where it is about the document
 * @param given what was typed, by field
 * @param errors what is wrong in words, by the id of the field, or of the place, to go to
 */
record WorkForm(
    Optional<WorkAct> act, String item, Map<String, String> given, Map<String, String> errors) {
  static final WorkForm NONE = new WorkForm(Optional.empty(), "", Map.of(), Map.of());

  /** Where the work is shown, and what is open. */
  static final String WORK = "work";

  static final String OPEN = "open";

  /** A form that is filled in for somebody, who has not sent it. */
  static WorkForm filled(WorkAct act, String field, String value) {
    return new WorkForm(Optional.of(act), "", Map.of(field, value), Map.of());
  }

  private static final List<String> TIMES = List.of("at", "until");
  private static final List<String> ITEMS = List.of("task", "review", "corrects");

  /** What a form has in fields of its own, for people, and the API in one. */
  static Map<String, List<String>> joined(Form form) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    form.text("who")
        .map(who -> who.split(":", 2))
        .ifPresent(
            who ->
                values.put(
                    who[0].equals("team") ? "team" : "person",
                    List.of(who.length == 2 ? who[1] : who[0])));
    for (String name : TIMES) {
      String day = form.text(name + "-day").orElse("").strip();
      String time = form.text(name + "-time").orElse("").strip();
      if (!day.isEmpty() || !time.isEmpty()) {
        values.put(name, List.of(instant(day, time)));
      }
    }
    return values;
  }

  /** As the API has it; what is no time of the United Kingdom stays as it is, and is refused. */
  private static String instant(String day, String time) {
    try {
      LocalDateTime local = LocalDate.parse(day).atTime(LocalTime.parse(time));
      ZonedDateTime at = local.atZone(Working.ZONE);
      return at.toLocalDateTime().equals(local) ? at.toInstant().toString() : day + " " + time;
    } catch (DateTimeException e) {
      return day + " " + time;
    }
  }

  /** The form that was sent, refused. */
  static WorkForm refused(WorkAct act, Form form, WorkRefused refused) {
    return switch (refused) {
      case WorkRefused.Repeated repeated -> refused(act, form, repeated.otherwise());
      case WorkRefused.Changed changed ->
          of(
              act,
              form,
              Map.of(
                  WORK,
                  Display.sentence(changed.getMessage())
                      .replace(
                          "Open it again before you go on.",
                          "This page shows it as it is now, with what you typed.")));
      case WorkRefused.StillOpen open ->
          of(act, form, Map.of(OPEN, Display.sentence(open.getMessage())));
      case WorkRefused.NotNow now ->
          of(act, form, Map.of(WORK, Display.sentence(now.getMessage())));
      case WorkRefused.Missing missing ->
          of(act, form, Map.of(WORK, Display.sentence(missing.getMessage())));
      case WorkRefused.Wrong wrong ->
          of(act, form, act, wrong.field(), wrong.getMessage() + ": " + wrong.remedy());
    };
  }

  /** The same with a field that cannot be read. */
  static WorkForm wrong(WorkAct act, Form form, ProblemException problem) {
    ProblemException.FieldProblem field = problem.fields().getFirst();
    return of(
        act,
        form,
        act,
        field.pointer().replaceFirst("^/", ""),
        field.detail() + ": " + field.remedy());
  }

  private static WorkForm of(WorkAct act, Form form, WorkAct of, String field, String otherwise) {
    String shown =
        switch (field) {
          case "person", "team" -> "who";
          case "at" -> "at-day";
          default -> field;
        };
    return ITEMS.contains(shown) || shown.equals("version")
        ? of(act, form, Map.of(WORK, Display.sentence(otherwise)))
        : of(act, form, Map.of(id(of, item(form), shown), sentence(of, field, otherwise)));
  }

  private static WorkForm of(WorkAct act, Form form, Map<String, String> errors) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name :
        List.of(
            "text",
            "what",
            "who",
            "due",
            "instruction",
            "template",
            "result",
            "until",
            "why",
            "outcome",
            "how",
            "told",
            "at-day",
            "at-time")) {
      form.text(name).ifPresent(text -> given.put(name, text));
    }
    return new WorkForm(Optional.of(act), item(form), given, errors);
  }

  private static String item(Form form) {
    return ITEMS.stream()
        .flatMap(name -> form.text(name).stream())
        .filter(text -> text.matches("[0-9a-f-]{36}"))
        .findFirst()
        .orElse("");
  }

  /** The id of a field. */
  static String id(WorkAct act, String item, String field) {
    return act.path() + (item.isEmpty() ? "" : "-" + item) + "-" + field;
  }

  private static String sentence(WorkAct act, String field, String otherwise) {
    return switch (act.path() + "." + field) {
      case "note.text" -> "Write the note, in up to 4,000 characters.";
      case "assign.person" -> "Choose a person or a team.";
      case "task.what" -> "Say what is to be done, in up to 200 characters.";
      case "task.due" -> "Give the day by which it is to be done, or leave it empty.";
      case "review.instruction" -> "Say what is to be looked at, in up to 1,000 characters.";
      case "review-template.template" -> "Choose one of the templates.";
      case "review-result.result" -> "Write what the review found, in up to 1,000 characters.";
      case "wait.until" -> "Give a day after today and within a year.";
      case "wait.why" -> "Say why it waits, in up to 200 characters.";
      case "complete.outcome" -> "Choose how it ends.";
      case "complete.what" -> "Say which action was taken, in up to 1,000 characters.";
      case "reopen.why" -> "Say why you open it again, in up to 200 characters.";
      case "tell-sender.how" -> "Choose how you told them.";
      case "tell-sender.told" -> "Say whom you told, in up to 200 characters.";
      case "tell-sender.at" -> "Give the day and the time, not in the future, such as 14:30.";
      case "tell-sender.what" -> "Say what you told them, in up to 1,000 characters.";
      default ->
          field.equals("person") || field.equals("team")
              ? "Choose a person or a team of this organisation, or nobody."
              : Display.sentence(otherwise);
    };
  }

  /** Whether this is the form of an act, about an item. */
  boolean is(WorkAct other, String about) {
    return act.filter(other::equals).isPresent() && item.equals(about);
  }

  boolean isWrong() {
    return !errors.isEmpty();
  }
}
