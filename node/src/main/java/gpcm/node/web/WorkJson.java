package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.working.Named;
import gpcm.node.working.Team;
import gpcm.node.working.Work;
import gpcm.node.working.WorkRow;
import gpcm.node.working.WorkView;
import java.util.List;
import java.util.Optional;

/** The API's JSON forms of the work on received documents. */
final class WorkJson {
  private WorkJson() {}

  static ObjectNode of(WorkView view) {
    ObjectNode json = of(view.work());
    json.putObject("open")
        .put("tasks", view.open().tasks())
        .put("reviews", view.open().reviews())
        .put("coded", view.open().coded());
    ArrayNode notes = json.putArray("notes");
    view.notes().forEach(note -> notes.add(note(note)));
    ArrayNode tasks = json.putArray("tasks");
    view.tasks().forEach(task -> tasks.add(task(task)));
    ArrayNode reviews = json.putArray("reviews");
    view.reviews().forEach(review -> reviews.add(review(review)));
    ArrayNode history = json.putArray("history");
    view.history()
        .forEach(
            line ->
                history.addObject().put("at", line.at().toString()).put("text", line.sentence()));
    ArrayNode replaces = json.putArray("replaces");
    view.replaces().forEach(id -> replaces.add(id.toString()));
    return json;
  }

  static ObjectNode of(Work work) {
    ObjectNode json = ApiJson.object();
    json.put("state", work.state().text());
    json.put("version", work.version());
    put(json, "person", work.person());
    put(json, "team", work.team());
    work.due().ifPresent(due -> json.put("due", due.toString()));
    json.put("urgent", work.urgent());
    json.put("task", work.ownTask());
    work.waitingUntil().ifPresent(date -> json.put("waitingUntil", date.toString()));
    work.ending()
        .ifPresent(
            end -> {
              json.put("outcome", end.outcome().text());
              json.put("outcomeText", end.what());
              json.put("doneAt", end.at().toString());
            });
    return json;
  }

  /** A document in a list. */
  static ObjectNode of(WorkRow row) {
    ObjectNode json = ApiJson.object();
    json.put("id", row.id().toString());
    json.put("receivedAt", row.receivedAt().toString());
    json.put("useCase", row.document().useCase());
    json.put("recipientType", row.document().forAction() ? "FA" : "FI");
    json.put("title", row.document().title());
    row.document().version().ifPresent(version -> json.put("version", version));
    json.put("confidential", row.marks().confidential());
    json.put("restrictedPatient", row.marks().restrictedPatient());
    json.putObject("patient")
        .put("nhsNumber", row.patient().nhsNumber())
        .put("name", row.patient().name())
        .put("listed", row.patient().listed())
        .put("birthDate", row.patient().birthDate());
    json.putObject("sender")
        .put("odsCode", row.document().senderOds())
        .put("name", row.document().senderName());
    json.set("work", of(row.work()));
    json.put("overdue", row.marks().overdue());
    json.put("warnings", row.marks().warnings());
    json.put("attachments", row.marks().attachments());
    json.put("codedEntries", row.marks().coded());
    json.put("replacement", row.marks().replacement());
    row.marks().replacedBy().ifPresent(id -> json.put("replacedBy", id.toString()));
    json.put("told", row.marks().told());
    return json;
  }

  static void put(ObjectNode json, String name, Optional<Named> named) {
    named.ifPresent(each -> json.set(name, of(each)));
  }

  static ObjectNode of(Named named) {
    return ApiJson.object().put("id", named.id().toString()).put("name", named.name());
  }

  static ObjectNode of(Team team) {
    ObjectNode json = ApiJson.object().put("id", team.id().toString()).put("name", team.name());
    json.set("members", of(team.members()));
    return json;
  }

  static ArrayNode of(List<Named> people) {
    ArrayNode list = ApiJson.object().putArray("people");
    people.forEach(each -> list.add(of(each)));
    return list;
  }

  private static ObjectNode note(WorkView.Note note) {
    ObjectNode json = ApiJson.object();
    json.put("id", note.id().toString());
    json.put("entry", note.entry().toString());
    json.put("kind", note.kind());
    json.put("text", note.text());
    note.told().ifPresent(told -> json.put("told", told));
    note.toldAt().ifPresent(at -> json.put("toldAt", at.toString()));
    note.corrects().ifPresent(id -> json.put("corrects", id.toString()));
    json.put("at", note.at().toString());
    json.put("by", note.who());
    return json;
  }

  private static ObjectNode task(WorkView.Task task) {
    ObjectNode json = ApiJson.object();
    json.put("id", task.id().toString());
    task.movedFrom().ifPresent(id -> json.put("movedFrom", id.toString()));
    json.put("what", task.what());
    task.forWhom().ifPresent(whom -> json.put("for", whom));
    task.due().ifPresent(due -> json.put("due", due.toString()));
    json.put("openedAt", task.openedAt().toString());
    json.put("openedBy", task.openedBy());
    task.done()
        .ifPresent(done -> json.put("doneAt", done.at().toString()).put("doneBy", done.by()));
    return json;
  }

  private static ObjectNode review(WorkView.Review review) {
    ObjectNode json = ApiJson.object();
    json.put("id", review.id().toString());
    review.movedFrom().ifPresent(id -> json.put("movedFrom", id.toString()));
    review.ofWhom().ifPresent(whom -> json.put("of", whom));
    json.put("instruction", review.instruction());
    json.put("askedAt", review.askedAt().toString());
    json.put("askedBy", review.askedBy());
    review.due().ifPresent(due -> json.put("due", due.toString()));
    review
        .level()
        .ifPresent(
            level ->
                json.put("template", level.template())
                    .put("level", level.number())
                    .put("waits", level.waits()));
    review.result().ifPresent(result -> json.put("result", result));
    review
        .given()
        .ifPresent(given -> json.put("givenAt", given.at().toString()).put("givenBy", given.by()));
    return json;
  }
}
