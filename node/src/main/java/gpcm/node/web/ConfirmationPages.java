package gpcm.node.web;

import gpcm.node.confirming.Confirmation;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.store.Keyset;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Pages of what waits for a second person, for those who asked and those who may confirm. */
final class ConfirmationPages {
  private final Served served;
  private final Confirming confirming;
  private final MessageBytes messages;

  ConfirmationPages(Served served, Confirming confirming, MessageBytes messages) {
    this.served = served;
    this.confirming = confirming;
    this.messages = messages;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/confirmations", this::list);
    Gets.add(routes, "/confirmations/{id}", this::show);
    Gets.add(routes, "/confirmations/{id}/message", messages::fetch);
    routes.post("/confirmations/{id}/confirm", this::confirm);
    routes.post("/confirmations/{id}/refuse", this::refuse);
    routes.post("/confirmations/{id}/withdraw", this::withdraw);
    routes.post("/confirmations", this::askToResend);
    routes.post("/outbox/{id}/message", context -> asked(context, messages.sent(context)));
    routes.post("/worklist/{id}/message", context -> asked(context, messages.received(context)));
  }

  private void list(Context context) {
    Query query = new Query(context, PageSize.NAME, "after", "before");
    int size = PageSize.of(context, query, served).rows();
    Listing<Confirmation> listing = list(context, query, size, served);
    Trail.of(context).shown(Seen.count(context, listing.rows().size()));
    Pages.render(
        context,
        "confirmations.jte",
        Map.of("frame", Frame.of(context, served), "listing", listing));
  }

  /** The part of what somebody sees that an address of the API or of a page names. */
  static Listing<Confirmation> list(Context context, Query query, int size, Served served) {
    Caller.Person person = Confirming.person(context);
    return Listing.of(
        context,
        query,
        size,
        slice -> served.confirmations().list(Confirming.view(person), slice),
        each -> new Keyset(each.askedAt(), each.id()));
  }

  private void show(Context context) {
    Query.none(context);
    Confirmation asked = confirming.find(context);
    List<OutboxDocument> documents = confirming.documents(asked);
    Caller.Person person = Confirming.person(context);
    Set<UUID> named =
        Confirming.names(person)
            ? SeenOutbox.of(person).named(served.outbox(), documents)
            : Set.of();
    Trail.of(context).shown(Seen.lists(context, documents, named, List.of()));
    Pages.render(
        context,
        "confirmation.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "asked",
            asked,
            "standing",
            Confirming.standing(asked, person, served.clock().instant()),
            "documents",
            documents,
            "named",
            named,
            "many",
            confirming.many(asked)));
  }

  private void confirm(Context context) {
    confirming.confirm(context);
    context.redirect("/confirmations/" + Query.id(context), HttpStatus.SEE_OTHER);
  }

  private void refuse(Context context) throws IOException {
    confirming.refuse(context);
    context.redirect("/confirmations/" + Query.id(context), HttpStatus.SEE_OTHER);
  }

  private void withdraw(Context context) {
    confirming.withdraw(context);
    context.redirect("/confirmations/" + Query.id(context), HttpStatus.SEE_OTHER);
  }

  private void askToResend(Context context) throws IOException {
    List<UUID> ids = Form.of(context).all("document").stream().map(ConfirmationPages::id).toList();
    Confirmation asked = confirming.askToResend(context, ids);
    context.redirect("/confirmations/" + asked.id(), HttpStatus.SEE_OTHER);
  }

  /** What somebody calls a message. */
  static String name(Optional<String> given) {
    return given
        .map(String::strip)
        .filter(name -> name.matches("[A-Za-z0-9_-]{1,100}"))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemKind.INVALID_ENTRY,
                    "name the message by MESH's id or this node's: letters, digits, _ and -, 100 at"
                        + " most"));
  }

  /** An id that somebody gives of a document. */
  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemKind.INVALID_ENTRY, "what is named as a document is no id of one");
    }
  }

  private static void asked(Context context, Optional<Confirmation> asked) {
    asked.ifPresent(each -> context.redirect("/confirmations/" + each.id(), HttpStatus.SEE_OTHER));
  }
}
