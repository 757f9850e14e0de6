package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SendingElsewhere;
import gpcm.node.sending.SentAct;
import gpcm.node.sending.SentLists;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.SentSort;
import gpcm.node.sending.SentView;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** {@code /outbox}: the lists of what is sent, and the page of each document. */
final class OutboxPages {
  private static final int FOUND_AT_MOST = 100;

  private final Served served;
  private final SentLists lists;
  private final SavedLists saved;

  OutboxPages(Served served, Access access) {
    this.served = served;
    this.saved = new SavedLists(new SavedOfOutbox(served), access);
    this.lists = served.outbox().lists();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/outbox", this::list);
    routes.post("/outbox/find", this::find);
    Gets.add(routes, "/outbox/{id}", this::document);
    routes.post("/outbox/{id}/resend", this::resend);
  }

  private void list(Context context) throws IOException {
    Query query = SentAsked.query(context, PageSize.NAME, "after", "before");
    SentAsked asked = SentAsked.of(context, query);
    PageSize size = PageSize.of(context, query, served);
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    requireNames(seen, asked.sort());
    Listing<SentRow> listing =
        Listing.of(
            context,
            query,
            size.rows(),
            slice -> lists.rows(asked.part(caller, seen.view(), slice).ofActs()),
            row -> new Keyset(row.document().acceptedAt(), row.document().id()));
    Map<UUID, List<SentRow>> together = lists.together(seen.view(), listing.rows());
    List<SentRow> all = all(listing.rows(), together);
    Trail.of(context).shown(Seen.lists(context, documents(all), named(seen, all), List.of()));
    show(context, seen, asked, size, listing, together, "");
  }

  /** Who is not shown names is not shown their order either. */
  static void requireNames(SeenOutbox seen, SentSort sort) {
    if (sort == SentSort.PATIENT && !seen.names()) {
      throw ProblemException.parameter(
          "sort", "sorts by a name that you may not see", "sort by something else");
    }
  }

  /** The rows with what stands within them. */
  private static List<SentRow> all(List<SentRow> rows, Map<UUID, List<SentRow>> together) {
    return Stream.concat(rows.stream(), together.values().stream().flatMap(List::stream))
        .distinct()
        .toList();
  }

  static List<OutboxDocument> documents(List<SentRow> rows) {
    return rows.stream().map(SentRow::document).toList();
  }

  private Set<UUID> named(SeenOutbox seen, List<SentRow> rows) {
    return seen.named(served.outbox(), documents(rows));
  }

  private void find(Context context) throws IOException {
    Query.none(context);
    String text = WorkFields.of(context, "find").needed("find", 100);
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    SentAsked asked =
        new SentAsked(SentView.ALL, SentSort.NEWEST, SentSearch.ofText(seen, text), Map.of());
    List<SentRow> found =
        lists.rows(asked.part(caller, seen.view(), Slice.newest(FOUND_AT_MOST)).ofActs());
    Map<UUID, List<SentRow>> together = lists.together(seen.view(), found);
    List<SentRow> all = all(found, together);
    Trail trail = Trail.of(context);
    trail.write(
        List.of(
            Seen.found(documents(all), named(seen, all))
                .apply(trail.entry(Action.PATIENT_SEARCHED).asked(text))));
    show(
        context,
        seen,
        asked,
        PageSize.USUAL,
        new Listing<>(found, Optional.empty(), Optional.empty()),
        together,
        text);
  }

