package gpcm.node.web;

import gpcm.exchange.Actor;
import gpcm.node.handover.HandOverItem;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.people.Permission;
import gpcm.node.receiving.WorklistEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the record system was offered of a document, as its page shows it to somebody.
 *
 * @param entry the document
 * @param items what was offered, in order
 * @param again what can be offered again by whoever looks
 * @param sent the form that came to nothing
 * @param now when the page is made
 */
record HandOverBox(
    WorklistEntry entry, List<HandOverItem> items, Set<UUID> again, Sent sent, Instant now) {
  /** Where the box is on the page. */
  static final String ID = "hand-over";

  /** What the address says once something was offered again, and the timeline. */
  static final String DONE = "offered-again";

  HandOverBox {
    items = List.copyOf(items);
    again = Set.copyOf(again);
  }

  /**
   * A form that came to nothing.
   *
   * @param item what it was to offer again; empty when no form was sent
   * @param reason what was typed
   * @param wrong what is wrong
   * @param ofReason whether it is the reason that is wrong
   */
  record Sent(Optional<UUID> item, String reason, String wrong, boolean ofReason) {
    static final Sent NOTHING = new Sent(Optional.empty(), "", "", false);
  }

  /** Of a document whose organisation hands over; empty where nothing is. */
  static Optional<HandOverBox> of(
      Served served, Caller.Person who, WorklistEntry entry, Sent sent) {
    if (!served.handOver().isOn(entry.organisation())) {
      return Optional.empty();
    }
    List<HandOverItem> items = served.handOver().ofEntry(entry.organisation(), entry.id());
    Set<UUID> again =
        who.could(Permission.COMPLETE_TASK)
            ? items.stream()
                .filter(served.handOver()::canBeOfferedAgain)
                .map(HandOverItem::id)
                .collect(Collectors.toSet())
            : Set.of();
    return Optional.of(new HandOverBox(entry, items, again, sent, served.clock().instant()));
  }

  String sentence(HandOverItem item) {
    return Display.sentence(HandOverWords.state(item, entry.heading().confidential(), now));
  }

  /** Why nothing was offered yet. */
  String notYet() {
    return switch (entry.state()) {
      case NEEDS_MATCHING ->
          "Not offered to it yet: first somebody says which patient it is about.";
      case NOT_KNOWN_HERE -> "Not offered to it, since its patient is not known here.";
      case TO_DO, TO_FILE -> "Not offered to it yet. It will be within moments.";
      case REPLACED, VOID -> "Not offered to it, and will not be.";
    };
  }

  /** Whether the form of an item has to be seen, since something is wrong in it. */
  boolean unfolds(HandOverItem item) {
    return sent.item().filter(item.id()::equals).isPresent();
  }

  String reason(HandOverItem item) {
    return unfolds(item) ? sent.reason() : "";
  }

  String error(HandOverItem item) {
    return unfolds(item) && sent.ofReason() ? sent.wrong() : "";
  }

  /** The id of the field for the reason. */
  static String field(UUID item) {
    return ID + "-reason-" + item;
  }

  /** What is wrong, by where it is. */
  Map<String, String> errors() {
    return sent.item()
        .map(
            item ->
                Map.of(sent.ofReason() && again.contains(item) ? field(item) : ID, sent.wrong()))
        .orElse(Map.of());
  }

  /**
   * What the page says once something was offered again; nothing when it was not, or somebody else
   * did it last.
   */
  Optional<String> done(String address, Caller.Person who, List<TimelineEvent> timeline) {
    return Optional.of("It is offered to the record system again.")
        .filter(unused -> address.equals(DONE))
        .filter(
            unused ->
                timeline.reversed().stream()
                    .filter(event -> event.kind().equals(DONE))
                    .findFirst()
                    .filter(event -> event.actor().equals(new Actor.Person(who.name()).text()))
                    .isPresent())
        .filter(
            unused ->
                items.stream()
                    .anyMatch(
                        item -> item.state() == HandOverItem.State.OFFERED && item.times() > 1));
  }
}
