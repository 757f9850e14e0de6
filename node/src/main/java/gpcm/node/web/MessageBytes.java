package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.confirming.AskedItem;
import gpcm.node.confirming.Confirmation;
import gpcm.node.content.StoredContent;
import gpcm.node.people.Permission;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
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
  private record Message(AskedItem item, UnaryOperator<AuditEntry> seen) {
    StoredContent content() {
      return item.content().orElseThrow();
    }
  }

  /**
   * The message of a document of the outbox.
   *
   * @return what was asked for; empty when the message is the answer
   */
  Optional<Confirmation> sent(Context context) throws IOException {
    return answer(context, sent(context, Query.id(context)));
  }

  /** The same for an entry of the worklist. */
  Optional<Confirmation> received(Context context) throws IOException {
    return answer(context, received(context, Query.id(context)));
  }

  private Optional<Confirmation> answer(Context context, Message message) throws IOException {
    boolean second = Asked.of(context).orElseThrow().by().isEmpty();
    if (second) {
      return Optional.of(confirming.askForMessage(context, message.item()));
    }
    give(context, message.item().id(), message.content(), message.seen());
    return Optional.empty();
  }

  /** Gives the message that the address names by its confirmation. */
  void fetch(Context context) throws IOException {
    Query.none(context);
    Confirmation confirmed = confirming.fetchable(context);
    AskedItem item = confirmed.items().getFirst();
    Message now =
        switch (item.kind()) {
          case SENT -> sent(context, item.id());
          case RECEIVED -> received(context, item.id());
        };
    Confirmation.Decided second = confirmed.decided().orElseThrow();
    // What was confirmed is given, whatever there may be now.
    StoredContent content = item.content().orElseThrow();
    give(
        context,
        item.id(),
        content,
        entry ->
            now.seen().apply(entry).secondedBy(Actors.of(second.by(), confirmed.organisation())));
  }

  private void give(Context context, UUID id, StoredContent content, UnaryOperator<AuditEntry> seen)
      throws IOException {
    Trail trail = Trail.of(context);
    trail.write(List.of(seen.apply(trail.entry(Action.MESSAGE_TAKEN_OUT))));
    ContentAnswer.send(context, served.content(), content, UNKNOWN, "message " + id);
  }

  private Message sent(Context context, UUID id) throws IOException {
    OutboxView all = OutboxView.of(Caller.of(context).organisation());
    OutboxDocument document = served.outbox().find(all, id).orElseThrow(Query::missing);
    if (document.confidential()) {
      access.require(context, Permission.OPEN_CONFIDENTIAL, false);
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
                            + document.state().text()
                            + ", and its message is not built"));
    return new Message(
        AskedItem.message(AskedItem.Kind.SENT, id, content), Seen.message(document, content));
  }

  private Message received(Context context, UUID id) throws IOException {
    WorklistEntry entry =
        served.worklist().find(Caller.of(context).organisation(), id).orElseThrow(Query::missing);
    if (entry.heading().confidential()) {
      access.require(context, Permission.OPEN_CONFIDENTIAL, false);
    }
    StoredContent content = served.worklist().message(entry);
    return new Message(
        AskedItem.message(AskedItem.Kind.RECEIVED, id, content), Seen.message(entry, content));
  }
}
