package gpcm.node.web;

import gpcm.consultation.Consultation;
import gpcm.node.receiving.EntryHeading;
import gpcm.node.working.Named;
import gpcm.node.working.Outcome;
import gpcm.node.working.ReviewLevel;
import gpcm.node.working.ReviewTemplate;
import gpcm.node.working.Work;
import gpcm.node.working.WorkRow;
import gpcm.node.working.WorkState;
import gpcm.node.working.WorkView;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the work on received documents is put into words. */
final class WorkWords {
  private static final int MOST_TAGS = 3;

  private WorkWords() {}

  static String colour(WorkState state) {
    return switch (state) {
      case NEEDS_MATCHING -> "orange";
      case NEW -> "blue";
      case ASSIGNED -> "aqua-green";
      case IN_PROGRESS -> "yellow";
      case IN_REVIEW -> "purple";
      case WAITING, REPLACED -> "grey";
      case DONE -> "green";
      case REJECTED, NULL_AND_VOID -> "red";
    };
  }

  static boolean isOld(WorkRow row) {
    return row.work().state() == WorkState.REPLACED
        || row.work().state() == WorkState.NULL_AND_VOID;
  }

  static String kind(WorkRow row) {
    return Display.oneDirection(
        EntryHeading.kind(row.document().useCase(), row.document().title()));
  }

  /**
   * The subject line, made of what the document says rather than of what MESH could carry of it;
   * without the organisation where that is withheld, as of a confidential document (GPCM-SD-CS-030,
   * GPCM-SD-GE-014).
   */
  static String subject(WorkRow row) {
    WorkRow.About document = row.document();
    String seenAt =
        document.useCase().equals("consultation-summary")
            ? ", seen at " + document.senderName()
            : "";
    return Display.oneDirection(
        EntryHeading.line(
            document.useCase(),
            document.title(),
            row.patient().name(),
            row.patient().nhsNumber(),
            document.senderOds().isEmpty() ? "" : seenAt + ", ODS Code " + document.senderOds(),
            document.version()));
  }

  /** What stands beside the state, the weightiest first. */
  static List<String> marks(WorkRow row) {
    List<String> marks = new ArrayList<>();
    if (row.work().urgent()) {
      marks.add(WorkMark.URGENT.words());
    }
    if (row.marks().restrictedPatient()) {
      marks.add(WorkMark.RESTRICTED.words());
    }
    if (row.marks().confidential()) {
      marks.add(WorkMark.CONFIDENTIAL.words());
    }
    if (row.marks().told()) {
      marks.add(WorkMark.CHANGED.words());
    } else if (row.marks().replacement()) {
      marks.add(WorkMark.REPLACEMENT.words());
    }
    if (row.marks().coded() > 0) {
      marks.add(WorkMark.CODED.words());
    }
    return marks.subList(0, Math.min(marks.size(), MOST_TAGS - 1));
  }

  /** How long ago it was. */
  static String ago(Instant then, Instant now) {
    return Duration.between(then, now).toMinutes() < 1 ? "just now" : age(then, now) + " ago";
  }

  /** How old it is, in the largest unit that says enough. */
  static String age(Instant then, Instant now) {
    return spoken(Duration.between(then, now));
  }

  private static String spoken(Duration duration) {
    if (duration.toHours() < 1) {
      return count(duration.toMinutes(), "minute");
    }
    return duration.toDays() < 2
        ? count(duration.toHours(), "hour")
        : count(duration.toDays(), "day");
  }

  private static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /** Whether it is late itself, and not for the sake of something open. */
  static boolean isLate(WorkRow row, Instant now) {
    return row.work().due().filter(due -> due.isBefore(now)).isPresent();
  }

  /** How soon it is due, or how late it is. */
  static String due(Instant due, Instant now) {
    if (due.isBefore(now)) {
      Duration late = Duration.between(due, now);
      return late.toMinutes() < 1 ? "due now" : spoken(late) + " late";
    }
    LocalDate today = LocalDate.ofInstant(now, Consultation.UK_TIME);
    long days = ChronoUnit.DAYS.between(today, LocalDate.ofInstant(due, Consultation.UK_TIME));
    if (days == 0) {
      return "today";
    }
    return days == 1 ? "tomorrow" : "in " + days + " days";
  }

  /** How a document can end now: nothing but one thing while its patient is not known. */
  static List<Outcome> outcomes(Work work) {
    return work.matched() ? List.of(Outcome.values()) : List.of(Outcome.SENT_BACK);
  }

  /** With a capital. */
  static String begun(String words) {
    return words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
  }

  /** Who gives which level of a template, within which time, and what it is about. */
  static String levels(ReviewTemplate template) {
    StringBuilder words = new StringBuilder();
    int number = 1;
    for (ReviewLevel level : template.levels()) {
      words.append(
          "%sLevel %d, %s%s: %s"
              .formatted(
                  number == 1 ? "" : " ",
                  number,
                  level.of().words(),
                  level.due().isEmpty() ? "" : ", within " + level.due(),
                  Display.sentence(level.instruction())));
      number++;
    }
    return Display.oneDirection(words.toString());
  }

  /** Whom a task is for, and by when. */
  static String forWhom(WorkView.Task task) {
    return "For "
        + Display.oneDirection(task.forWhom().orElse("whoever has the document"))
        + task.due().map(day -> ", by " + Display.date(day)).orElse("");
  }

  /** Who has it; empty where nobody needs to. */
  static String owner(Work work) {
    return work.person()
        .or(work::team)
        .map(Named::name)
        .orElse(work.state().open() ? "Nobody" : "");
  }
}
