package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.Timeline;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SentLists;
import gpcm.node.sending.SentRow;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The lists of sent documents in the API: {@code GET /api/v1/documents} with a view, a filter or an
 * order, {@code POST /api/v1/documents-search} for whom they are about, and {@code GET
 * /api/v1/documents/changes} for what has become of them since.
 */
final class SentListsApi {
  private static final int COUNTED = 10_000;
  private static final int CHANGES_AT_MOST = 1000;
  private static final String CHANGES = "/api/v1/documents/changes";

  private final Served served;
  private final SentLists lists;

  SentListsApi(Served served) {
    this.served = served;
    this.lists = served.outbox().lists();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/documents", this::list);
    Gets.add(routes, CHANGES, this::changes);
    routes.post("/api/v1/documents-search", this::search);
  }

  private void list(Context context) {
    Query query = SentAsked.query(context, "organisation", "limit", "after", "before");
    int limit = query.number("limit", 1, 1000, 100);
    SentAsked asked = SentAsked.of(context, query);
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    OutboxPages.requireNames(seen, asked.sort());
    String organisation = seen.view().organisation();
    boolean own = query.text("organisation").orElse(organisation).equals(organisation);
    Listing<SentRow> listing =
        Listing.of(
            context,
            query,
            limit,
            slice -> own ? lists.rows(asked.part(caller, seen.view(), slice)) : List.of(),
            row -> new Keyset(row.document().acceptedAt(), row.document().id()));
    Set<UUID> named = named(seen, listing.rows());
    Trail.of(context)
        .shown(Seen.lists(context, OutboxPages.documents(listing.rows()), named, List.of()));
    ObjectNode json = json(listing.rows(), named, limit);
    if (own) {
      lists
          .count(asked.part(caller, seen.view(), Slice.newest(1)), COUNTED)
          .ifPresent(total -> json.put("total", total));
      if (context.queryParam("view") != null) {
        ObjectNode counts = json.putObject("counts");
        lists.counts(seen.view()).forEach((each, count) -> counts.put(each.text(), count));
      }
    } else {
      json.put("total", 0);
    }
    listing.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  private Set<UUID> named(SeenOutbox seen, List<SentRow> rows) {
    return seen.named(served.outbox(), OutboxPages.documents(rows));
  }

  private ObjectNode json(List<SentRow> rows, Set<UUID> named, int limit) {
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("documents");
    rows.forEach(
        row ->
            list.add(
                SentJson.of(row, named.contains(row.document().id()), served.clock().instant())));
    return json.put("limit", limit);
  }

  private void search(Context context) throws IOException {
    Query.none(context);
    WorkFields fields =
        WorkFields.of(
            context,
            Stream.concat(
                    SentAsked.NAMES.stream(),
                    Stream.of("name", "nhs-number", "born", "limit", "after"))
                .toArray(String[]::new));
    SentAsked asked = SentAsked.of(fields, Map.of());
    SentAsked wanted = asked.with(asked.filter().searching(SentSearch.of(fields)));
    int limit = limit(fields);
    Slice slice =
        fields
            .text("after", 32)
            .map(WorkListsApi::place)
            .map(edge -> Slice.after(edge, limit + 1))
            .orElseGet(() -> Slice.newest(limit + 1));
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    List<SentRow> found = lists.rows(wanted.part(caller, seen.view(), slice));
    List<SentRow> shown = found.subList(0, Math.min(limit, found.size()));
    Set<UUID> named = named(seen, shown);
    Trail trail = Trail.of(context);
    trail.write(
        List.of(
            Seen.found(OutboxPages.documents(shown), named)
                .apply(trail.entry(Action.PATIENT_SEARCHED).asked(SentSearch.words(fields)))));
    ObjectNode json = json(shown, named, limit);
    lists
        .count(wanted.part(caller, seen.view(), Slice.newest(1)), COUNTED)
        .ifPresent(total -> json.put("total", total));
    if (found.size() > limit) {
      json.put(
          "after",
          Cursor.write(
              new Keyset(
                  shown.getLast().document().acceptedAt(), shown.getLast().document().id())));
    }
    ApiJson.answer(context, json);
  }

  private static int limit(WorkFields fields) {
    int limit =
        fields
            .digits("limit", 4)
            .map(text -> text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0)
            .orElse(100);
    if (limit < 1 || limit > 1000) {
      throw WorkFields.wrong("limit", "must be a whole number from 1 to 1000", "correct it");
    }
    return limit;
  }

  private void changes(Context context) {
    Query query = new Query(context, "after", "limit");
    int limit = query.number("limit", 1, CHANGES_AT_MOST, CHANGES_AT_MOST);
    Optional<FeedPlace> after =
        query.value("after", SentListsApi::place, "what an earlier answer of this feed gave");
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    OutboxView view = seen.view();
    Timeline.Changes changes =
        served.outbox().changes(view.organisation(), after.orElse(FeedPlace.START), limit);
    List<SentRow> rows = lists.those(view, changes.documents());
    Set<UUID> named = named(seen, rows);
    Trail.of(context).shown(Seen.lists(context, OutboxPages.documents(rows), named, List.of()));
    ObjectNode json = json(rows, named, limit);
    json.put("more", changes.more());
    json.put("next", CHANGES + "?after=" + text(changes.place()) + "&limit=" + limit);
    ApiJson.answer(context, json);
  }

  private static String text(FeedPlace place) {
    return Long.toUnsignedString(place.transaction()) + "-" + place.id();
  }

  private static FeedPlace place(String text) {
    if (!text.matches("[0-9]{1,18}-[0-9]{1,18}")) {
      throw new IllegalArgumentException("no place in a feed");
    }
    String[] parts = text.split("-", -1);
    return new FeedPlace(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }
}
