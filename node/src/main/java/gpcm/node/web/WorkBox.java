package gpcm.node.web;

import gpcm.node.people.Permission;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.working.Named;
import gpcm.node.working.ReviewTemplate;
import gpcm.node.working.Team;
import gpcm.node.working.Work;
import gpcm.node.working.WorkRow;
import gpcm.node.working.WorkState;
import gpcm.node.working.WorkView;
import gpcm.node.working.Working;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The work on a document as its page shows it to somebody: what is open, and which forms they have.
 *
 * @param entry the document
 * @param view the work on it
 * @param coded how many coded entries of it are decided, in words; empty when it has none
 * @param place the list it was opened from
 * @param form what was sent and came to nothing
 * @param who looks at it
 * @param people who can be given something
 * @param teams and which teams
 * @param templates the reviews that can be begun together
 * @param marks what stands beside it in lists for whoever looks
 * @param once makes what the forms send the same when it is sent twice
 * @param now when the page is made
 */
record WorkBox(
    WorklistEntry entry,
    WorkView view,
    Optional<String> coded,
    ListPlace place,
    WorkForm form,
    Caller.Person who,
    List<Named> people,
    List<Team> teams,
    List<ReviewTemplate> templates,
    WorkRow.Marks marks,
    UUID once,
    Instant now) {

  Work work() {
    return view.work();
  }

  private boolean mine() {
    return work().person().filter(owner -> owner.id().equals(who.acting().person())).isPresent();
  }

  /** Whether whoever looks may do this now, with something or other. */
  boolean offers(WorkAct act) {
    return who.could(act.permission()) && fits(act);
  }

  private boolean fits(WorkAct act) {
    WorkState state = work().state();
    return switch (act) {
      case TAKE ->
          state.open()
              && (work().person().isEmpty()
                  || marks.covered()
                  || (mine() && (!work().started() || state == WorkState.WAITING)));
      case GIVE_BACK -> state.open() && (mine() || marks.covered());
      case ASSIGN, TASK, WAIT, COMPLETE, URGENT -> state.open();
      case REVIEW -> state.open() && work().matched();
      case REVIEW_TEMPLATE -> state.open() && work().matched() && !templates.isEmpty();
      case REVIEW_RESULT -> state.open() && view.open().reviews() > 0;
      case TASK_DONE -> view.open().tasks() > 0;
      case REOPEN ->
          state == WorkState.DONE
              && work().patient() != Work.Patient.NOT_OURS
              && (who.forAll(Permission.REOPEN_TASK) || hasCompletedIt());
      case NOTE, TELL_SENDER -> true;
    };
  }

  private boolean hasCompletedIt() {
    return work()
        .ending()
        .flatMap(Work.Ending::by)
        .filter(who.acting().person()::equals)
        .isPresent();
  }

  /** Where a form of this act goes. */
  String action(WorkAct act) {
    return action("/work/" + act.path());
  }

  /** An address under the page of the document, which comes back to the list. */
  String action(String path) {
    return place.under(entry.id(), path);
  }

  String id(WorkAct act, String item, String field) {
    return WorkForm.id(act, item, field);
  }

  /** What was typed into a field before; empty when nothing was. */
  String given(WorkAct act, String item, String field) {
    return form.is(act, item) ? form.given().getOrDefault(field, "") : "";
  }

  /** What is wrong with a field; empty when nothing is. */
  String error(WorkAct act, String item, String field) {
    return form.is(act, item) ? form.errors().getOrDefault(id(act, item, field), "") : "";
  }

  /** Whether what is folded has to be seen, since something is in it. */
  boolean unfolds(WorkAct act, String item) {
    return form.is(act, item);
  }

  /** What was typed into a form that is not shown any more; nothing of it is lost. */
  List<String> lost() {
    boolean shown = !form.isWrong() || (form.act().map(this::offers).orElse(true) && isItemOpen());
    return shown
        ? List.of()
        : form.given().entrySet().stream()
            .filter(
                each ->
                    List.of("text", "what", "instruction", "result", "why", "told")
                        .contains(each.getKey()))
            .map(each -> each.getValue())
            .toList();
  }

  private boolean isItemOpen() {
    return form.act()
        .map(
            act ->
                switch (act) {
                  case REVIEW_RESULT ->
                      view.reviews().stream()
                          .anyMatch(
                              each ->
                                  each.id().toString().equals(form.item())
                                      && each.given().isEmpty()
                                      && canGive(each));
                  case NOTE ->
                      form.item().isEmpty()
                          || view.notes().stream()
                              .anyMatch(each -> each.id().toString().equals(form.item()));
                  default -> true;
                })
        .orElse(true);
  }

  /** Whether it is whoever looks whose completion a second look is at. */
  boolean hasCompleted(WorkView.Review review) {
    return review.lookAt().filter(who.acting().person()::equals).isPresent();
  }

  /** Whether whoever looks can give a review that is open. */
  boolean canGive(WorkView.Review review) {
    return offers(WorkAct.REVIEW_RESULT) && !review.waits() && !hasCompleted(review);
  }

  /** What keeps it from being completed, in words. */
  List<String> blocking() {
    List<String> blocking = new ArrayList<>();
    if (!work().matched()) {
      blocking.add("its patient");
    }
    blocking.addAll(view.open().words());
    return blocking;
  }

  /** Who has it and until when, as a sentence. */
  String standing() {
    if (!work().state().open()) {
      return "";
    }
    String due = work().due().map(at -> " Due " + Display.time(at) + ".").orElse("");
    String covered = marks.covered() ? " You stand in for them." : "";
    return (mine() ? "You have it." : WorkWords.owner(work()) + " has it.") + covered + due;
  }

  /** The day it is in the United Kingdom, as date fields have it. */
  String today() {
    return LocalDate.ofInstant(now, Working.ZONE).toString();
  }

  /** The time it is there. */
  String time() {
    return LocalTime.ofInstant(now, Working.ZONE).truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** How a note is headed. */
  String heading(WorkView.Note note) {
    return switch (note.kind()) {
      case "call" -> told(note, "telephone");
      case "letter" -> told(note, "letter");
      default -> note.who() + ":";
    };
  }

  private static String told(WorkView.Note note, String how) {
    return "%s told the sender by %s: %s, %s."
        .formatted(
            note.who(), how, note.told().orElse(""), note.toldAt().map(Display::time).orElse(""));
  }

  /** The text of the note that this one corrects, if it is here. */
  Optional<WorkView.Note> corrected(WorkView.Note note) {
    return note.corrects()
        .flatMap(id -> view.notes().stream().filter(each -> each.id().equals(id)).findFirst());
  }

  boolean isCorrected(WorkView.Note note) {
    return view.notes().stream()
        .anyMatch(each -> each.corrects().filter(note.id()::equals).isPresent());
  }
}
