package gpcm.mesh.folder;

import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MexHeader;
import gpcm.mesh.OutgoingMessage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The two names of each thing: as a MESH header and in a control file. */
final class ControlHeaders {
  private ControlHeaders() {}

  /** What an application writes into OUT, in the order of the MESH client's template. */
  static ControlFile outgoing(String mailbox, OutgoingMessage message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Version", "1.0");
    fields.put("AddressType", "DTS");
    fields.put("MessageType", "Data");
    fields.put("WorkflowId", message.workflowId());
    fields.put("To_DTS", message.to().text());
    fields.put("From_DTS", mailbox);
    fields.put("Subject", message.labels().subject());
    fields.put("LocalId", message.labels().localId());
    fields.put("PartnerId", message.labels().partnerId());
    fields.put("DataChecksum", message.form().checksum());
    fields.put("Compress", message.form().compressed() ? "N" : "Y");
    fields.put("IsCompressed", message.form().compressed() ? "Y" : "");
    fields.put("AllowChunking", "Y");
    fields.put("Encrypted", message.form().encrypted() ? "Y" : "N");
    fields.values().removeIf(String::isEmpty);
    return ControlFile.of(fields);
  }

  /** What a MESH client writes into IN for a message or report. */
  static ControlFile incoming(MessageHeaders headers) {
    Map<String, String> fields = new LinkedHashMap<>();
    String type = headers.messageType().name();
    fields.put("Version", "1.0");
    fields.put("AddressType", headers.value(MexHeader.ADDRESS_TYPE).orElse("ALL"));
    fields.put("MessageType", type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT));
    fields.put("From_DTS", headers.from().orElse(""));
    fields.put("To_DTS", headers.to().orElse(""));
    fields.put("Subject", headers.subject().orElse(""));
    fields.put("LocalId", headers.localId().orElse(""));
    fields.put("DTSId", headers.messageId());
    fields.put("PartnerId", headers.partnerId().orElse(""));
    fields.put("Compress", "Y");
    fields.put("Encrypted", headers.encrypted() ? "Y" : "N");
    fields.put("WorkflowId", headers.workflowId().orElse(""));
    fields.put("DataChecksum", headers.checksum().orElse(""));
    // A transfer that was compressed sets the flag too, and says nothing of the content.
    boolean packedInTransfer = headers.value("content-encoding").isPresent();
    fields.put("IsCompressed", headers.compressed() && !packedInTransfer ? "Y" : "");
    fields.put("LinkedMsgId", headers.linkedMessageId().orElse(""));
    fields.values().removeIf(String::isEmpty);
    StatusRecord status =
        new StatusRecord(
            headers.statusTimestamp().orElse(""),
            headers.statusEvent().orElse("TRANSFER"),
            headers.statusSuccess() ? "SUCCESS" : "ERROR",
            headers.statusCode().orElse("00"),
            headers.statusDescription().orElse(""));
    return ControlFile.of(fields).with(status);
  }

  /** An incoming control file as headers; a report's link is ours to make from the local id. */
  static MessageHeaders headers(String stem, ControlFile file, String linked) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(MexHeader.MESSAGE_ID, stem);
    values.put(MexHeader.FROM, file.field("From_DTS"));
    values.put(MexHeader.TO, file.field("To_DTS"));
    values.put(MexHeader.WORKFLOW_ID, file.field("WorkflowId"));
    values.put(MexHeader.SUBJECT, file.field("Subject"));
    values.put(MexHeader.LOCAL_ID, file.field("LocalId"));
    values.put(MexHeader.PARTNER_ID, file.field("PartnerId"));
    values.put(MexHeader.CONTENT_CHECKSUM, file.field("DataChecksum"));
    values.put(MexHeader.CONTENT_ENCRYPTED, file.flag("Encrypted") ? "Y" : "");
    values.put(MexHeader.CONTENT_COMPRESSED, file.flag("IsCompressed") ? "Y" : "");
    values.put(MexHeader.MESSAGE_TYPE, file.report() ? "REPORT" : "DATA");
    values.put(MexHeader.LINKED_MESSAGE_ID, linked);
    file.status()
        .ifPresent(
            status -> {
              values.put(MexHeader.STATUS_CODE, status.code());
              values.put(MexHeader.STATUS_EVENT, status.event());
              values.put(MexHeader.STATUS_DESCRIPTION, status.description());
              values.put(MexHeader.STATUS_SUCCESS, status.success() ? "SUCCESS" : "ERROR");
              values.put(MexHeader.STATUS_TIMESTAMP, status.dateTime());
            });
    return MessageHeaders.of(stem, values);
  }
}
