package gpcm.node.receiving;

import gpcm.exchange.IncomingMessage;
import gpcm.exchange.Order;
import gpcm.exchange.Transition;
import gpcm.exchange.WantedAnswers;
import gpcm.message.ItkResponse;
import gpcm.message.ItkResponseBuilder;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.Lease;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.ledger.ToPost;
import gpcm.node.ledger.ToRead;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.Outside;
import gpcm.rules.Rules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Answers received messages with ITK3 responses, on the acknowledgement workflow (GPCM-SD-CS-062).
 * An answer goes to the mailbox that the original names as its source, as long as MESH says that it
 * came from there; otherwise to where MESH says. Thread-safe.
 */
final class Answering {
  // At most one infrastructure and one business answer to a message, whatever happens.
  private static final TableWrite ANSWER =
      new TableWrite(
          "given",
          """
          insert into answer (id, organisation, received, kind, code, message_id, address, subject, sha256, size, state, posting, posts,
            created_at, due_at, lease_owner, leased_at)
          select id, organisation, received, kind, code, message_id, address, subject, sha256, size, 'waiting', posting, posts,
            at, at, owner, case when owner is not null then clock_timestamp() end
          from json_to_recordset(:given::json) as r (id uuid, organisation text, received uuid, kind text, code text, message_id text,
            address text, subject text, sha256 text, size bigint, posting text, posts integer, at timestamptz, owner text)
          """);

  private final Ledger ledger;
  private final Outside outside;
  private final MessageWriter writer;
  private final Map<String, Mailbox> mailboxes;

  Answering(Ledger ledger, Rules rules, MessageWriter writer, Map<String, Mailbox> mailboxes) {
    this.ledger = ledger;
    this.outside = new Outside(rules);
    this.writer = writer;
    this.mailboxes = Map.copyOf(mailboxes);
  }

  /** Where the answers to a document go; empty when no mailbox is known. */
  static Optional<String> recipient(ToRead message, SendDocument document) {
    String from = message.message().sender();
    return document
        .header()
        .sourceMailbox()
        .filter(Answering::isMailbox)
        .filter(endpoint -> from.isBlank() || endpoint.equalsIgnoreCase(from))
        .or(() -> recipient(message));
  }

  /** As for a document, of a message that says nothing itself. */
  static Optional<String> recipient(ToRead message) {
    return Optional.of(message.message().sender()).filter(Answering::isMailbox);
  }

  private static boolean isMailbox(String text) {
    try {
      return !new MailboxId(text).value().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * What the sender of a message that was read asked for.
   *
   * @param recipient where it would go; empty text when no mailbox is known
   */
  static WantedAnswers wanted(ReadMessage original, String recipient) {
    return recipient.isEmpty()
        ? new WantedAnswers(Optional.of(false), Optional.of(false))
        : new WantedAnswers(
            original.handling().infrastructureAcknowledgement(),
            original.handling().businessAcknowledgement());
  }

  /**
   * Makes the answers that a transition orders, as part of its result.
   *
   * @param begin starts an answer to the original
   * @param postedNext whether this node goes on to post them at once
   * @return what to post at once
   */
  List<ToPost> answer(
      StepResult result,
      ToRead message,
      Transition<IncomingMessage> transition,
      Supplier<ItkResponseBuilder.Code> begin,
      String recipient,
      boolean postedNext) {
    List<ToPost> next = new ArrayList<>();
    for (Order order : transition.orders()) {
      if (order instanceof Order.SendAnswer answer) {
        next.add(
            made(
                result,
                message.organisation(),
                message.message().id(),
                answer,
                begin.get(),
                recipient,
                postedNext));
      }
    }
    return postedNext ? next : List.of();
  }

  /**
   * Makes the answers that a person's decision orders, about a message that was read earlier.
   *
   * @param received this node's id of it
   * @param begin starts an answer to it
   */
  void answer(
      StepResult result,
      String organisation,
      UUID received,
      Transition<IncomingMessage> transition,
      Supplier<ItkResponseBuilder.Code> begin,
      String recipient) {
    for (Order order : transition.orders()) {
      if (order instanceof Order.SendAnswer answer) {
        made(result, organisation, received, answer, begin.get(), recipient, false);
      }
    }
  }

  private ToPost made(
      StepResult result,
      String organisation,
      UUID received,
      Order.SendAnswer answer,
      ItkResponseBuilder.Code begun,
      String recipient,
      boolean postedNext) {
    Mailbox from = mailboxes.get(organisation);
    ItkResponse response =
        begun
            .code(ResponseCode.of(answer.code()).orElseThrow())
            .diagnostics(answer.diagnostics())
            .from(from.organisation(), from.id())
            .build(ledger.clock(), UUID::randomUUID);
    byte[] xml = written(response);
    UUID id = UUID.randomUUID();
    StoredContent content = new StoredContent(ContentHash.of(xml), xml.length);
    String messageId = response.messageId().orElseThrow();
    String subject = "ITK3 response " + answer.code();
    outside.check(response, from, recipient, subject);
    result.bytes(xml);
    result.write(
        ANSWER,
        new Row()
            .put("id", id)
            .put("organisation", organisation)
            .put("received", received)
            .put("kind", answer.infrastructure() ? "infrastructure" : "business")
            .put("code", answer.code())
            .put("message_id", messageId)
            .put("address", recipient)
            .put("subject", subject)
            .put("sha256", content.hash().hex())
            .put("size", content.size())
            .put("posting", postedNext ? "begun" : "none")
            .put("posts", postedNext ? 1 : 0)
            .put("at", ledger.clock().instant())
            .putAny("owner", postedNext ? ledger.node() : null));
    return new ToPost(
        ToPost.Kind.ANSWER,
        new Lease(id, 0),
        organisation,
        messageId,
        recipient,
        subject,
        content,
        Optional.empty());
  }

  private byte[] written(ItkResponse response) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream(8192);
    try {
      writer.writeXml(response, xml);
    } catch (IOException e) {
      throw new UncheckedIOException("a response cannot be written", e);
    }
    return xml.toByteArray();
  }
}
