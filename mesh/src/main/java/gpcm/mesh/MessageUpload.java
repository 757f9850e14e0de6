package gpcm.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.mesh.MeshRequest.Slice;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends one message: the first chunk once and never blindly again, the others as often as it takes.
 * MESH has no deduplication key, so a second first chunk would be a second message to the practice.
 */
final class MessageUpload {
  private final MeshHttp http;
  private final MeshTracking tracking;
  private final long chunkBytes;
  private final boolean gzip;

  MessageUpload(MeshHttp http, MeshTracking tracking, long chunkBytes, boolean gzip) {
    this.http = http;
    this.tracking = tracking;
    this.chunkBytes = chunkBytes;
    this.gzip = gzip;
  }

  SentMessage send(OutgoingMessage message, Consumer<UploadProgress> listener) {
    int chunks = message.chunks(chunkBytes);
    SentMessage sent = first(message, chunks);
    UploadProgress progress = new UploadProgress(sent.messageId(), 1, chunks, chunkBytes);
    listener.accept(progress);
    rest(message, progress, listener);
    return sent;
  }

  SentMessage resume(
      OutgoingMessage message, UploadProgress progress, Consumer<UploadProgress> listener) {
    if (message.chunks(progress.chunkBytes()) != progress.totalChunks()) {
      throw new IllegalArgumentException(
          "The body has %d bytes, which isn't what %d chunks of %d bytes were started with; send it as a new message"
              .formatted(message.body().length(), progress.totalChunks(), progress.chunkBytes()));
    }
    rest(message, progress, listener);
    return new SentMessage(progress.messageId(), false);
  }

  private SentMessage first(OutgoingMessage message, int chunks) {
    Slice slice = slice(message, 1, chunks, chunkBytes);
    MeshRequest request = post("send a message", "", headers(message, chunks), slice);
    try {
      HttpResponse<InputStream> answer = http.unrepeatable(request);
      JsonNode json;
      try {
        json = MeshAnswers.json("send a message", answer);
      } catch (MeshUnavailable e) {
        throw new MeshHttp.Doubt(e);
      }
      Optional<String> id = MeshAnswers.messageId(json);
      if (id.isEmpty()) {
        throw new MeshHttp.Doubt(new MeshUnavailable("The answer to the send has no message id"));
      }
      return new SentMessage(id.get(), false);
    } catch (MeshHttp.Doubt doubt) {
      // Blank stands for "cannot be tracked": another message's local id must not settle this one.
      return tracking.settle(message.sharedLocalId() ? "" : message.localId(), doubt);
    }
  }

  private void rest(
      OutgoingMessage message, UploadProgress start, Consumer<UploadProgress> listener) {
    UploadProgress progress = start;
    while (progress.delivered() < progress.totalChunks()) {
      int number = progress.delivered() + 1;
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(MexHeader.CHUNK_RANGE, number + ":" + progress.totalChunks());
      headers.put("content-type", "application/octet-stream");
      headers.put("content-encoding", gzip ? "gzip" : "");
      Slice slice = slice(message, number, progress.totalChunks(), progress.chunkBytes());
      String path = "/" + MeshClient.segment(progress.messageId()) + "/" + number;
      try {
        MeshAnswers.discard(http.repeatable(post("send chunk " + number, path, headers, slice)));
      } catch (MeshRefused | MeshUnavailable e) {
        throw new MeshUploadInterrupted(progress, e);
      }
      progress = progress.next();
      listener.accept(progress);
    }
  }

  private MeshRequest post(String purpose, String path, Map<String, String> headers, Slice slice) {
    String outbox = "/messageexchange/" + MeshClient.segment(http.mailbox()) + "/outbox";
    return new MeshRequest(purpose, "POST", outbox + path, true, headers, Optional.of(slice));
  }

  private Slice slice(OutgoingMessage message, int number, int chunks, long size) {
    long offset = (number - 1) * size;
    long length = number < chunks ? size : message.body().length() - offset;
    return new Slice(message.body(), offset, length, gzip);
  }

  private Map<String, String> headers(OutgoingMessage message, int chunks) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(MexHeader.TO, message.to().text());
    headers.put(MexHeader.FROM, http.mailbox());
    headers.put(MexHeader.WORKFLOW_ID, message.workflowId());
    headers.put(MexHeader.LOCAL_ID, message.localId());
    headers.put(MexHeader.SUBJECT, message.subject());
    headers.put(MexHeader.FILE_NAME, message.fileName());
    headers.put(MexHeader.PARTNER_ID, message.partnerId());
    headers.put(MexHeader.CONTENT_CHECKSUM, message.checksum());
    headers.put(MexHeader.CONTENT_ENCRYPTED, message.encrypted() ? "Y" : "");
    headers.put(MexHeader.CONTENT_COMPRESSED, message.compressed() ? "Y" : "");
    headers.put(MexHeader.CHUNK_RANGE, chunks > 1 ? "1:" + chunks : "");
    headers.put(MexHeader.CONTENT_TYPE, chunks > 1 ? message.contentType() : "");
    headers.put("content-type", chunks > 1 ? "application/octet-stream" : message.contentType());
    headers.put("content-encoding", gzip ? "gzip" : "");
    return headers;
  }
}
