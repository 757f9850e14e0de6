package gpcm.node.web;

import gpcm.node.receiving.WorklistEntry;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import gpcm.node.working.ListFilter;
import gpcm.node.working.ListQuery;
import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import gpcm.node.working.Viewer;
import gpcm.node.working.WorkLists;
import gpcm.node.working.WorkRow;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The list that a document was opened from, as the address of its page names it, so that one goes
 * back to it and on in it. Nothing of a patient is in it.
 *
 * @param view the view
 * @param sort the order
 * @param filter which documents of it
 * @param asked the same as addresses have it
 * @param rows how many rows a part of the list has, where the address says it
 * @param next the document that came next before this one was worked on; what is done with a
 *     document may take it to another place
 */
record ListPlace(
    ListView view,
    ListSort sort,
    ListFilter filter,
    Map<String, String> asked,
    OptionalInt rows,
    Optional<UUID> next) {
  private static final String NEXT = "next";

  /** What may stand in an address. */
  static final List<String> NAMES =
      Stream.concat(WorkListsApi.FILTERS.stream(), Stream.of("view", "sort", PageSize.NAME, NEXT))
          .toList();

  /** The documents beside one. */
  record Neighbours(Optional<UUID> previous, Optional<UUID> next) {}

  /** Of an address that says nothing else. */
  static ListPlace of(Context context, WorkListsApi lists) throws IOException {
    return of(context, query(context), lists);
  }

  /** What an address says, which may say where one came from and these other things. */
  static Query query(Context context, String... others) {
    return new Query(
        context, Stream.concat(NAMES.stream(), Arrays.stream(others)).toArray(String[]::new));
  }

  static ListPlace of(Context context, Query query, WorkListsApi lists) throws IOException {
    WorkFields fields = WorkFields.ofAddress(context, query, Set.copyOf(NAMES));
    Map<String, String> asked = WorkListsApi.asked(query);
    return new ListPlace(
        WorkListsApi.view(fields),
        WorkListsApi.sort(fields),
        lists.filter(context, fields),
        asked,
        PageSize.said(query),
        fields.id(NEXT));
  }

  private boolean isUsual() {
    return view == ListView.ALL && sort == ListSort.DUE && rows.isEmpty() && asked.isEmpty();
  }

  private String list() {
    return isUsual() ? "" : WorklistPage.parameters(view, sort, rows, asked);
  }

  /** The list. */
  String back() {
    return isUsual() ? "/worklist" : "/worklist?" + list();
  }

  /** The page of another document of the list. */
  String of(UUID entry) {
    return "/worklist/" + entry + (isUsual() ? "" : "?" + list());
  }

  /** As addresses under the page of a document have it; empty for the usual list. */
  String text() {
    return String.join(
        "&",
        Stream.of(list(), next.map(id -> NEXT + "=" + id).orElse(""))
            .filter(part -> !part.isEmpty())
            .toList());
  }

  /** The same for the hidden fields of a form that asks for a page. */
  Map<String, String> fields() {
    return WorkListsApi.parameters(text());
  }

  /** An address under the page of a document that comes back here. */
  String under(UUID entry, String path) {
    String query = text();
    return "/worklist/" + entry + path + (query.isEmpty() ? "" : "?" + query);
  }

  /** The page of a document, which says that something was done. */
  String done(UUID entry, String what) {
    return asking(entry, "done=" + what);
  }

  /** The page of a document, of which something more is asked. */
  String asking(UUID entry, String parameter) {
    String address = under(entry, "");
    return address + (address.contains("?") ? "&" : "?") + parameter;
  }

  /** The same with the document that comes next now: what is done may take this one elsewhere. */
  ListPlace goingOn(WorklistEntry entry, WorkLists lists, Viewer viewer) {
    return before(around(entry, lists, viewer).next());
  }

  private ListPlace before(Optional<UUID> other) {
    return new ListPlace(view, sort, filter, asked, rows, other);
  }

  /** What stands beside a document in the list, wherever the document itself is now. */
  Neighbours around(WorklistEntry entry, WorkLists lists, Viewer viewer) {
    Keyset here = new Keyset(entry.receivedAt(), entry.id());
    return new Neighbours(
        first(lists, viewer, Slice.before(here, 1)),
        next.filter(id -> !id.equals(entry.id()))
            .filter(id -> lists.find(viewer, id).isPresent())
            .or(() -> first(lists, viewer, Slice.after(here, 1))));
  }

  private Optional<UUID> first(WorkLists lists, Viewer viewer, Slice slice) {
    return lists.rows(new ListQuery(viewer, view, filter, sort, slice)).stream()
        .map(WorkRow::id)
        .findFirst();
  }
}
