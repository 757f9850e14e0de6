package gpcm.node.web;

import gpcm.node.people.Permission;
import gpcm.node.sending.FollowUp;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SentAct;
import gpcm.node.sending.SentLists;
import gpcm.node.sending.SentRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people do with sent documents on pages: each act is a form with its reason, what waits for
 * the final confirmation is looked at once more, and what was deleted after sending is followed up.
 */
final class SentActPages {
  private static final int MOST = 200;

  private final Served served;
  private final SentActsApi acts;
  private final SentLists lists;

  SentActPages(Served served, Access access) {
    this.served = served;
    this.acts = new SentActsApi(served.outbox(), access);
    this.lists = served.outbox().lists();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/outbox/follow-ups", this::followUps);
    routes.post("/outbox/follow-ups/{id}", this::close);
    for (SentAct act : SentAct.values()) {
      routes.post("/outbox/{id}/" + act.text(), context -> act(context, act));
    }
    Gets.add(routes, "/outbox/{id}/confirm", this::check);
    routes.post("/outbox/{id}/take", context -> own(context, true));
    routes.post("/outbox/{id}/give-back", context -> own(context, false));
  }

  private void act(Context context, SentAct act) throws IOException {
    SentPlace place = SentPlace.of(context);
    OutboxDocument document = acts.act(context, act);
    context.redirect(place.of(document.id()), HttpStatus.SEE_OTHER);
  }

  private void own(Context context, boolean take) throws IOException {
    SentPlace place = SentPlace.of(context);
    WorkFields.of(context);
    Caller caller = Caller.of(context);
    OutboxView mine = SeenOutbox.with(caller, Permission.WITHDRAW);
    OutboxDocument document =
        served.outbox().find(mine, Query.id(context)).orElseThrow(Query::missing);
    Optional<UUID> owner =
        caller.person().filter(unused -> take).map(person -> person.acting().person());
    boolean named = SeenOutbox.of(caller).named(served.outbox(), document);
    Trail.of(context)
        .handing(
            along -> lists.own(mine, document.id(), owner, along), Seen.document(document, named));
    context.redirect(place.of(document.id()), HttpStatus.SEE_OTHER);
  }

  /** The last look before it is sent: whom it is about, where it goes, and what is left out. */
  private void check(Context context) {
    SentPlace place = SentPlace.of(context);
    Caller caller = Caller.of(context);
    OutboxView mine = SeenOutbox.with(caller, Permission.CONFIRM_SEND);
    SentRow row = lists.find(mine, Query.id(context)).orElseThrow(Query::missing);
    boolean named = SeenOutbox.of(caller).named(served.outbox(), row.document());
    Trail.of(context).shown(Seen.document(row.document(), named));
    Pages.render(
        context,
        "outboxConfirm.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "place",
            place,
            "row",
            row,
            "named",
            named,
            "files",
            named ? served.outbox().files(mine, row.document().id()) : List.of()));
  }

  /** A follow-up with the report it is about. */
  record Followed(FollowUp followUp, SentRow row, boolean named) {}

  private void followUps(Context context) {
    Query.none(context);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    List<FollowUp> open = served.followUps().list(seen.view(), true, MOST);
    List<FollowUp> closed = served.followUps().list(seen.view(), false, MOST);
    List<SentRow> rows =
        lists.those(
            seen.view(),
            Stream.concat(open.stream(), closed.stream())
                .map(FollowUp::document)
                .distinct()
                .toList());
    Set<UUID> named = seen.named(served.outbox(), OutboxPages.documents(rows));
    Trail.of(context).shown(Seen.lists(context, OutboxPages.documents(rows), named, List.of()));
    Map<UUID, SentRow> byId =
        rows.stream().collect(Collectors.toMap(row -> row.document().id(), Function.identity()));
    Function<FollowUp, Followed> followed =
        each -> new Followed(each, byId.get(each.document()), named.contains(each.document()));
    Pages.render(
        context,
        "outboxFollowUps.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "open",
            open.stream().map(followed).toList(),
            "closed",
            closed.stream().map(followed).toList()));
  }

  private void close(Context context) throws IOException {
    Query.none(context);
    FollowUpsApi.close(context, served.followUps(), served.outbox());
    context.redirect("/outbox/follow-ups", HttpStatus.SEE_OTHER);
  }
}
