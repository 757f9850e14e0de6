package gpcm.mesh.server;

import gpcm.mesh.BoundedGunzip;
import gpcm.mesh.MexHeader;
import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.MessageStore;
import gpcm.mesh.store.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Gives messages, chunks and their headers out. Downloading changes nothing. */
final class DownloadCalls {
  private final MessageStore store;
  private final ServerLimits limits;
  private final Mode mode;

  DownloadCalls(MessageStore store, ServerSettings settings) {
    this.store = store;
    limits = settings.limits();
    mode = settings.mode();
  }

  Reply first(Call call, RegisteredMailbox mailbox) {
    return chunk(call, mailbox, 1);
  }

  Reply numbered(Call call, RegisteredMailbox mailbox) {
    int number = WholeNumber.of("path", "chunk_number", call.path("chunk"));
    if (number < 1) {
      throw Refusal.tooSmall("path", "chunk_number", 1, call.path("chunk"));
    }
    return chunk(call, mailbox, number);
  }

  private Reply chunk(Call call, RegisteredMailbox mailbox, int number) {
    Held held = store.find(call.id("message")).orElseThrow(Refusal::noMessage);
    StoredMessage message = held.message();
    if (!message.parties().recipient().equals(mailbox.id())) {
      throw Refusal.forbidden();
    }
    if (!readable(message)) {
      throw gone();
    }
    Map<String, String> headers = headers(message, number);
    if (message.report()) {
      return new Reply(200, headers, "", new Reply.Content.None());
    }
    if (!held.hasChunk(number)) {
      throw Refusal.noMessage();
    }
    int status = number < message.body().totalChunks() ? 206 : 200;
    boolean single = message.body().totalChunks() < 2;
    String type =
        call.v1() || !single || message.body().contentType().isEmpty()
            ? "application/octet-stream"
            : message.body().contentType();
    if (type.startsWith("text/") && !type.contains("charset")) {
      type = type + "; charset=utf-8";
    }
    return new Reply(status, headers, type, content(call, held, number, headers));
  }

  /**
   * The stored form when the client can take it, else unpacked; v2 clients that accept gzip get
   * plain content packed.
   */
  private Reply.Content content(Call call, Held held, int number, Map<String, String> headers) {
    boolean stored = held.message().body().contentEncoding().equals("gzip");
    boolean accepts = call.header("accept-encoding").contains("gzip");
    if (stored && !accepts) {
      // Before the answer begins, for one that has begun can only be cut.
      checkPacked(held, number);
    }
    try {
      InputStream bytes = store.open(held, number);
      if (stored && !accepts) {
        return new Reply.Content.Bytes(
            new BoundedGunzip(bytes, limits.unpackedBytes()), Optional.empty());
      }
      if (stored || (!call.v1() && accepts)) {
        headers.put("content-encoding", "gzip");
        headers.put(MexHeader.CONTENT_COMPRESSED, "Y");
      }
      return stored || call.v1() || !accepts
          ? new Reply.Content.Bytes(bytes, Optional.of(held.chunkSize(number)))
          : new Reply.Content.Packed(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Chunk %d of message %s can't be read".formatted(number, held.message().id()), e);
    }
  }

  private void checkPacked(Held held, int number) {
    try {
      PackedContent.check(store.open(held, number), limits);
    } catch (IOException e) {
      throw PackedContent.refusal(e);
    }
  }

  Reply head(Call call, RegisteredMailbox mailbox) {
    StoredMessage message =
        store.find(call.id("message")).orElseThrow(Refusal::noMessage).message();
    boolean recipient = message.parties().recipient().equals(mailbox.id());
    if (!recipient && !message.parties().sender().equals(mailbox.id())) {
      throw Refusal.noMessage();
    }
    if (recipient && !readable(message)) {
      throw gone();
    }
    Map<String, String> headers = headers(message, 1);
    if (!message.body().contentEncoding().isEmpty()) {
      headers.put("content-encoding", message.body().contentEncoding());
    }
    return new Reply(200, headers, "", new Reply.Content.None());
  }

  // The live service lets go of what its recipient has; the sandbox gives it again.
  private boolean readable(StoredMessage message) {
    return message.status() == MessageStatus.ACCEPTED
        || (message.status() == MessageStatus.ACKNOWLEDGED && mode == Mode.COMPATIBLE);
  }

  private static Refusal gone() {
    return Refusal.of(
        410, "SEND", "Message already accepted", "Message no longer available for download");
  }

  /** The headers of a message; empty ones are left out. */
  private Map<String, String> headers(StoredMessage message, int number) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(MexHeader.FROM, message.parties().sender());
    headers.put(MexHeader.TO, message.parties().recipient());
    headers.put(MexHeader.WORKFLOW_ID, message.labels().workflowId());
    headers.put(MexHeader.CHUNK_RANGE, number + ":" + message.body().totalChunks());
    headers.put(MexHeader.TOTAL_CHUNKS, Integer.toString(message.body().totalChunks()));
    headers.put(MexHeader.ADDRESS_TYPE, "ALL");
    headers.put(MexHeader.LOCAL_ID, message.labels().localId());
    headers.put(MexHeader.PARTNER_ID, message.labels().partnerId());
    headers.put(
        MexHeader.FILE_NAME,
        message.labels().fileName().isEmpty()
            ? message.id() + ".dat"
            : message.labels().fileName());
    headers.put(MexHeader.SUBJECT, message.labels().subject());
    headers.put(MexHeader.VERSION, "1.0");
    headers.put(MexHeader.MESSAGE_TYPE, message.report() ? "REPORT" : "DATA");
    headers.put(MexHeader.MESSAGE_ID, message.id());
    boolean success = !message.report() && !MessageViews.failed(message, mode);
    headers.put(MexHeader.LINKED_MESSAGE_ID, success ? "" : message.linkedMessageId());
    headers.put(MexHeader.STATUS_CODE, success ? "00" : message.state().statusCode());
    headers.put(MexHeader.STATUS_EVENT, success ? "TRANSFER" : message.state().statusEvent());
    headers.put(
        MexHeader.STATUS_DESCRIPTION,
        success ? "Transferred to recipient mailbox" : message.state().statusDescription());
    headers.put(MexHeader.STATUS_SUCCESS, success ? "SUCCESS" : "ERROR");
    headers.put(MexHeader.STATUS_TIMESTAMP, MeshTime.seconds(message.sentAt()));
    headers.put(MexHeader.CONTENT_COMPRESSED, message.body().compressed() ? "Y" : "");
    headers.put(MexHeader.CONTENT_ENCRYPTED, message.body().encrypted() ? "Y" : "");
    headers.put(MexHeader.CONTENT_CHECKSUM, message.body().checksum());
    headers.put(MexHeader.CONTENT_TYPE, message.body().contentType());
    headers.put("last-modified", MeshTime.http(message.state().statusAt()));
    headers.values().removeIf(String::isEmpty);
    return headers;
  }
}
