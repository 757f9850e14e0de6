package gpcm.node.receiving;

import gpcm.message.ItkResponse;
import gpcm.message.ItkResponseBuilder;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.UnreadableMessageException;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.OutgoingMessage;
import gpcm.node.mailbox.OutgoingMessages;
import gpcm.node.mailbox.ReceivedMessage;
import gpcm.node.store.Content;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Answers received messages with ITK3 responses, through the durable outbox. An answer goes to the
 * mailbox that the original names as its source, on the acknowledgement workflow (GPCM-SD-CS-062).
 * Thread-safe.
 */
final class Responses {
  static final String WORKFLOW = "GPFED_CONSULT_REPORT_ACK";

  private final ContentStore content;
  private final OutgoingMessages outgoing;
  private final MessageWriter writer;
  private final Timeline timeline;
  private final InstantSource clock;
  private final Map<String, Mailbox> mailboxes;

  Responses(
      ContentStore content,
      OutgoingMessages outgoing,
      MessageWriter writer,
      Timeline timeline,
      InstantSource clock,
      Map<String, Mailbox> mailboxes) {
    this.content = content;
    this.outgoing = outgoing;
    this.writer = writer;
    this.timeline = timeline;
    this.clock = clock;
    this.mailboxes = Map.copyOf(mailboxes);
  }

  /** Answers a message that was read, unless it did not ask for this kind of answer. */
  void answer(
      Transaction transaction,
      ReceivedMessage message,
      ReadMessage original,
      ResponseCode code,
      Optional<String> diagnostics) {
    if (!wanted(original, code)) {
      timeline.ofReceived(
          transaction.handle(),
          message.organisation(),
          message.id(),
          "not-answered",
          code.code() + " was not asked for");
      return;
    }
    send(
        transaction,
        message,
        ItkResponse.to(original),
        original.header().sourceMailbox(),
        code,
        diagnostics);
  }

  /** Answers a message that could not be read: always, wherever that is possible. */
  void answerUnreadable(
      Transaction transaction,
      ReceivedMessage message,
      UnreadableMessageException original,
      ResponseCode code,
      String diagnostics) {
    send(
        transaction,
        message,
        ItkResponse.to(original),
        Optional.empty(),
        code,
        Optional.of(diagnostics));
  }

  // Both flags false is never answered: that would be an answer to an answer. Flags that cannot be
  // read are answered.
  private static boolean wanted(ReadMessage original, ResponseCode code) {
    Optional<Boolean> infrastructure = original.handling().infrastructureAcknowledgement();
    Optional<Boolean> business = original.handling().businessAcknowledgement();
    boolean neither =
        infrastructure.equals(Optional.of(false)) && business.equals(Optional.of(false));
    if (neither) {
      return false;
    }
    return !code.positive()
        || (code.kind() == ResponseCode.Kind.INFRASTRUCTURE ? infrastructure : business)
            .orElse(true);
  }

  private void send(
      Transaction transaction,
      ReceivedMessage message,
      ItkResponseBuilder.Code begun,
      Optional<String> sourceMailbox,
      ResponseCode code,
      Optional<String> diagnostics) {
    Optional<String> to = recipient(message, sourceMailbox);
    if (to.isEmpty()) {
      timeline.ofReceived(
          transaction.handle(),
          message.organisation(),
          message.id(),
          "not-answered",
          code.code() + " has no mailbox to go to");
      return;
    }
    Mailbox from = mailboxes.get(message.organisation());
    ItkResponse response =
        begun
            .code(code)
            .diagnostics(diagnostics.orElse(""))
            .from(from.organisation(), from.id())
            .build(clock, UUID::randomUUID);
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      writer.writeXml(response, xml);
    } catch (IOException e) {
      throw new UncheckedIOException("a response cannot be written", e);
    }
    Content bytes = content.put(transaction.handle(), xml.toByteArray());
    outgoing.add(
        transaction,
        new OutgoingMessage(
            UUID.randomUUID(),
            message.organisation(),
            Optional.empty(),
            Optional.of(message.id()),
            Optional.of(code.code()),
            response.messageId().orElseThrow(),
            to.get(),
            WORKFLOW,
            "ITK3 response " + code.code(),
            bytes,
            0));
  }

  // MessageHeader.source.endpoint when it is a mailbox id, else the mailbox that MESH says sent it.
  private static Optional<String> recipient(
      ReceivedMessage message, Optional<String> sourceMailbox) {
    return sourceMailbox
        .filter(Responses::isMailbox)
        .or(() -> Optional.of(message.sender()).filter(Responses::isMailbox));
  }

  private static boolean isMailbox(String text) {
    try {
      return !new MailboxId(text).value().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
