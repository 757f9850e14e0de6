package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import gpcm.node.working.ListChoices;
import gpcm.node.working.ListFilter;
import gpcm.node.working.ListQuery;
import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import gpcm.node.working.Named;
import gpcm.node.working.Viewer;
import gpcm.node.working.WorkRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code /worklist}: its views, filtered and sorted by its address, and what is searched for by
 * name, number or birth date, which no address holds.
 */
final class WorklistPages {
  private static final int FOUND_AT_MOST = 100;
  private static final List<DateTimeFormatter> DAYS =
      Stream.of("uuuu-MM-dd", "d/M/uuuu", "d MMM uuuu", "d MMMM uuuu", "d-MMM-uuuu")
          .map(form -> DateTimeFormatter.ofPattern(form, Locale.UK))
          .toList();

  private final Served served;
  private final WorkListsApi lists;
  private final SavedLists saved;

  WorklistPages(Served served, Access access) {
    this.served = served;
    this.lists = new WorkListsApi(served, access);
    this.saved = new SavedLists(new SavedOfWorklist(served, access), access);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/worklist", this::list);
    routes.post("/worklist/find", this::find);
    Gets.add(routes, "/worklist/new", this::newer);
  }

  private void list(Context context) throws IOException {
    Set<String> allowed = new HashSet<>(WorkListsApi.FILTERS);
    allowed.addAll(List.of("view", "sort", PageSize.NAME, "after", "before"));
    List<String> ofPage = List.of("taken", "ticked");
    Query query =
        new Query(context, Stream.concat(allowed.stream(), ofPage.stream()).toArray(String[]::new));
    WorkFields fields = WorkFields.ofAddress(context, query, allowed);
    PageSize size = PageSize.of(context, query, served);
    Viewer viewer = WorkListsApi.viewer(context);
    ListView view = WorkListsApi.view(fields);
    ListSort sort = WorkListsApi.sort(fields);
    ListFilter filter = lists.filter(context, fields);
    Optional<WorkRow> taken = taken(viewer, query);
    Listing<WorkRow> listing =
        Listing.of(
            context,
            query,
            size.rows(),
            slice -> served.lists().rows(new ListQuery(viewer, view, filter, sort, slice)),
            row -> new Keyset(row.receivedAt(), row.id()));
    List<WorkRow> seen = Stream.concat(listing.rows().stream(), taken.stream()).distinct().toList();
    Trail.of(context).shown(Seen.asked(context).andThen(Seen.rows(seen))::apply);
    Map<String, String> asked = WorkListsApi.asked(query);
    show(
        context,
        page(
            context,
            view,
            sort,
            asked,
            size,
            listing,
            served.lists().count(viewer, view, filter),
            "",
            beside(context, taken, query.flag("ticked", false), sort)));
  }

  private void find(Context context) throws IOException {
    Query.none(context);
    String text = WorkFields.of(context, "find").needed("find", 100);
    ListFilter filter = ListFilter.NONE.searching(search(text));
    Viewer viewer = WorkListsApi.viewer(context);
    List<WorkRow> found =
        served
            .lists()
            .rows(
                new ListQuery(
                    viewer, ListView.ALL, filter, ListSort.RECEIVED, Slice.newest(FOUND_AT_MOST)));
    int total =
        found.size() < FOUND_AT_MOST
            ? found.size()
            : served.lists().count(viewer, ListView.ALL, filter);
    Trail trail = Trail.of(context);
    trail.write(List.of(Seen.rows(found).apply(trail.entry(Action.PATIENT_SEARCHED).asked(text))));
    show(
        context,
        page(
            context,
            ListView.ALL,
            ListSort.RECEIVED,
            Map.of(),
            PageSize.USUAL,
            new Listing<>(found, Optional.empty(), Optional.empty()),
            total,
            text,
            beside(context, Optional.empty(), false, ListSort.RECEIVED)));
  }

  /** What they have just taken, and still have: of anything else the page says nothing. */
  private Optional<WorkRow> taken(Viewer viewer, Query query) {
    return query
        .value("taken", UUID::fromString, "an id")
        .flatMap(id -> served.lists().find(viewer, id))
        .filter(row -> row.work().state().open())
        .filter(
            row ->
                row.work().person().map(Named::id).equals(viewer.person())
                    && row.work().person().isPresent());
  }

  private WorklistPage.Beside beside(
      Context context, Optional<WorkRow> taken, boolean ticked, ListSort sort) throws IOException {
    String organisation = Caller.of(context).organisation();
    ListChoices choices = served.lists().choices();
    Viewer viewer = WorkListsApi.viewer(context);
    return new WorklistPage.Beside(
        served.teams().people(organisation),
        served.teams().list(organisation),
        fewEnough(choices.senders(viewer)),
        fewEnough(choices.types(viewer)),
        saved.shown(context),
        taken,
        ticked,
        served.lists().leavesOut(viewer, sort));
  }

  private static List<ListChoices.Choice> fewEnough(List<ListChoices.Choice> all) {
    return all.size() > ListChoices.MOST ? List.of() : all;
  }

  /** How many have come since the page was made. A page that asks keeps no session from ending. */
  private void newer(Context context) {
    Query query = new Query(context, "since");
    Instant now = served.clock().instant();
    Instant asked =
        query
            .value("since", WorklistPages::instant, "a time such as 2026-03-31T14:30:00Z")
            .orElse(now);
    // A page that is older was left open over the holidays: it has enough that is new.
    Instant longAgo = now.minus(Duration.ofDays(30));
    Instant since = asked.isBefore(longAgo) ? longAgo : asked.isAfter(now) ? now : asked;
    Caller caller = Caller.of(context);
    int count =
        caller.could(Permission.SEE_WORKLIST)
            ? served.worklist().countSince(caller.organisation(), since)
            : 0;
    if (count == 0) {
      context.status(HttpStatus.NO_CONTENT);
    } else {
      Pages.render(context, "worklistNew.jte", Map.of("count", count));
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * A number is an NHS number, a day a birth date, what looks like an id an id, the rest a name.
   */
  static ListFilter.Search search(String text) {
    String digits = text.replace(" ", "");
    if (digits.matches("[0-9]{10}")) {
      return new ListFilter.Search(
          Optional.empty(), Optional.of(digits), Optional.empty(), Optional.empty());
    }
    Optional<LocalDate> day = day(text);
    if (day.isPresent()) {
      return new ListFilter.Search(Optional.empty(), Optional.empty(), day, Optional.empty());
    }
    if (text.matches("[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}")) {
      return new ListFilter.Search(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text));
    }
    return new ListFilter.Search(
        Optional.of(WorkSearch.name(text)), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Optional<LocalDate> day(String text) {
    for (DateTimeFormatter form : DAYS) {
      try {
        return Optional.of(LocalDate.parse(text, form));
      } catch (DateTimeParseException e) {
        // Then it is written otherwise.
      }
    }
    return Optional.empty();
  }

  private WorklistPage page(
      Context context,
      ListView view,
      ListSort sort,
      Map<String, String> asked,
      PageSize size,
      Listing<WorkRow> listing,
      int total,
      String found,
      WorklistPage.Beside beside) {
    Viewer viewer = WorkListsApi.viewer(context);
    return new WorklistPage(
        view,
        sort,
        asked,
        size,
        listing,
        served.lists().counts(viewer),
        total,
        found,
        beside,
        served.clock().instant());
  }

  private void show(Context context, WorklistPage page) {
    SecurityHeaders.allowSmallSteps(context);
    Pages.render(context, "worklist.jte", Map.of("frame", Frame.of(context, served), "page", page));
  }
}
