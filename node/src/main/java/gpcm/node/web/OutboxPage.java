package gpcm.node.web;

import gpcm.exchange.DocumentState;
import gpcm.node.bulk.BulkKind;
import gpcm.node.sending.SentLists;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.SentSort;
import gpcm.node.sending.SentView;
import gpcm.node.sending.WhoHasIt;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The outbox as it is shown: a view of it, filtered, in an order.
 *
 * @param asked which
 * @param size how many rows a part has
 * @param listing the rows
 * @param counts how many documents each view has
 * @param total how many the filtered view has, or were found; empty when more than {@link
 *     SentLists#COUNTED}
 * @param found what was searched for; empty for a list that nothing was searched in
 * @param names whether patients are named at all
 * @param named the documents whose patient is
 * @param together of each document the other half of its act: its copies for information, or what
 *     it is a copy of
 * @param choose whether there is any that they could have sent again with others
 * @param acts whether there is any with which they could do something else
 * @param many what could be done with all that the list shows
 * @param leavesOut whether copies of received documents of restricted records are not in this order
 * @param saved the saved views of whoever looks
 * @param now when it is shown
 */
record OutboxPage(
    SentAsked asked,
    PageSize size,
    Listing<SentRow> listing,
    Map<SentView, Integer> counts,
    OptionalLong total,
    String found,
    boolean names,
    Set<UUID> named,
    Map<UUID, List<SentRow>> together,
    boolean choose,
    boolean acts,
    List<BulkKind> many,
    boolean leavesOut,
    List<SavedLists.Shown> saved,
    Instant now) {
  static final List<String> KINDS =
      List.of("consultation-summary", "online-consultation", "generic");

  /** A filter that is on, and the address of the list without it. */
  record Chip(String words, String without) {}

  /** An order that can be chosen by the head of a column. */
  record Column(String words, Optional<SentSort> sort) {}

  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    if (names) {
      columns.add(new Column("Patient", Optional.of(SentSort.PATIENT)));
    }
    columns.add(new Column("Consultation", Optional.of(SentSort.CONSULTATION)));
    columns.add(new Column("To", Optional.of(SentSort.RECIPIENT)));
    columns.add(new Column("Who has it now", Optional.empty()));
    columns.add(new Column("Handed in", Optional.of(handedIn())));
    return columns;
  }

  // The same head turns the order round.
  private SentSort handedIn() {
    return asked.sort() == SentSort.NEWEST ? SentSort.OLDEST : SentSort.NEWEST;
  }

  /** How a column is sorted, as the design system's table says it; null when it is not. */
  String sorted(Column column) {
    boolean byTime = asked.sort() == SentSort.NEWEST || asked.sort() == SentSort.OLDEST;
    boolean here =
        column.words().equals("Handed in")
            ? byTime
            : column.sort().filter(asked.sort()::equals).isPresent();
    return here ? (asked.sort().descending() ? "descending" : "ascending") : null;
  }

  String asked(String name) {
    return asked.asked().getOrDefault(name, "");
  }

  boolean isFiltered() {
    return !asked.asked().isEmpty();
  }

  boolean isSearch() {
    return !found.isEmpty();
  }

  String address(SentView other) {
    return address(other, asked.sort(), size.said(), asked.asked());
  }

  String address(SentSort other) {
    return address(asked.view(), other, size.said(), asked.asked());
  }

  /** The same with so many rows on a page, whatever whoever looks has set for themselves. */
  String address(int rows) {
    return address(asked.view(), asked.sort(), OptionalInt.of(rows), asked.asked());
  }

  /** Whether this is that saved view. */
  boolean isHere(SavedLists.Shown view) {
    return !isSearch()
        && view.view().query().equals(SentAsked.address(asked.view(), asked.sort(), asked.asked()));
  }

  /** The page of a document of the list, from which one comes back here. */
  String place(SentRow row) {
    return isSearch()
        ? "/outbox/" + row.document().id()
        : new SentPlace(asked, size.said()).of(row.document().id());
  }

  /** Whether it can be saved: nothing of a single patient is kept. */
  boolean isKept() {
    return !isSearch() && asked("encounter").isEmpty() && asked("id").isEmpty();
  }

  /** Whether something can be done with all that is shown here and on the other parts. */
  boolean doesMany() {
    return !many.isEmpty() && !isSearch() && !listing.rows().isEmpty();
  }

  /** What is filtered for, as fields of a form. */
  List<Map.Entry<String, String>> fields() {
    return asked.asked().entrySet().stream()
        .flatMap(
            each ->
                Stream.of(each.getValue().split(",", -1))
                    .map(value -> Map.entry(each.getKey(), value)))
        .toList();
  }

  String unfiltered() {
    return address(asked.view(), asked.sort(), size.said(), Map.of());
  }

  private static String address(
      SentView view, SentSort sort, OptionalInt rows, Map<String, String> asked) {
    String query = PageSize.behind(SentAsked.address(view, sort, asked), rows);
    return query.isEmpty() ? "/outbox" : "/outbox?" + query;
  }

  boolean isNamed(SentRow row) {
    return named.contains(row.document().id());
  }

  /** The other half of its act. */
  List<SentRow> together(SentRow row) {
    return together.getOrDefault(row.document().id(), List.of());
  }

  /** What the other half is to it. */
  static String half(SentRow other) {
    return other.document().addressee().copyOf().isPresent()
        ? "The copy for information"
        : "What this is a copy of";
  }

  WhoHasIt whoHasIt(SentRow row) {
    return isNamed(row) ? row.whoHasIt(now) : row.whoHasItUnnamed(now);
  }

  /** Whether there is any to choose. */
  boolean chooses() {
    return choose || acts;
  }

  /** Whether something could be done with it and others. */
  boolean canChoose(SentRow row) {
    return (choose && row.document().undelivered() && (names || row.document().unanswered()))
        || (acts && SentBulkPages.ACTS.stream().anyMatch(act -> act.fits(row.document())));
  }

  List<Chip> chips() {
    List<Chip> chips = new ArrayList<>();
    asked
        .asked()
        .forEach(
            (name, value) -> {
              Map<String, String> others = new LinkedHashMap<>(asked.asked());
              others.remove(name);
              chips.add(
                  new Chip(
                      words(name, value),
                      address(asked.view(), asked.sort(), size.said(), others)));
            });
    return chips;
  }

  private static String words(String name, String value) {
    return switch (name) {
      case "state" ->
          "State: "
              + String.join(
                  ", ", List.of(value.split(",", -1)).stream().map(Display::words).toList());
      case "use-case" -> "Kind: " + WorklistPage.useCase(value);
      case "recipient" -> "To: " + value;
      case "clinician" -> "Clinician: " + value;
      case "from" -> "Consultation from " + day(value);
      case "to" -> "Consultation up to " + day(value);
      case "code" -> "Code: " + value;
      case "resent" -> "Sent more than once";
      case "alert" -> "With an alert";
      case "encounter" -> "Encounter: " + value;
      case "id" -> "Called: " + value;
      default -> name;
    };
  }

  private static String day(String value) {
    try {
      return Display.date(LocalDate.parse(value));
    } catch (DateTimeParseException e) {
      return value;
    }
  }

  /** The head above the rows. */
  String heading() {
    int shown = listing.rows().size();
    String all =
        total.isEmpty()
            ? "More than %,d documents".formatted(SentLists.COUNTED)
            : number(total.getAsLong());
    if (isSearch()) {
      return total.isPresent() && total.getAsLong() <= shown
          ? all + " found"
          : all + " found, the newest " + shown + " are here";
    }
    return all;
  }

  private static String number(long count) {
    return count == 1 ? "1 document" : count + " documents";
  }

  /** What the filters or the order keep away; empty when that is nothing. */
  String hidden() {
    if (leavesOut) {
      return "Copies of received documents of restricted records are in every order but this one.";
    }
    int all = counts.getOrDefault(asked.view(), 0);
    boolean known =
        isFiltered() && all < SentLists.COUNTED && total.isPresent() && total.getAsLong() < all;
    long hidden = known ? all - total.getAsLong() : 0;
    return hidden == 0 ? "" : (hidden == 1 ? "1 is" : hidden + " are") + " hidden by the filters.";
  }

  /** Why there is no row. */
  String why() {
    if (isSearch()) {
      return "Nothing that you may see was sent from here for what you searched for.";
    }
    if (isFiltered()) {
      return "No documents like this.";
    }
    return switch (asked.view()) {
      case NEEDS_ATTENTION -> "Nothing needs a person.";
      case HELD -> "Nothing is held.";
      case WAITING -> "Nothing waits for its time.";
      case UNCONFIRMED -> "Nothing waits to be confirmed.";
      case ON_THE_WAY -> "Nothing is on the way.";
      case NO_ANSWER -> "Nothing has been left without an answer.";
      case ACCEPTED -> "Nothing has been accepted yet.";
      case NOT_ACCEPTED -> "Nothing was refused or lost.";
      case ALL -> "No documents. What is handed in to be sent stands here.";
    };
  }

  /** Names the page. */
  String title() {
    return isSearch() ? "Outbox, found" : "Outbox, " + asked.view().words().toLowerCase(Locale.UK);
  }

  static List<DocumentState> states() {
    return List.of(DocumentState.values());
  }

  static String colour(WhoHasIt who) {
    return switch (who.tone()) {
      case QUIET -> "grey";
      case MOVING -> "blue";
      case ACCEPTED -> "green";
      case DOUBTFUL -> "orange";
      case BAD -> "red";
    };
  }
}
