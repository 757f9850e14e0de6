package gpcm.cli.mesh;

import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MexHeader;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** What MESH says of a message, by the names that all commands use. */
final class MessageFields {
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  private MessageFields() {}

  static Map<String, Object> of(MessageHeaders headers) {
    Map<String, Object> fields =
        MeshCall.object("messageId", headers.messageId(), "type", headers.messageType().name());
    put(fields, "from", headers.from());
    put(fields, "to", headers.to());
    put(fields, "workflowId", headers.workflowId());
    put(fields, "localId", headers.localId());
    put(fields, "subject", headers.subject());
    put(fields, "sentAt", headers.value(MexHeader.STATUS_TIMESTAMP).map(MessageFields::instant));
    put(fields, "fileName", headers.fileName());
    put(fields, "contentType", headers.contentType());
    put(fields, "statusCode", headers.statusCode());
    put(fields, "statusDescription", headers.statusDescription());
    put(fields, "linkedMessageId", headers.linkedMessageId());
    fields.put("chunks", headers.totalChunks());
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, Optional<String> value) {
    value.ifPresent(text -> fields.put(name, text));
  }

  /** MESH's seconds as an instant of ISO 8601; anything else as it came. */
  private static String instant(String seconds) {
    try {
      return LocalDateTime.parse(seconds, SECONDS).toInstant(ZoneOffset.UTC).toString();
    } catch (DateTimeException e) {
      return seconds;
    }
  }
}