  private void show(
      Context context,
      SeenOutbox seen,
      SentAsked asked,
      PageSize size,
      Listing<SentRow> listing,
      Map<UUID, List<SentRow>> together,
      String found)
      throws IOException {
    Caller caller = Caller.of(context);
    OptionalLong total =
        lists.count(asked.part(caller, seen.view(), Slice.newest(1)).ofActs(), SentLists.COUNTED);
    boolean choose =
        caller.could(Permission.RESEND_MANY)
            && listing.rows().stream()
                .map(SentRow::document)
                .anyMatch(each -> each.undelivered() && (seen.names() || each.unanswered()));
    OutboxPage page =
        new OutboxPage(
            asked,
            size,
            listing,
            lists.countsOfActs(seen.view()),
            total,
            found,
            seen.names(),
            named(seen, all(listing.rows(), together)),
            together,
            choose,
            caller.could(Permission.WITHDRAW)
                && listing.rows().stream()
                    .anyMatch(
                        row ->
                            SentBulkPages.ACTS.stream().anyMatch(act -> act.fits(row.document()))),
            BulkActing.could(caller),
            lists.leavesOut(asked.part(caller, seen.view(), Slice.newest(1))),
            saved.shown(context),
            served.clock().instant());
    Frame frame = Frame.of(context, served);
    Pages.render(
        context,
        "outbox.jte",
        Map.of(
            "frame",
            frame,
            "page",
            page,
            "pause",
            served.desk().pauses().of(frame.organisation())));
  }

  private void document(Context context) {
    SentPlace place = SentPlace.of(context);
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    OutboxView view = seen.view();
    SentRow row = lists.find(view, Query.id(context)).orElseThrow(Query::missing);
    OutboxDocument document = row.document();
    boolean resendable =
        caller.could(Permission.RESEND)
            && served.outbox().resendable(document)
            && served
                .outbox()
                .find(SeenOutbox.with(caller, Permission.RESEND), document.id())
                .isPresent();
    boolean named = seen.named(served.outbox(), document);
    List<SentRow> versions = lists.versions(view, row);
    Trail.of(context).shown(Seen.document(document, named));
    Map<String, Object> values = new HashMap<>();
    values.put("frame", Frame.of(context, served));
    values.put(
        "page",
        new SentPage(
            row,
            named,
            resendable,
            named && CorrectionPages.could(caller, document, versions),
            named ? elsewhere(caller, document) : Optional.empty(),
            acts(caller, document),
            row.owner().isPresent()
                && row.owner()
                    .map(SentRow.Owner::id)
                    .equals(caller.person().map(person -> person.acting().person())),
            named ? served.outbox().files(view, document.id()) : List.of(),
            served.outbox().timeline(view, document.id()),
            named ? served.outbox().lookUps(view, document.id()) : List.of(),
            lists.together(view, row),
            versions,
            place,
            place.around(document, lists, caller),
            served.clock().instant()));
    values.put("own", served.alerts().openOfDocument(OpenAlerts.seen(caller), document.id()));
    values.put("pause", served.desk().pauses().of(document.organisation()));
    Pages.render(context, "document.jte", values);
  }

  private List<SentAct> acts(Caller caller, OutboxDocument document) {
    return Arrays.stream(SentAct.values())
        .filter(act -> act.fits(document) && caller.could(act.permission()))
        .filter(
            act ->
                served
                    .outbox()
                    .find(SeenOutbox.with(caller, act.permission()), document.id())
                    .isPresent())
        .toList();
  }

  private Optional<SendingElsewhere.Offer> elsewhere(Caller caller, OutboxDocument document) {
    if (!caller.could(Permission.RESEND)) {
      return Optional.empty();
    }
    OutboxView mine = SeenOutbox.with(caller, Permission.RESEND);
    return served
        .outbox()
        .find(mine, document.id())
        .flatMap(own -> served.outbox().elsewhere().offered(mine, own));
  }

  private void resend(Context context) throws IOException {
    SentPlace place = SentPlace.of(context);
    // Where MESH says that it was collected, its page says so, and asks once more.
    boolean although =
        WorkFields.of(context, DocumentsApi.ALTHOUGH).flag(DocumentsApi.ALTHOUGH).orElse(false);
    boolean resent =
        DocumentsApi.resend(context, served.outbox(), SignerName.of(context), although);
    if (!resent) {
      Trail.ended(
          context, new ProblemException(ProblemKind.COLLECTED, "MESH says that it was collected"));
    }
    context.redirect(place.of(Query.id(context)), HttpStatus.SEE_OTHER);
  }
}
