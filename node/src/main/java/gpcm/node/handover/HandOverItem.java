package gpcm.node.handover;

import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that a record system is to know: that a document is here, or that one it was offered
 * does not count any more. It keeps its id however often it is offered.
 *
 * @param id its id, the same at every offer
 * @param position its place in the feed; another one at every offer
 * @param kind what is to be known
 * @param entry the document it is about, as it is now
 * @param files the document's files, the primary one first, of the kind that brings them
 * @param confirmed what people confirmed of its coded entries, of the kind that brings them
 * @param state what has become of it
 * @param times how many times it was offered, 1 or more
 * @param offeredAt when it was offered last
 * @param due until when it should be answered
 * @param answer the last answer; empty when there is none
 */
public record HandOverItem(
    UUID id,
    long position,
    Kind kind,
    WorklistEntry entry,
    List<WorklistFile> files,
    Optional<ConfirmedContent> confirmed,
    State state,
    int times,
    Instant offeredAt,
    Instant due,
    Optional<Answer> answer) {

  public HandOverItem {
    files = List.copyOf(files);
  }

  /** What is to be known. */
  public enum Kind {
    /** A document is here, to be kept with its files. */
    DOCUMENT,
    /** A newer version has taken the place of one that was offered. */
    REPLACED,
    /** One that was offered is void: nobody is to rely on it. */
    VOID,
    /** People have decided on a document's coded entries: these are all that they confirmed. */
    CODED;

    /** The name in the database and the API, such as {@code document}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** What has become of it. */
  public enum State {
    /** The record system has not answered yet. */
    OFFERED,
    ACCEPTED,
    /** A person has been told, and can have it offered again. */
    REFUSED,
    /** What it said holds no more, since people decided anew; another item says what does. */
    SUPERSEDED;

    /** The name in the database and the API, such as {@code offered}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * What a record system answered.
   *
   * @param at when
   * @param by the name of the machine, or the person, that answered
   * @param words what it calls the document, or why it refused; may be empty
   */
  public record Answer(Instant at, String by, String words) {}

  /** Whether it should have been answered. */
  public boolean isOverdue(Instant now) {
    return state == State.OFFERED && due.isBefore(now);
  }

  /**
   * Whether there is still a reason to say it: not that a document is here which was replaced, is
   * void or is of no known patient.
   */
  public boolean counts() {
    return switch (kind) {
      case REPLACED, VOID -> true;
      case DOCUMENT, CODED ->
          entry.state() == WorklistEntry.State.TO_DO
              || entry.state() == WorklistEntry.State.TO_FILE;
    };
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "HandOverItem[" + id + ", " + kind.text() + ", " + state.text() + "]";
  }
}
