package gpcm.mesh.server;

import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.StoredMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A message as the rich lists and the admin call show it. */
final class MessageViews {
  private static final String CENTRAL = "Central System Mailbox";
  private static final String CENTRAL_CODE = "X26";
  private static final String CENTRAL_NAME = "NHS England";

  private MessageViews() {}

  /**
   * Whether the answers about a message say that it failed. The sandbox says so of a message in the
   * state error only, not of an undeliverable one.
   */
  static boolean failed(StoredMessage message, Mode mode) {
    return (message.report() || mode == Mode.STRICT)
        ? !message.state().statusCode().isEmpty()
        : message.status() == MessageStatus.ERROR;
  }

  static Map<String, Object> rich(Held held, Registry registry, boolean outbox, Mode mode) {
    StoredMessage message = held.message();
    String code = message.state().statusCode();
    return withoutAbsent(
        Reply.object(
            "message_id", message.id(),
            "expiry_timestamp",
                MeshTime.iso(message.sentAt() + TrackingCalls.INBOX_TIME.toMillis()),
            "local_id", message.labels().localId(),
            "message_type", message.report() ? "REPORT" : "DATA",
            "recipient", message.parties().recipient(),
            "recipient_name",
                registry
                    .mailbox(message.parties().recipient())
                    .map(RegisteredMailbox::name)
                    .orElse(""),
            "sender", message.parties().sender(),
            "sender_name",
                message.report()
                    ? CENTRAL
                    : registry
                        .mailbox(message.parties().sender())
                        .map(RegisteredMailbox::name)
                        .orElse(""),
            "sent_date", MeshTime.iso(message.sentAt()),
            "status", message.status().text(),
            "status_code", outbox || failed(message, mode) ? code : Optional.empty(),
            "workflow_id", message.labels().workflowId(),
            "total_chunks", message.body().totalChunks()));
  }

  static Map<String, Object> details(Held held, Registry registry) {
    StoredMessage message = held.message();
    Optional<RegisteredMailbox> from = registry.mailbox(message.parties().sender());
    Optional<RegisteredMailbox> to = registry.mailbox(message.parties().recipient());
    boolean error =
        message.status() == MessageStatus.ERROR
            || (message.report() && !message.state().statusCode().isEmpty());
    Optional<StoredMessage> sent = Optional.of(message).filter(one -> !one.report());
    Optional<String> failedAt =
        Optional.of(MeshTime.iso(message.state().statusAt())).filter(at -> error);
    Optional<StoredMessage> data = Optional.of(message).filter(one -> error && !one.report());
    Optional<StoredMessage> report = Optional.of(message).filter(one -> error && one.report());
    return withoutAbsent(
        Reply.object(
            "checksum", message.body().checksum(),
            "chunk_count", message.body().totalChunks(),
            "content_encoding", sent.map(one -> one.body().contentEncoding()),
            "download_timestamp", message.acknowledged().map(at -> MeshTime.iso(at.toEpochMilli())),
            "expiry_time", MeshTime.iso(message.sentAt() + TrackingCalls.INBOX_TIME.toMillis()),
            "failure_date", failedAt.filter(at -> data.isPresent()),
            "failure_diagnostic", data.map(one -> one.state().statusDescription()),
            "filename",
                message.labels().fileName().isEmpty()
                    ? message.id() + ".dat"
                    : message.labels().fileName(),
            "file_size", held.size(),
            "is_compressed", sent.map(one -> one.body().compressed()),
            "is_encrypted", sent.map(one -> one.body().encrypted()),
            "linked_msg_id", Optional.of(message.linkedMessageId()).filter(id -> !id.isEmpty()),
            "local_id",
                Optional.of(message.labels().localId())
                    .filter(id -> !message.report() || !id.isEmpty()),
            "message_id", message.id(),
            "message_type", message.report() ? "Report" : "Data",
            "recipient", message.parties().recipient(),
            "recipient_name", to.map(RegisteredMailbox::name).orElse(""),
            "recipient_ods_code", to.map(RegisteredMailbox::odsCode).orElse(""),
            "recipient_org_code", to.map(RegisteredMailbox::orgCode).orElse(""),
            "recipient_org_name", to.map(RegisteredMailbox::orgName).orElse(""),
            "sender", message.parties().sender(),
            "sender_name",
                message.report() ? CENTRAL : from.map(RegisteredMailbox::name).orElse(""),
            "sender_ods_code", from.map(RegisteredMailbox::odsCode).orElse(CENTRAL_CODE),
            "sender_org_code", from.map(RegisteredMailbox::orgCode).orElse(CENTRAL_CODE),
            "sender_org_name", from.map(RegisteredMailbox::orgName).orElse(CENTRAL_NAME),
            "status", TrackingCalls.title(message.status().text()),
            "status_code", report.map(one -> one.state().statusCode()),
            "status_description", report.map(one -> one.state().statusDescription()),
            "status_event", report.map(one -> one.state().statusEvent()),
            "status_success", error || message.report() ? "ERROR" : "SUCCESS",
            "status_timestamp", failedAt.filter(at -> report.isPresent()),
            "subject", message.labels().subject(),
            "upload_timestamp", MeshTime.iso(message.sentAt()),
            "workflow_id", message.labels().workflowId()));
  }

  /** The fields that have a value; an empty Optional is one that has none. */
  static Map<String, Object> withoutAbsent(Map<String, Object> fields) {
    Map<String, Object> present = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          switch (value) {
            case Optional<?> optional -> optional.ifPresent(some -> present.put(name, some));
            default -> present.put(name, value);
          }
        });
    return present;
  }
}
