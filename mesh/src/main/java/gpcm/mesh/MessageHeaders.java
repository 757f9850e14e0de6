package gpcm.mesh;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a message in an inbox. MESH leaves empty ones out, so most are optional. Values
 * come from another party: a file name is a label and never a path. Immutable and thread-safe.
 */
public final class MessageHeaders {
  private final String messageId;

  /** By lower-case name. */
  private final Map<String, String> headers;

  MessageHeaders(String messageId, HttpAnswer answer) {
    this(messageId, answer.headers());
  }

  private MessageHeaders(String messageId, Map<String, String> headers) {
    this.messageId = messageId;
    this.headers = headers;
  }

  /**
   * Headers from another source than HTTP; names as in {@link MexHeader}, empty values left out.
   */
  public static MessageHeaders of(String messageId, Map<String, String> values) {
    Map<String, String> all = new HashMap<>();
    values.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    return new MessageHeaders(messageId, all);
  }

  /** The id of the message. */
  public String messageId() {
    return value(MexHeader.MESSAGE_ID).orElse(messageId);
  }

  /** A message or a report; a server that doesn't say gives a message. */
  public MessageType messageType() {
    boolean report = value(MexHeader.MESSAGE_TYPE).filter("REPORT"::equalsIgnoreCase).isPresent();
    return report ? MessageType.REPORT : MessageType.DATA;
  }

  /** The sending mailbox; a report may have none. */
  public Optional<String> from() {
    return value(MexHeader.FROM);
  }

  public Optional<String> to() {
    return value(MexHeader.TO);
  }

  public Optional<String> workflowId() {
    return value(MexHeader.WORKFLOW_ID);
  }

  public Optional<String> subject() {
    return value(MexHeader.SUBJECT);
  }

  public Optional<String> localId() {
    return value(MexHeader.LOCAL_ID);
  }

  public Optional<String> partnerId() {
    return value(MexHeader.PARTNER_ID);
  }

  public Optional<String> fileName() {
    return value(MexHeader.FILE_NAME);
  }

  /** The media type the sender gave. */
  public Optional<String> contentType() {
    return value(MexHeader.CONTENT_TYPE).or(() -> value("content-type"));
  }

  public Optional<String> checksum() {
    return value(MexHeader.CONTENT_CHECKSUM);
  }

  /** Whether the application encrypted the body. */
  public boolean encrypted() {
    return flag(MexHeader.CONTENT_ENCRYPTED);
  }

  /**
   * The compressed flag as the server gives it. Servers also set it when only the transfer is
   * compressed, which the download undoes by itself, so it doesn't prove that the application
   * compressed the body.
   */
  public boolean compressed() {
    return flag(MexHeader.CONTENT_COMPRESSED);
  }

  /** How many chunks the body has, at least 1. */
  public int totalChunks() {
    Optional<String> total =
        value(MexHeader.TOTAL_CHUNKS)
            .or(
                () ->
                    value(MexHeader.CHUNK_RANGE)
                        .map(range -> range.substring(range.indexOf(':') + 1)));
    try {
      return Math.max(1, total.map(String::strip).map(Integer::parseInt).orElse(1));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /**
   * For a report: the code, such as 14 or EPL-151; {@code 00} on a message that arrived normally.
   */
  public Optional<String> statusCode() {
    return value(MexHeader.STATUS_CODE);
  }

  public Optional<String> statusEvent() {
    return value(MexHeader.STATUS_EVENT);
  }

  public Optional<String> statusDescription() {
    return value(MexHeader.STATUS_DESCRIPTION);
  }

  /** False when MESH says ERROR, as it does on reports. */
  public boolean statusSuccess() {
    return !value(MexHeader.STATUS_SUCCESS)
        .map(text -> text.toUpperCase(Locale.ROOT))
        .equals(Optional.of("ERROR"));
  }

  /** {@code yyyyMMddHHmmss}, UTC. */
  public Optional<String> statusTimestamp() {
    return value(MexHeader.STATUS_TIMESTAMP);
  }

  /** For a report: the id of the message that failed. */
  public Optional<String> linkedMessageId() {
    return value(MexHeader.LINKED_MESSAGE_ID);
  }

  /** Any other header; names are case-insensitive. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private boolean flag(String name) {
    return value(name).map(text -> text.toUpperCase(Locale.ROOT).startsWith("Y")).orElse(false);
  }

  /** Ids only: subject and file name may identify a patient. */
  @Override
  public String toString() {
    return "MessageHeaders[messageId=%s, type=%s, workflowId=%s]"
        .formatted(messageId(), messageType(), workflowId().orElse(""));
  }
}
