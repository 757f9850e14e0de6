package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.exchange.HoldKind;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SentAct;
import gpcm.node.sending.SentLists;
import gpcm.node.sending.SentRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * {@code /outbox/selected}: what is to be done with several documents of a list, shown with whom
 * they are about before it is done. Each is an act of its own: what cannot be done with one keeps
 * none of the others back, and what became of each is shown.
 */
final class SentBulkPages {
  static final List<SentAct> ACTS =
      List.of(SentAct.HOLD, SentAct.RELEASE, SentAct.SEND_NOW, SentAct.WITHDRAW, SentAct.GIVE_UP);

  private static final int MOST = 100;
  private static final int LONGEST = 500;

  private final Served served;
  private final Access access;
  private final SentLists lists;

  SentBulkPages(Served served, Access access) {
    this.served = served;
    this.access = access;
    this.lists = served.outbox().lists();
  }

  void add(RoutesConfig routes) {
    routes.post("/outbox/selected", this::preview);
    routes.post("/outbox/selected/done", this::act);
  }

  /**
   * One of them.
   *
   * @param named whether whom it is about is shown
   * @param refusal why nothing is done with it; empty when it is
   */
  record Each(SentRow row, boolean named, Optional<String> refusal) {}

  /** What was chosen. */
  private record Order(SentAct act, String reason, List<Each> all) {
    List<Each> can() {
      return all.stream().filter(each -> each.refusal().isEmpty()).toList();
    }

    List<Each> cannot() {
      return all.stream().filter(each -> each.refusal().isPresent()).toList();
    }
  }

  private Order order(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "act", "document", "reason");
    SentAct act =
        SentAct.of(fields.needed("act", WorkAct.LINE))
            .filter(ACTS::contains)
            .orElseThrow(
                () -> WorkFields.wrong("act", "cannot be done with several at once", "choose one"));
    List<UUID> ids = fields.ids("document", MOST);
    if (ids.isEmpty()) {
      throw WorkFields.wrong("document", "no document is chosen", "go back and choose some");
    }
    String reason = fields.needed("reason", LONGEST);
    access.require(context, act.permission(), true);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    OutboxView mine = SeenOutbox.with(Caller.of(context), act.permission());
    List<SentRow> rows = lists.those(seen.view(), ids);
    List<OutboxDocument> documents = OutboxPages.documents(rows);
    Set<UUID> named = seen.named(served.outbox(), documents);
    Set<UUID> allowed = served.outbox().among(mine, ids);
    return new Order(
        act,
        reason,
        rows.stream()
            .map(
                row ->
                    new Each(
                        row,
                        named.contains(row.document().id()),
                        refusal(act, row.document(), allowed)))
            .toList());
  }

  private static Optional<String> refusal(SentAct act, OutboxDocument document, Set<UUID> allowed) {
    if (!allowed.contains(document.id())) {
      return Optional.of("You may not do this with it.");
    }
    if (!act.fits(document)) {
      return Optional.of("This cannot be done with it as it stands.");
    }
    boolean restricted =
        document.progress().held().filter(hold -> hold.kind() == HoldKind.RESTRICTED).isPresent();
    return restricted && act == SentAct.RELEASE
        ? Optional.of("Its patient’s record is restricted: decide about it on its own page.")
        : Optional.empty();
  }

  private void preview(Context context) throws IOException {
    Order order = order(context);
    Trail trail = Trail.of(context);
    trail.write(List.of(seen(order).apply(trail.entry(Action.LIST_SEEN))));
    show(context, "outboxBulk.jte", order);
  }

  private static UnaryOperator<AuditEntry> seen(Order order) {
    List<OutboxDocument> documents =
        order.all().stream().map(each -> each.row().document()).toList();
    Set<UUID> named =
        order.all().stream()
            .filter(Each::named)
            .map(each -> each.row().document().id())
            .collect(Collectors.toSet());
    return Seen.found(documents, named);
  }

  private void act(Context context) throws IOException {
    Order order = order(context);
    String by = SignerName.of(context);
    OutboxView mine = SeenOutbox.with(Caller.of(context), order.act().permission());
    Trail trail = Trail.of(context);
    List<Each> became = new ArrayList<>();
    for (Each each : order.all()) {
      OutboxDocument document = each.row().document();
      boolean done =
          each.refusal().isEmpty()
              && served
                  .outbox()
                  .happens(
                      mine,
                      document.id(),
                      order.act().fact(document, by, order.reason()),
                      trail.along(
                          List.of(
                              Seen.document(document, each.named())
                                  .apply(trail.entry(order.act().action()))
                                  .changing(document.state().text(), order.act().text())
                                  .because(order.reason()))));
      became.add(
          done || each.refusal().isPresent()
              ? each
              : new Each(
                  each.row(),
                  each.named(),
                  Optional.of("It has gone on meanwhile. Nothing was done.")));
    }
    Order result = new Order(order.act(), order.reason(), became);
    trail.write(List.of(seen(result).apply(trail.entry(Action.LIST_SEEN))));
    show(context, "outboxBulkDone.jte", result);
  }

  private void show(Context context, String template, Order order) {
    Pages.render(
        context,
        template,
        Map.of(
            "frame",
            Frame.of(context, served),
            "act",
            order.act(),
            "reason",
            order.reason(),
            "can",
            order.can(),
            "cannot",
            order.cannot()));
  }
}
