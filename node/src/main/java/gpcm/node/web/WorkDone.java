package gpcm.node.web;

import gpcm.node.working.Held;
import gpcm.node.working.Named;
import gpcm.node.working.WorkLists;
import gpcm.node.working.WorkView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the page of a document says once somebody has done something with it. The address names the
 * act only, and nothing is said of what is not the last thing that they did.
 */
final class WorkDone {
  static final String REPLACEMENT_SEEN = "replacement-seen";

  private WorkDone() {}

  /** The sentence of an act, if whoever looks did it last. */
  static Optional<String> sentence(String done, WorkBox box, WorkLists lists) {
    if (done.equals(REPLACEMENT_SEEN)) {
      return box.marks().told()
          ? Optional.empty()
          : Optional.of("It is noted that you know about the change.");
    }
    List<WorkView.Line> history = box.view().history();
    Optional<WorkView.Line> last =
        history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
    return Arrays.stream(WorkAct.values())
        .filter(act -> act.path().equals(done))
        .filter(
            act ->
                last.filter(line -> line.person().equals(Optional.of(box.who().acting().person())))
                    .filter(
                        line ->
                            line.words().startsWith(begins(act))
                                || (act == WorkAct.NOTE && line.words().equals("corrected a note")))
                    .isPresent())
        .map(act -> sentence(act, box, lists))
        .findFirst();
  }

  /** How the history begins to say it. */
  private static String begins(WorkAct act) {
    return switch (act) {
      case TAKE -> "took it";
      case GIVE_BACK -> "gave it back";
      case ASSIGN -> "assigned it to";
      case NOTE -> "wrote a note";
      case TASK -> "opened a task";
      case TASK_DONE -> "did the task";
      case REVIEW -> "asked for a review";
      case REVIEW_TEMPLATE -> "began the reviews of the template";
      case REVIEW_RESULT -> "reviewed it";
      case WAIT -> "let it wait until";
      case COMPLETE -> "completed it";
      case REOPEN -> "reopened it";
      case TELL_SENDER -> "told the sender";
      case URGENT -> "marked it";
    };
  }

  private static String sentence(WorkAct act, WorkBox box, WorkLists lists) {
    return switch (act) {
      case TAKE -> "You have taken this document.";
      case GIVE_BACK -> "You have given this document back.";
      case ASSIGN ->
          box.work()
              .person()
              .or(box.work()::team)
              .map(
                  owner ->
                      assigned(owner, lists.held(box.entry().organisation(), owner), box.now()))
              .orElse("This document is assigned.");
      case NOTE -> "Your note is kept with this document.";
      case TASK -> "The task is open. The document can be completed once it is done.";
      case TASK_DONE -> "The task is done.";
      case REVIEW -> "The review is asked for. The document can be completed once it is given.";
      case REVIEW_TEMPLATE ->
          "The reviews are begun. The document can be completed once all of them are given.";
      case REVIEW_RESULT -> "Your review is kept with this document.";
      case WAIT ->
          box.work()
              .waitingUntil()
              .map(day -> "This document waits until %s.".formatted(Display.date(day)))
              .orElse("This document waits.");
      case COMPLETE -> "This document is completed.";
      case REOPEN -> "This document is open again.";
      case TELL_SENDER -> "It is noted what you told the sender. Nothing is sent by this.";
      case URGENT ->
          box.work().urgent()
              ? "This document is marked urgent."
              : "This document is not marked urgent any more.";
    };
  }

  private static String assigned(Named owner, Held held, Instant now) {
    return "Assigned to %s. %d open there%s."
        .formatted(
            owner.name(),
            held.open(),
            held.oldest().map(oldest -> ", oldest " + WorkWords.age(oldest, now)).orElse(""));
  }
}
