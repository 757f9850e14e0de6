package gpcm.mesh.server;

import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.MessageStore;
import gpcm.mesh.store.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells senders what became of their messages. Somebody else's message is unknown, not forbidden,
 * as on the live service.
 */
final class TrackingCalls {
  static final Duration INBOX_TIME = Duration.ofDays(5);

  private final MessageStore store;
  private final Registry registry;
  private final Mode mode;

  TrackingCalls(MessageStore store, Registry registry, Mode mode) {
    this.store = store;
    this.registry = registry;
    this.mode = mode;
  }

  Reply byMessageId(Call call, RegisteredMailbox sender) {
    String id = call.query("messageID").orElseThrow(() -> Refusal.missing("query", "messageID"));
    Held held =
        store
            .find(id.toUpperCase(Locale.ROOT))
            .filter(
                one ->
                    !one.message().report() && one.message().parties().sender().equals(sender.id()))
            .orElseThrow(() -> Refusal.of(404, "Not Found"));
    return call.v1() ? Reply.json(200, v1(held)) : Reply.v2(200, v2(held.message()));
  }

  Reply byLocalId(Call call, RegisteredMailbox sender) {
    List<Held> found = store.byLocalId(sender.id(), call.path("local"));
    return switch (found.size()) {
      case 0 -> throw Refusal.of(404, "Not Found");
      case 1 -> Reply.json(200, v1(found.getFirst()));
      default -> throw Refusal.of(300, "Multiple Choices");
    };
  }

  private Map<String, Object> v1(Held held) {
    StoredMessage message = held.message();
    Optional<RegisteredMailbox> from = registry.mailbox(message.parties().sender());
    Optional<RegisteredMailbox> to = registry.mailbox(message.parties().recipient());
    boolean failed = MessageViews.failed(message, mode);
    // The sandbox tells a failure's date and text, but never its code.
    boolean told = failed && mode == Mode.STRICT;
    Map<String, Object> fields =
        Reply.object(
            "addressType", "ALL",
            "checksum", message.body().checksum(),
            "chunkCount", message.body().totalChunks(),
            "compressFlag", message.body().compressed() ? "Y" : "",
            "contentEncoding", message.body().contentEncoding(),
            "downloadTimestamp",
                message.acknowledged().map(at -> MeshTime.seconds(at.toEpochMilli())).orElse(""),
            "dtsId", message.id(),
            "encryptedFlag", message.body().encrypted() ? "Y" : "",
            "expiryTime", MeshTime.seconds(message.sentAt() + INBOX_TIME.toMillis()),
            "failureDate",
                Optional.of(MeshTime.seconds(message.state().statusAt())).filter(at -> failed),
            "failureDiagnostic",
                Optional.of(message.state().statusDescription()).filter(text -> failed),
            "fileName", message.labels().fileName(),
            "fileSize", held.size(),
            "isCompressed", message.body().compressed() ? "Y" : "",
            "linkedMsgId", Optional.of(message.linkedMessageId()).filter(id -> !id.isEmpty()),
            "localId", message.labels().localId(),
            "meshRecipientOdsCode", to.map(RegisteredMailbox::odsCode).orElse(""),
            "messageId", message.id(),
            "messageType", "Data",
            "partnerId", message.labels().partnerId(),
            "recipient", message.parties().recipient(),
            "recipientName", to.map(RegisteredMailbox::name).orElse(""),
            "recipientOrgCode", to.map(RegisteredMailbox::orgCode).orElse(""),
            "recipientOrgName", to.map(RegisteredMailbox::orgName).orElse(""),
            "recipientSmtp", "",
            "sender", message.parties().sender(),
            "senderName", from.map(RegisteredMailbox::name).orElse(""),
            "senderOdsCode", from.map(RegisteredMailbox::odsCode).orElse(""),
            "senderOrgCode", from.map(RegisteredMailbox::orgCode).orElse(""),
            "senderOrgName", from.map(RegisteredMailbox::orgName).orElse(""),
            "senderSmtp", "",
            "status", title(message.status().text()),
            "statusCode", Optional.of(message.state().statusCode()).filter(text -> told),
            "statusDescription",
                Optional.of(message.state().statusDescription()).filter(text -> told),
            "statusEvent", Optional.of(message.state().statusEvent()).filter(text -> told),
            "statusSuccess", failed ? "ERROR" : "SUCCESS",
            "statusTimestamp",
                Optional.of(MeshTime.seconds(message.state().statusAt())).filter(at -> told),
            "subject", message.labels().subject(),
            "uploadTimestamp", MeshTime.seconds(message.sentAt()),
            "version", "1.0",
            "workflowId", message.labels().workflowId());
    return MessageViews.withoutAbsent(fields);
  }

  private Map<String, Object> v2(StoredMessage message) {
    Optional<RegisteredMailbox> to = registry.mailbox(message.parties().recipient());
    boolean failed = MessageViews.failed(message, mode);
    boolean told = failed && mode == Mode.STRICT;
    boolean dated =
        mode == Mode.STRICT && (failed || message.status() == MessageStatus.ACKNOWLEDGED);
    return MessageViews.withoutAbsent(
        Reply.object(
            "message_id", message.id(),
            "local_id", message.labels().localId(),
            "workflow_id", message.labels().workflowId(),
            "filename", message.labels().fileName(),
            "expiry_time", MeshTime.iso(message.sentAt() + INBOX_TIME.toMillis()),
            "upload_timestamp", MeshTime.iso(message.sentAt()),
            "recipient", message.parties().recipient(),
            "recipient_name", to.map(RegisteredMailbox::name).orElse(""),
            "recipient_ods_code", to.map(RegisteredMailbox::odsCode).orElse(""),
            "recipient_org_code", to.map(RegisteredMailbox::orgCode).orElse(""),
            "recipient_org_name", to.map(RegisteredMailbox::orgName).orElse(""),
            "status_success", !failed,
            "status", message.status().text(),
            "status_event", Optional.of(message.state().statusEvent()).filter(text -> told),
            "status_timestamp",
                Optional.of(MeshTime.iso(message.state().statusAt())).filter(at -> dated),
            "status_description",
                Optional.of(message.state().statusDescription()).filter(text -> told),
            "status_code", Optional.of(message.state().statusCode()).filter(text -> told)));
  }

  static String title(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
