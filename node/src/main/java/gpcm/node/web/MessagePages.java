package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.confirming.Confirmation;
import gpcm.node.journal.Alert;
import gpcm.node.people.Permission;
import gpcm.node.store.Keyset;
import gpcm.node.traffic.MessageGroup;
import gpcm.node.traffic.Origin;
import gpcm.node.traffic.TrafficMessage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /messages}: the messages of an organisation without anything of a patient, for whoever
 * runs the system; {@code /messages/{id}}: one with all that belongs to it, from where a second
 * person can be asked for what it says.
 */
final class MessagePages {
  private static final String PLACE = "/messages";

  private final Served served;
  private final Access access;
  private final MessageBytes messages;
  private final MessageTexts texts;

  MessagePages(Served served, Access access, MessageBytes messages, MessageTexts texts) {
    this.served = served;
    this.access = access;
    this.messages = messages;
    this.texts = texts;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::list);
    routes.post(PLACE, this::reasonOrName);
    Gets.add(routes, PLACE + "/{id}", this::one);
    routes.post(PLACE + "/{id}", this::one);
    routes.post(PLACE + "/{id}/text", this::text);
  }

  // Whoever has to say why they look says it to the address that they looked at; the same address
  // takes the name of a message whose bytes somebody wants.
  private void reasonOrName(Context context) throws IOException {
    Form form = Form.of(context);
    if (form.onlySaysWhy()) {
      access.require(context, Permission.SEE_DIAGNOSTICS, true);
      list(context);
      return;
    }
    Query.none(context);
    asked(context, messages.named(context, ConfirmationPages.name(form.text("message"))));
  }

  private void list(Context context) {
    Query query = MessagesAsked.query(context, PageSize.NAME, "after", "before");
    MessagesAsked asked = MessagesAsked.of(context, query);
    PageSize size = PageSize.of(context, query, served);
    Listing<TrafficMessage> listing = list(context, query, asked, size.rows(), served);
    Trail trail = Trail.of(context);
    trail.write(
        List.of(Seen.messages(context, listing.rows()).apply(trail.entry(Action.LIST_SEEN))));
    Pages.render(
        context,
        "messages.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "page",
            new MessagesPage(asked.asked(), size, listing)));
  }

  /** The part of that list that an address of the API or of a page names. */
  static Listing<TrafficMessage> list(
      Context context, Query query, MessagesAsked asked, int size, Served served) {
    return Listing.of(
        context,
        query,
        size,
        slice -> served.traffic().list(asked.part(slice)),
        each -> new Keyset(each.at(), each.id()));
  }

  private void one(Context context) {
    Query.none(context);
    MessageGroup group = group(context, served);
    Trail.of(context).shown(Seen.message(group));
    Pages.render(
        context,
        "messageGroup.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "group",
            group,
            "alerts",
            alerts(context, group, served)));
  }

  /** The message that the address names, with what belongs to it. */
  static MessageGroup group(Context context, Served served) {
    return served
        .traffic()
        .group(Caller.of(context).organisation(), Query.id(context))
        .orElseThrow(Query::missing);
  }

  /** The open alerts about a message and what belongs to it, as far as somebody sees them. */
  static List<Alert> alerts(Context context, MessageGroup group, Served served) {
    return group.exchange().stream()
        .flatMap(
            each ->
                each.origin() == Origin.ANSWER
                    ? Stream.empty()
                    : (each.origin() == Origin.DOCUMENT
                            ? served
                                .alerts()
                                .openOfDocument(OpenAlerts.seen(Caller.of(context)), each.id())
                            : served
                                .alerts()
                                .openOfReceived(OpenAlerts.seen(Caller.of(context)), each.id()))
                        .stream())
        .distinct()
        .toList();
  }

  private void text(Context context) throws IOException {
    Query.none(context);
    asked(context, messages.named(context, Query.id(context).toString(), texts::show));
  }

  private static void asked(Context context, Optional<Confirmation> asked) {
    asked.ifPresent(each -> context.redirect("/confirmations/" + each.id(), HttpStatus.SEE_OTHER));
  }
}
