package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.content.ContentStore;
import gpcm.node.escalating.Escalations;
import gpcm.node.people.Permission;
import gpcm.node.receiving.BusinessDecisions;
import gpcm.node.receiving.Worklist;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import gpcm.node.working.Working;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code /api/v1/worklist}: what was received, and its documents. */
final class WorklistApi {
  private final Worklist worklist;
  private final Working working;
  private final BusinessDecisions decisions;
  private final Escalations escalations;
  private final ContentStore content;
  private final Access access;
  private final WorkListsApi lists;

  WorklistApi(Served served, Access access) {
    this.access = access;
    this.lists = new WorkListsApi(served, access);
    this.worklist = served.worklist();
    this.working = served.working();
    this.decisions = served.decisions();
    this.escalations = served.escalations();
    this.content = served.content();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/worklist", this::list);
    Gets.add(routes, "/api/v1/worklist/{id}", this::show);
    Gets.add(routes, "/api/v1/worklist/{id}/files/{n}", this::file);
  }

  private void list(Context context) throws IOException {
    if (WorkListsApi.isAsked(context)) {
      lists.list(context);
      return;
    }
    Query query = new Query(context, "organisation", "replaced", "limit", "after", "before");
    int limit = query.number("limit", 1, 1000, 100);
    Listing<WorklistEntry> entries = list(context, query, limit, worklist);
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("entries");
    Trail.of(context).shown(Seen.lists(context, List.of(), Set.of(), entries.rows()));
    Caller caller = Caller.of(context);
    shown(caller, entries.rows())
        .forEach(
            entry -> {
              ObjectNode row = ApiJson.entry(entry);
              list.add(isClosed(caller, entry) ? row.without(List.of("title", "warnings")) : row);
            });
    json.put("limit", limit);
    asked(context, query)
        .map(
            own ->
                worklist.count(
                    new WorklistQuery(Optional.of(own), replaced(query), Slice.newest(limit))))
        .orElse(OptionalLong.of(0))
        .ifPresent(total -> json.put("total", total));
    entries.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  /** Whether rows of confidential documents are all that somebody may see of them. */
  static boolean closed(Caller caller) {
    return !caller.freely(Permission.OPEN_CONFIDENTIAL, false);
  }

  /** Whether its row is all that somebody may see of a document. */
  static boolean isClosed(Caller caller, WorklistEntry entry) {
    return (entry.heading().confidential() && closed(caller))
        || (entry.restrictedPatient() && !caller.opensRestricted());
  }

  /** Rows as somebody is shown them: without the titles of what they may not open. */
  static List<WorklistEntry> shown(Caller caller, List<WorklistEntry> rows) {
    return rows.stream().map(entry -> isClosed(caller, entry) ? entry.unopened() : entry).toList();
  }

  /** The part of the worklist that an address of the API or of a page names. */
  static Listing<WorklistEntry> list(Context context, Query query, int size, Worklist worklist) {
    Optional<String> asked = asked(context, query);
    boolean replaced = replaced(query);
    return Listing.of(
        context,
        query,
        size,
        slice ->
            asked
                .map(own -> worklist.list(new WorklistQuery(Optional.of(own), replaced, slice)))
                .orElse(List.of()),
        entry -> new Keyset(entry.receivedAt(), entry.id()));
  }

  /** The caller's organisation; nothing where they ask for another than their own. */
  private static Optional<String> asked(Context context, Query query) {
    String own = Caller.of(context).organisation();
    return query.text("organisation").orElse(own).equals(own) ? Optional.of(own) : Optional.empty();
  }

  /** Entries that a newer version replaced are listed unless asked otherwise. */
  static boolean replaced(Query query) {
    return query.flag("replaced", true);
  }

  private void show(Context context) throws IOException {
    WorklistEntry entry = find(context);
    Trail.of(context).shown(Seen.entry(entry));
    ObjectNode json = ApiJson.entry(entry);
    json.set("files", ApiJson.entryFiles(entry, worklist.files(entry.organisation(), entry.id())));
    working
        .find(entry.organisation(), entry.id())
        .ifPresent(view -> json.set("work", WorkJson.of(view)));
    decisions
        .find(entry.organisation(), entry.id())
        .ifPresent(decision -> json.set("decision", DecisionsApi.json(decision)));
    escalations
        .ofEntry(entry.organisation(), entry.id())
        .ifPresent(escalation -> json.set("escalation", DecisionsApi.json(escalation)));
    json.set("timeline", ApiJson.timeline(worklist.timeline(entry)));
    ApiJson.answer(context, json);
  }

  private void file(Context context) throws IOException {
    int ordinal = Query.ordinal(context);
    WorklistEntry entry = find(context);
    if (Caller.of(context).person().isPresent()) {
      access.require(context, Permission.TAKE_OUT, false);
    }
    WorklistFile file =
        worklist.files(entry.organisation(), entry.id()).stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    Trail.of(context).shown(Seen.file(entry, ordinal, file.content()));
    ContentAnswer.send(context, content, file.content(), file.contentType(), file.title());
  }

  private WorklistEntry find(Context context) throws IOException {
    Query.none(context);
    return find(context, worklist, access);
  }

  /** The entry that the address names, if whoever asks may open it. */
  static WorklistEntry find(Context context, Worklist worklist, Access access) throws IOException {
    WorklistEntry entry = named(context, worklist);
    requireOpenable(context, entry, access);
    return entry;
  }

  /**
   * The entry that the address names, if whoever asks may give it to somebody: of a restricted
   * record they need not open it, so that somebody who may comes to it.
   */
  static WorklistEntry findToAssign(Context context, Worklist worklist, Access access)
      throws IOException {
    WorklistEntry entry = named(context, worklist);
    requireConfidential(context, entry, access);
    return entry;
  }

  private static WorklistEntry named(Context context, Worklist worklist) {
    return worklist
        .find(Caller.of(context).organisation(), Query.id(context))
        .orElseThrow(Query::missing);
  }

  /** Makes sure that whoever asks may open an entry of theirs. */
  static void requireOpenable(Context context, WorklistEntry entry, Access access)
      throws IOException {
    requireConfidential(context, entry, access);
    if (entry.restrictedPatient()) {
      access.requireRestricted(context);
    }
  }

  private static void requireConfidential(Context context, WorklistEntry entry, Access access)
      throws IOException {
    if (entry.heading().confidential()) {
      access.require(context, Permission.OPEN_CONFIDENTIAL, false);
    }
  }
}
