package gpcm.node.web;

import gpcm.node.people.Permission;
import gpcm.node.receiving.EntryHeading;
import gpcm.node.working.ListChoices;
import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import gpcm.node.working.Named;
import gpcm.node.working.Team;
import gpcm.node.working.WorkLists;
import gpcm.node.working.WorkRow;
import gpcm.node.working.WorkState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The worklist as it is shown: a view of it, filtered, in an order.
 *
 * @param view the view
 * @param sort the order
 * @param asked the filter, as the address names it
 * @param size how many rows a part has
 * @param listing the rows
 * @param counts how many documents each view has
 * @param total how many the filtered view has, or were found
 * @param found what was searched for; empty for a list that nothing was searched in
 * @param beside what stands beside the rows
 * @param now when it is shown
 */
record WorklistPage(
    ListView view,
    ListSort sort,
    Map<String, String> asked,
    PageSize size,
    Listing<WorkRow> listing,
    Map<ListView, Integer> counts,
    int total,
    String found,
    Beside beside,
    Instant now) {
  /**
   * What stands beside the rows.
   *
   * @param people who may have documents
   * @param teams and which teams
   * @param senders who has sent something; empty when there are too many to choose from
   * @param types what kinds of documents have come; empty when there are too many
   * @param saved the saved views
   * @param taken what whoever looks has just taken
   * @param ticked whether all rows are chosen
   * @param leavesOut whether documents of restricted records are not in this order
   */
  record Beside(
      List<Named> people,
      List<Team> teams,
      List<ListChoices.Choice> senders,
      List<ListChoices.Choice> types,
      List<SavedLists.Shown> saved,
      Optional<WorkRow> taken,
      boolean ticked,
      boolean leavesOut) {}

  List<Named> people() {
    return beside.people();
  }

  List<Team> teams() {
    return beside.teams();
  }

  /** A filter that is on, and the address of the list without it. */
  record Chip(String words, String without) {}

  /** An order that can be chosen by the head of a column. */
  record Column(String words, Optional<ListSort> sort) {}

  static final List<Column> COLUMNS =
      List.of(
          new Column("Patient", Optional.of(ListSort.PATIENT)),
          new Column("Document", Optional.empty()),
          new Column("From", Optional.of(ListSort.SENDER)),
          new Column("Received", Optional.of(ListSort.RECEIVED)),
          new Column("Owner", Optional.empty()),
          new Column("Due", Optional.of(ListSort.DUE)),
          new Column("State", Optional.of(ListSort.STATE)));

  String asked(String name) {
    return asked.getOrDefault(name, "");
  }

  boolean isFiltered() {
    return !asked.isEmpty();
  }

  boolean isSearch() {
    return !found.isEmpty();
  }

  /** The same filter in another view. */
  String address(ListView other) {
    return address(other, sort, size.said(), asked);
  }

  String address(ListSort other) {
    return address(view, other, size.said(), asked);
  }

  /** The same with so many rows on a page, whatever whoever looks has set for themselves. */
  String address(int rows) {
    return address(view, sort, OptionalInt.of(rows), asked);
  }

  /** The view without any filter. */
  String unfiltered() {
    return address(view, sort, size.said(), Map.of());
  }

  /** The list as it is, to come back to; what was searched for stands in no address. */
  String back() {
    return isSearch() ? "/worklist" : address(view, sort, size.said(), asked);
  }

  /** The same with every row chosen, or with none. */
  String ticking(boolean all) {
    return back() + (all ? "&ticked=true" : "");
  }

  /**
   * Whether it is worth showing how to take a document: nobody has it, or somebody for whom they
   * stand in, and they may open it.
   */
  boolean canTake(Frame frame, WorkRow row) {
    return row.work().state().open()
        && (row.work().person().isEmpty() || row.marks().covered())
        && frame.could(Permission.ASSIGN_TASK)
        && (!row.marks().confidential()
            || frame
                .person()
                .filter(each -> each.freely(Permission.OPEN_CONFIDENTIAL, false))
                .isPresent())
        && !frame.isRestricted(row);
  }

  /** Whether it is this list, whatever its order. */
  boolean isHere(SavedLists.Shown saved) {
    return !isSearch()
        && saved.address().equals("/worklist?" + WorkListsApi.query(view, sort, asked));
  }

  private static String address(
      ListView view, ListSort sort, OptionalInt rows, Map<String, String> asked) {
    return "/worklist?" + parameters(view, sort, rows, asked);
  }

  /** The page of a row's document, which leads back to this list and on in it. */
  String document(WorkRow row) {
    String place = "/worklist/" + row.id();
    boolean usual =
        view == ListView.ALL && sort == ListSort.DUE && size.said().isEmpty() && !isFiltered();
    return isSearch() || usual ? place : place + "?" + parameters(view, sort, size.said(), asked);
  }

  /**
   * A list as addresses name it.
   *
   * @param rows how many rows a part has, where they say it
   */
  static String parameters(
      ListView view, ListSort sort, OptionalInt rows, Map<String, String> asked) {
    return PageSize.behind(WorkListsApi.query(view, sort, asked), rows);
  }

  /** How a column is sorted, as the design system's table says it; null when it is not. */
  String sorted(Column column) {
    if (column.sort().filter(sort::equals).isEmpty()) {
      return null;
    }
    return sort == ListSort.RECEIVED ? "descending" : "ascending";
  }

  List<Chip> chips() {
    List<Chip> chips = new ArrayList<>();
    asked.forEach(
        (name, value) -> {
          Map<String, String> others = new LinkedHashMap<>(asked);
          others.remove(name);
          chips.add(new Chip(words(name, value), address(view, sort, size.said(), others)));
        });
    return chips;
  }

  private String words(String name, String value) {
    return switch (name) {
      case "state" -> "State: " + WorkState.of(value).words();
      case "action" -> value.equals("FA") ? "For action" : "For information";
      case "use-case" -> "Kind: " + useCase(value);
      case "type" -> "Type: " + name(beside.types(), value);
      case "sender" -> "From: " + name(beside.senders(), value);
      case "person" ->
          "Owner: "
              + people().stream()
                  .filter(each -> each.id().toString().equals(value))
                  .map(Named::name)
                  .findFirst()
                  .orElse("somebody else");
      case "team" ->
          "Team: "
              + teams().stream()
                  .filter(each -> each.id().toString().equals(value))
                  .map(Team::name)
                  .findFirst()
                  .orElse("another");
      case "received-from" -> "Received from " + day(value);
      case "received-to" -> "Received up to " + day(value);
      case "due-to" -> "Due up to " + day(value);
      case "urgent" -> "Urgent";
      case "confidential" -> "Confidential";
      case "coded" -> "Has coded entries";
      case "attachments" -> "Has attachments";
      case "warnings" -> "Has technical notes";
      case "replaced" -> "Replaced versions shown";
      default -> name;
    };
  }

  private static String name(List<ListChoices.Choice> choices, String code) {
    return choices.stream()
        .filter(each -> each.code().equals(code) && !each.name().isEmpty())
        .map(each -> Display.oneDirection(each.name()) + " (" + code + ")")
        .findFirst()
        .orElse(code);
  }

  private static String day(String value) {
    try {
      return Display.date(LocalDate.parse(value));
    } catch (DateTimeParseException e) {
      return value;
    }
  }

  static String useCase(String name) {
    return switch (name) {
      case "consultation-summary", "online-consultation" -> EntryHeading.kind(name, "");
      case "generic" -> "Other documents";
      default -> Display.words(name);
    };
  }

  /** The head above the rows. */
  String heading() {
    int shown = listing.rows().size();
    if (isSearch()) {
      return number(total)
          + " found"
          + (total > shown ? ", the newest " + shown + " are here" : "");
    }
    return isFiltered()
        ? "%s of %s".formatted(many(total), number(counts.getOrDefault(view, 0)))
        : number(total);
  }

  /** What the filters or the order keep away; empty when that is nothing. */
  String hidden() {
    if (beside.leavesOut()) {
      return "Documents of restricted records are in every order but this one.";
    }
    int all = counts.getOrDefault(view, 0);
    boolean known = all < WorkLists.COUNTED && total < all;
    return isFiltered() && known
        ? (all - total == 1 ? "1 is" : all - total + " are") + " hidden by the filters."
        : "";
  }

  private static String number(int count) {
    return count == 1 ? "1 document" : many(count) + " documents";
  }

  private static String many(int count) {
    return count >= WorkLists.COUNTED ? count + " or more" : Integer.toString(count);
  }

  /** Why there is no row. */
  String why() {
    if (isSearch()) {
      return "Nothing was received here for what you searched for.";
    }
    if (isFiltered()) {
      return "No document of this view fits the filters.";
    }
    return switch (view) {
      case MINE -> "You have no documents. What you take, or what is assigned to you, stands here.";
      case MY_TEAM -> "No team of yours has a document, or you are in no team.";
      case UNASSIGNED -> "Every document has an owner.";
      case NEEDS_MATCHING -> "Every document has its patient.";
      case IN_REVIEW -> "Nothing waits for a review.";
      case WAITING -> "Nothing waits for a day.";
      case OVERDUE -> "Nothing is late.";
      case DONE -> "Nothing was completed in the last 30 days.";
      case ALL -> "Nothing has been received yet.";
    };
  }

  /** Names the page. */
  String title() {
    return isSearch()
        ? "Worklist, found"
        : "Worklist, " + view.words().toLowerCase(java.util.Locale.ROOT);
  }
}
