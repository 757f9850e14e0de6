package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.node.confirming.AskedItem;
import gpcm.node.confirming.Confirmation;
import gpcm.node.content.StoredContent;
import gpcm.node.people.Permission;
import gpcm.node.receiving.ReceivedMessage;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.traffic.Traffic;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Messages as they are sent or were received, by their bytes. Who needs no second person is given
 * them at once; everybody else asks for them here, and fetches them when they are confirmed.
 */
final class MessageBytes {
  private static final String UNKNOWN = "application/octet-stream";

  private final Served served;
  private final Access access;
  private final Confirming confirming;

  MessageBytes(Served served, Access access, Confirming confirming) {
    this.served = served;
    this.access = access;
    this.confirming = confirming;
  }

  /** A message, as it can be asked for. */
  record Message(AskedItem item, UnaryOperator<AuditEntry> seen) {
    StoredContent content() {
      return item.content().orElseThrow();
    }
  }

  /** Shows a message to somebody who may see it. */
  interface Showing {
    void show(Context context, Message message) throws IOException;
  }

  /**
   * The message of a document of the outbox.
   *
   * @return what was asked for; empty when the message is the answer
   */
  Optional<Confirmation> sent(Context context) throws IOException {
    return answer(
        context, sent(context, Query.id(context)).orElseThrow(Query::missing), this::give);
  }

  /** The same for an entry of the worklist. */
  Optional<Confirmation> received(Context context) throws IOException {
    return answer(
        context, received(context, Query.id(context)).orElseThrow(Query::missing), this::give);
  }

  /**
   * The same for a message that is named by this node's id of it or of its document or entry, or by
   * MESH's.
   */
  Optional<Confirmation> named(Context context, String name) throws IOException {
    return named(context, name, this::give);
  }

  /**
   * The same.
   *
   * @param showing how it is shown to who needs no second person
   */
  Optional<Confirmation> named(Context context, String name, Showing showing) throws IOException {
    return answer(
        context,
        found(context, name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemKind.NOT_FOUND,
                        "your organisation has sent and received no message that is called so")),
        showing);
  }

  private Optional<Message> found(Context context, String name) throws IOException {
    String organisation = Caller.of(context).organisation();
    Optional<UUID> id = id(name);
    if (id.isPresent()) {
      Optional<Message> sent = sent(context, id.get());
      Optional<Message> message = sent.isPresent() ? sent : received(context, id.get());
      if (message.isPresent()) {
        return message;
      }
    }
    Optional<OutboxDocument> document = served.outbox().ofMesh(OutboxView.of(organisation), name);
    return document.isPresent()
        ? sent(context, document.get().id())
        : taken(context, organisation, name);
  }

  private static Optional<UUID> id(String name) {
    try {
      return Optional.of(UUID.fromString(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Message> taken(Context context, String organisation, String name)
      throws IOException {
    Optional<ReceivedMessage> found = served.worklist().received(organisation, name);
    if (found.flatMap(ReceivedMessage::entry).isPresent()) {
      return received(context, found.get().entry().get());
    }
    return found.isPresent()
        ? unfiled(context, found.get())
        : answered(context, organisation, name);
  }

  private Optional<Message> answered(Context context, String organisation, String name)
      throws IOException {
    Optional<Traffic.Answer> found = served.traffic().answer(organisation, name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Traffic.Answer answer = found.get();
    requireConfidential(context, answer.confidential());
    if (answer.restrictedPatient()) {
      access.requireRestricted(context);
    }
    return Optional.of(alone(AskedItem.Kind.ANSWER, answer.id(), answer.content()));
  }

  private Optional<Message> unfiled(Context context, ReceivedMessage message) throws IOException {
    requireConfidential(context, message.confidential());
    return Optional.of(alone(AskedItem.Kind.UNFILED, message.id(), message.content()));
  }

  private static Message alone(AskedItem.Kind kind, UUID id, StoredContent content) {
    return new Message(
        AskedItem.message(kind, id, content),
        entry -> entry.with(Data.ofCase(id).ofContent(content.hash().hex())));
  }

  private Optional<Confirmation> answer(Context context, Message message, Showing showing)
      throws IOException {
    boolean second = Asked.of(context).orElseThrow().by().isEmpty();
    if (second) {
      return Optional.of(confirming.askForMessage(context, message.item()));
    }
    showing.show(context, message);
    return Optional.empty();
  }

  /** Gives the message that the address names by its confirmation. */
  void fetch(Context context) throws IOException {
    Query.none(context);
    give(context, fetched(context));
  }

  /** That message, as it was confirmed, whatever there may be now. */
  Message fetched(Context context) throws IOException {
    Confirmation confirmed = confirming.fetchable(context);
    AskedItem item = confirmed.items().getFirst();
    Message now = found(context, item.id().toString()).orElseThrow(Query::missing);
    Confirmation.Decided second = confirmed.decided().orElseThrow();
    return new Message(
        item,
        entry ->
            now.seen().apply(entry).secondedBy(Actors.of(second.by(), confirmed.organisation())));
  }

  private void give(Context context, Message message) throws IOException {
    taken(context, message);
    ContentAnswer.send(
        context, served.content(), message.content(), UNKNOWN, "message " + message.item().id());
  }

  /** Writes that somebody is given a message. */
  static void taken(Context context, Message message) {
    Trail trail = Trail.of(context);
    trail.write(List.of(message.seen().apply(trail.entry(Action.MESSAGE_TAKEN_OUT))));
  }

  private Optional<Message> sent(Context context, UUID id) throws IOException {
    OutboxView all = OutboxView.of(Caller.of(context).organisation());
    Optional<OutboxDocument> document = served.outbox().find(all, id);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    requireConfidential(context, document.get().confidential());
    if (document.get().restrictedPatient()) {
      access.requireRestricted(context);
    }
    StoredContent content =
        served
            .outbox()
            .message(all, id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemKind.NOT_BUILT,
                        "the document is "
                            + document.get().state().text()
                            + ", and its message is not built"));
    return Optional.of(
        new Message(
            AskedItem.message(AskedItem.Kind.SENT, id, content),
            Seen.message(document.get(), content)));
  }

  private Optional<Message> received(Context context, UUID id) throws IOException {
    Optional<WorklistEntry> entry = served.worklist().find(Caller.of(context).organisation(), id);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    WorklistApi.requireOpenable(context, entry.get(), access);
    StoredContent content = served.worklist().message(entry.get());
    return Optional.of(
        new Message(
            AskedItem.message(AskedItem.Kind.RECEIVED, id, content),
            Seen.message(entry.get(), content)));
  }

  private void requireConfidential(Context context, boolean confidential) throws IOException {
    if (confidential) {
      access.require(context, Permission.OPEN_CONFIDENTIAL, false);
    }
  }
}
