package gpcm.node.web;

import gpcm.node.handover.HandOverItem;
import gpcm.node.handover.HandOverItem.Answer;
import gpcm.node.handover.HandOverItem.Kind;
import gpcm.node.receiving.WorklistEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has become of a document in the record system, in words. */
final class HandOverWords {
  private HandOverWords() {}

  /** What an item tells the record system. */
  static String what(HandOverItem item) {
    return switch (item.kind()) {
      case DOCUMENT -> "The document";
      case REPLACED -> "That a newer version replaced it";
      case VOID -> "That it is void";
      case CODED -> "Its coded entries, as people decided on them";
    };
  }

  /** How an item stands, as a tag. */
  static String tag(HandOverItem item, Instant now) {
    return switch (item.state()) {
      case OFFERED ->
          item.isOverdue(now) ? "Overdue" : item.times() > 1 ? "Offered again" : "Offered";
      case ACCEPTED -> "Accepted";
      case REFUSED -> "Refused";
      case SUPERSEDED -> "Decided anew";
    };
  }

  static String colour(HandOverItem item, Instant now) {
    return switch (item.state()) {
      case OFFERED -> item.isOverdue(now) ? "orange" : "blue";
      case ACCEPTED -> "green";
      case REFUSED -> "red";
      case SUPERSEDED -> "grey";
    };
  }

  /**
   * How an item stands, without a capital.
   *
   * @param confidential whether what the record system says of it is left out
   */
  static String state(HandOverItem item, boolean confidential, Instant now) {
    return switch (item.state()) {
      case OFFERED -> offered(item, confidential, now);
      case ACCEPTED -> "accepted" + answered(item, confidential);
      case REFUSED -> "refused" + answered(item, confidential);
      case SUPERSEDED -> "to be offered again once all of them are decided on";
    };
  }

  private static String offered(HandOverItem item, boolean confidential, Instant now) {
    String again = item.times() > 1 ? "again (%d times in all) ".formatted(item.times()) : "";
    String before =
        item.answer().isPresent() ? "; it was refused before" + answered(item, confidential) : "";
    String late = item.isOverdue(now) ? ", and was due by " + Display.time(item.due()) : "";
    return "offered %son %s, not answered yet%s%s"
        .formatted(again, Display.time(item.offeredAt()), late, before);
  }

  private static String answered(HandOverItem item, boolean confidential) {
    String words = item.answer().map(Answer::words).orElse("");
    return item.answer().map(at -> " on " + Display.time(at.at())).orElse("")
        + (confidential || words.isEmpty() ? "" : ": " + words);
  }

  /**
   * Why an item is not offered again.
   *
   * @param holds whether nobody has decided anew since it was offered
   */
  static String notAgain(HandOverItem item, boolean holds, Instant now) {
    return "Nothing was offered again: "
        + (!item.counts()
            ? countsNoMore(item.entry().state())
            : !holds
                ? "people have decided anew on its coded entries. What they decide is offered by"
                    + " itself."
                : "only what was refused or is overdue can be. It is "
                    + state(item, item.entry().heading().confidential(), now)
                    + ".");
  }

  private static String countsNoMore(WorklistEntry.State document) {
    return switch (document) {
      case REPLACED -> "a newer version has replaced this document.";
      case VOID -> "this document is void.";
      case NEEDS_MATCHING, NOT_KNOWN_HERE, TO_DO, TO_FILE ->
          "its patient is not known to be registered here.";
    };
  }

  /** The newest word of the document and of its coded entries. */
  static String all(List<HandOverItem> items, boolean confidential, Instant now) {
    Optional<HandOverItem> document =
        items.reversed().stream().filter(item -> item.kind() != Kind.CODED).findFirst();
    Optional<HandOverItem> coded =
        items.reversed().stream().filter(item -> item.kind() == Kind.CODED).findFirst();
    return document
            .map(item -> ofDocument(item, confidential, now))
            .orElse("Not offered to it yet.")
        + coded.map(item -> " Coded entries: " + state(item, confidential, now) + ".").orElse("");
  }

  private static String ofDocument(HandOverItem item, boolean confidential, Instant now) {
    String state = state(item, confidential, now);
    return switch (item.kind()) {
      case DOCUMENT, CODED -> Display.sentence(state);
      case REPLACED -> "Withdrawn, since a newer version replaced it: " + state + ".";
      case VOID -> "Withdrawn, since it is void: " + state + ".";
    };
  }
}
