package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertEvent;
import gpcm.node.journal.AlertGroup;
import gpcm.node.journal.AlertView;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.notifying.Notice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /alerts}: what a person must know, one problem a row, and what was closed lately; {@code
 * /alerts/{id}}: the problem that an alert belongs to, and what is done with it.
 */
final class AlertPages {
  private static final int MOST_CLOSED = 200;
  private static final int MOST_NOTICES = 50;

  private final Served served;
  private final AlertActs acts;

  AlertPages(Served served) {
    this.served = served;
    this.acts = new AlertActs(served.alerts());
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/alerts", this::list);
    Gets.add(routes, "/alerts/{id}", this::one);
    routes.post("/alerts/{id}/resolution", this::close);
    routes.post("/alerts/{id}/take", context -> done(context, acts::take));
    routes.post("/alerts/{id}/give-back", context -> done(context, acts::giveBack));
    routes.post("/alerts/{id}/comment", context -> done(context, acts::comment));
  }

  /**
   * What the page of one problem shows.
   *
   * @param named the alert that the address names
   * @param group the open ones of its cause; empty when none is
   * @param alerts some of these, the one that has stood longest first
   * @param events what was done with them, oldest first
   * @param notices who was told, newest first
   */
  record Shown(
      Alert named,
      Optional<AlertGroup> group,
      Listing<Alert> alerts,
      List<AlertEvent> events,
      List<Notice> notices) {
    Shown {
      events = List.copyOf(events);
      notices = List.copyOf(notices);
    }

    /** One line for everybody who sees it. */
    String title() {
      return group.map(AlertGroup::title).orElseGet(named::title);
    }

    /** Whom it leaves without what they need, as far as that is known from what kind it is. */
    String without() {
      return switch (named.kind()) {
        case SENT ->
            "The receiver. Until you know better, take it that nobody there has the document.";
        case RECEIVED -> "Whoever here should act on the document, and perhaps its sender.";
        case TECHNICAL -> "Nobody yet. While it lasts, documents may wait.";
        case SETTINGS -> "Nobody yet. What nothing is set for waits with nobody.";
      };
    }
  }

  private void list(Context context) {
    Query query = new Query(context, PageSize.NAME, "after", "state");
    if (AlertsApi.closed(query)) {
      closed(context);
      return;
    }
    int size = PageSize.of(context, query, served).rows();
    Optional<Long> after = query.value("after", Long::valueOf, Cursor.RULE);
    AlertView seen = OpenAlerts.seen(Caller.of(context));
    List<AlertGroup> groups = served.alerts().groups().soonest(seen, after, size + 1);
    List<AlertGroup> shown = groups.subList(0, Math.min(size, groups.size()));
    // Alerts go away as people deal with them, so the way back is to what is first now.
    Listing<AlertGroup> listing =
        new Listing<>(
            shown,
            after.map(last -> first(context, query)),
            groups.size() > size
                ? Optional.of(
                    Listing.address(context, "after", Long.toString(shown.getLast().first().id())))
                : Optional.empty());
    Trail.of(context).shown(Seen.problems(context, shown));
    Pages.render(
        context,
        "alerts.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "listing",
            listing,
            "reached",
            !served.channels().list(seen.organisation()).isEmpty()));
  }

  private void closed(Context context) {
    List<Alert> closed =
        served.alerts().closed(OpenAlerts.seen(Caller.of(context)), MOST_CLOSED + 1);
    List<Alert> shown = closed.subList(0, Math.min(MOST_CLOSED, closed.size()));
    Trail.of(context).shown(Seen.alerts(context, shown));
    Pages.render(
        context,
        "alertsClosed.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "alerts",
            shown,
            "more",
            closed.size() > shown.size()));
  }

  private void one(Context context) {
    Query query = new Query(context, PageSize.NAME, "after");
    show(context, query, query.value("after", Long::valueOf, Cursor.RULE).orElse(0L));
  }

  /** The list from its beginning. */
  private static String first(Context context, Query query) {
    String size = PageSize.parameter(PageSize.said(query));
    return context.path() + (size.isEmpty() ? "" : "?" + size);
  }

  private void show(Context context, Query query, long after) {
    int size = PageSize.of(context, query, served).rows();
    Caller caller = Caller.of(context);
    AlertView seen = OpenAlerts.seen(caller);
    Alert named = acts.seen(context);
    String cause = served.alerts().causeOf(seen.organisation(), named.id());
    List<Alert> alerts = served.alerts().openOfCause(seen, cause, after, size + 1);
    List<Alert> part = alerts.subList(0, Math.min(size, alerts.size()));
    AlertChannels channels = served.channels();
    Shown shown =
        new Shown(
            named,
            served.alerts().groups().find(seen, cause),
            new Listing<>(
                part,
                after == 0 ? Optional.empty() : Optional.of(first(context, query)),
                alerts.size() > size
                    ? Optional.of(
                        Listing.address(context, "after", Long.toString(part.getLast().id())))
                    : Optional.empty()),
            served.alerts().groups().events(seen, cause),
            channels.notices(seen.organisation(), cause, MOST_NOTICES));
    Trail trail = Trail.of(context);
    boolean theirs =
        shown.group().isPresent() && caller.could(OpenAlerts.CLOSING.get(named.kind()));
    trail.doing(
        () -> {
          if (theirs) {
            served.alerts().handling().seen(OpenAlerts.closable(caller), cause, caller.name());
          }
          return shown;
        },
        all ->
            List.of(
                Seen.alerts(context, seen(named, shown.group(), part))
                    .apply(trail.entry(Action.ALERT_SEEN))));
    Map<String, Object> values = new HashMap<>();
    values.put("frame", Frame.of(context, served));
    values.put("shown", shown);
    Pages.render(context, "alert.jte", values);
  }

  /** Whose text or title stands on the page. */
  private static List<Alert> seen(Alert named, Optional<AlertGroup> group, List<Alert> part) {
    return Stream.of(Stream.of(named), group.map(AlertGroup::first).stream(), part.stream())
        .flatMap(each -> each)
        .distinct()
        .toList();
  }

  private interface Doing {
    void with(Context context) throws IOException;
  }

  private static void done(Context context, Doing doing) throws IOException {
    doing.with(context);
    context.redirect("/alerts/" + AlertActs.id(context), HttpStatus.SEE_OTHER);
  }

  private void close(Context context) throws IOException {
    acts.close(context);
    context.redirect("/alerts", HttpStatus.SEE_OTHER);
  }
}
