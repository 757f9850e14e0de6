package gpcm.node.web;

import gpcm.node.bulk.BulkAct;
import gpcm.node.bulk.BulkActs;
import gpcm.node.bulk.BulkLine;
import gpcm.node.confirming.Confirmation;
import gpcm.node.sending.SentRow;
import gpcm.node.store.Keyset;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code /outbox/bulk}: the same done with all documents of a list. It is counted before anything
 * is done, shows how far it is, can be stopped, and says afterwards what became of each.
 */
final class BulkActPages {
  private static final String PLACE = "/outbox/bulk";
  private static final int COUNTS = 20;

  private final Served served;
  private final BulkActing acting;
  private final BulkActs acts;

  BulkActPages(Served served, Access access) {
    this.served = served;
    this.acting = new BulkActing(served, access);
    this.acts = served.bulkActs();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::list);
    routes.post(PLACE, this::draft);
    Gets.add(routes, PLACE + "/{id}", this::show);
    routes.post(PLACE + "/{id}/start", this::start);
    routes.post(PLACE + "/{id}/ask", this::ask);
    routes.post(PLACE + "/{id}/stop", this::stop);
  }

  private void list(Context context) {
    Query query = new Query(context, PageSize.NAME, "after", "before");
    Caller caller = Caller.of(context);
    Listing<BulkAct> listing =
        Listing.of(
            context,
            query,
            PageSize.of(context, query, served).rows(),
            slice -> acting.list(caller, slice),
            act -> new Keyset(act.draftedAt(), act.id()));
    Trail.of(context).shown(Seen.count(context, listing.rows().size()));
    Pages.render(
        context, "bulkActs.jte", Map.of("frame", Frame.of(context, served), "listing", listing));
  }

  private void draft(Context context) throws IOException {
    go(context, acting.draft(context));
  }

  private void start(Context context) throws IOException {
    go(context, acting.start(context));
  }

  private void stop(Context context) throws IOException {
    go(context, acting.stop(context));
  }

  private static void go(Context context, BulkAct act) {
    context.redirect(PLACE + "/" + act.id(), HttpStatus.SEE_OTHER);
  }

  private void ask(Context context) throws IOException {
    Confirmation asked = acting.ask(context);
    context.redirect("/confirmations/" + asked.id(), HttpStatus.SEE_OTHER);
  }

  private void show(Context context) {
    Query query = new Query(context, PageSize.NAME, "from");
    PageSize size = PageSize.of(context, query, served);
    int from = query.number("from", 1, BulkAct.MOST, 1);
    BulkAct act = acting.find(context);
    Caller caller = Caller.of(context);
    SeenOutbox seen = SeenOutbox.of(caller);
    List<BulkLine> lines = acts.lines(act, from, size.rows());
    List<SentRow> rows =
        served.outbox().lists().those(seen.view(), lines.stream().map(BulkLine::document).toList());
    Set<UUID> named = seen.named(served.outbox(), OutboxPages.documents(rows));
    Trail.of(context).shown(Seen.lists(context, OutboxPages.documents(rows), named, List.of()));
    Pages.render(
        context,
        "bulkAct.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "page",
            new BulkActPage(
                act,
                acts.counts(act, COUNTS),
                acts.outcomes(act),
                from,
                size,
                lines,
                rows.stream()
                    .collect(Collectors.toMap(row -> row.document().id(), Function.identity())),
                named,
                BulkActing.mayStop(act, caller))));
  }
}
