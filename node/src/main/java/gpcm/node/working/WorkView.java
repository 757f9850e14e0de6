package gpcm.node.working;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The work on one received document, as whoever may open it sees it.
 *
 * @param work how it stands
 * @param open what keeps it from being completed
 * @param notes oldest first
 * @param tasks oldest first; the one that a document for action is itself is not among them
 * @param reviews oldest first
 * @param history what was done, oldest first
 * @param replaces the entries that this one has replaced, newest first
 */
public record WorkView(
    Work work,
    OpenItems open,
    List<Note> notes,
    List<Task> tasks,
    List<Review> reviews,
    List<Line> history,
    List<UUID> replaces) {
  /** Copies the lists. */
  public WorkView {
    notes = List.copyOf(notes);
    tasks = List.copyOf(tasks);
    reviews = List.copyOf(reviews);
    history = List.copyOf(history);
    replaces = List.copyOf(replaces);
  }

  /**
   * A note, or what the sender was told.
   *
   * @param entry the document it was written at: this one, or an earlier version of it
   * @param kind {@code note}, {@code call} or {@code letter}
   * @param told whom the sender was told by, when it is a call or a letter
   * @param toldAt and when
   * @param corrects the note that it corrects
   */
  public record Note(
      UUID id,
      UUID entry,
      String kind,
      String text,
      Optional<String> told,
      Optional<Instant> toldAt,
      Optional<UUID> corrects,
      Instant at,
      String who) {}

  /**
   * A task.
   *
   * @param movedFrom the earlier version of the document that it was opened at
   * @param forWhom the name of the person or team; empty for whoever has the document
   * @param done when and by whom
   */
  public record Task(
      UUID id,
      Optional<UUID> movedFrom,
      String what,
      Optional<String> forWhom,
      Optional<LocalDate> due,
      Instant openedAt,
      String openedBy,
      Optional<Signed> done) {}

  /**
   * A review.
   *
   * @param movedFrom the earlier version of the document that it was asked for at
   * @param ofWhom the name of the person or team; empty for any clinician
   * @param level which level of a template it is, when it is one
   * @param due until when it is to be given, when that is set
   * @param lookAt whose completion it is a second look at, when it is one
   * @param result in words, when it was given
   * @param given when and by whom
   */
  public record Review(
      UUID id,
      Optional<UUID> movedFrom,
      Optional<String> ofWhom,
      String instruction,
      Instant askedAt,
      String askedBy,
      Optional<Level> level,
      Optional<Instant> due,
      Optional<UUID> lookAt,
      Optional<String> result,
      Optional<Signed> given) {
    /** Whether nobody is asked for it yet: the level before it has no result. */
    public boolean waits() {
      return given.isEmpty() && level.filter(Level::waits).isPresent();
    }
  }

  /**
   * A level of a template of reviews.
   *
   * @param template what it is called
   * @param number 1 is the first
   * @param waits whether the level before it has no result yet, so that nobody is asked
   */
  public record Level(String template, int number, boolean waits) {}

  /** When and by whom. */
  public record Signed(Instant at, String by) {}

  /**
   * A line of the history: who did what.
   *
   * @param person who; empty for the node itself and for machines
   */
  public record Line(Instant at, Optional<UUID> person, String who, String words) {
    /** As a sentence. */
    public String sentence() {
      return who + " " + words + ".";
    }
  }
}
