package gpcm.mesh;

import gpcm.mesh.MeshRequest.About;
import gpcm.mesh.MeshRequest.Slice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends one message: the first chunk once and never blindly again, the others as often as it takes.
 * MESH has no deduplication key, so a second first chunk would be a second message to the practice.
 */
final class MessageUpload {
  /** What MESH answers to a chunk of a message that it doesn't know, has purged, or has all of. */
  private static final Set<Integer> GONE = Set.of(404, 410, 423);

  /** What tracking says of a message of which every chunk has arrived. */
  private static final Set<String> WHOLE = Set.of("accepted", "acknowledged", "undeliverable");

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
    UploadProgress progress = new UploadProgress(sent.messageId(), 1, chunks, chunkBytes, gzip);
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
    Slice slice = slice(message, 1, chunks, chunkBytes, gzip);
    MeshRequest request =
        post("send a message", About.MAILBOX, "", headers(message, chunks), slice);
    try {
      HttpAnswer answer = http.unrepeatable(request);
      AnswerJson json;
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
      boolean trackable =
          !message.labels().sharedLocalId() && !message.labels().localId().isBlank();
      if (chunks > 1 && !trackable) {
        throw new MeshUnavailable(
            "The answer to the first of %d chunks was lost (%s). MESH delivers nothing without the others, so the message may be sent again."
                .formatted(chunks, doubt.getMessage()),
            doubt);
      }
      // Blank stands for "cannot be tracked": another message's local id must not settle this one.
      return tracking.settle(trackable ? message.labels().localId() : "", doubt);
    }
  }

  private void rest(
      OutgoingMessage message, UploadProgress start, Consumer<UploadProgress> listener) {
    UploadProgress progress = start;
    while (progress.delivered() < progress.totalChunks()) {
      try {
        chunk(message, progress);
      } catch (MeshUnavailable | MeshMailboxRefused e) {
        throw new MeshUploadInterrupted(progress, e, false);
      } catch (MeshRefused e) {
        if (!GONE.contains(e.status())) {
          throw e;
        }
        if (arrived(progress, e)) {
          return;
        }
        throw new MeshUploadInterrupted(progress, e, true);
      }
      progress = progress.next();
      listener.accept(progress);
    }
  }

  private void chunk(OutgoingMessage message, UploadProgress progress) {
    int number = progress.nextChunk();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(MexHeader.CHUNK_RANGE, number + ":" + progress.totalChunks());
    headers.put("content-type", "application/octet-stream");
    headers.put("content-encoding", progress.compressed() ? "gzip" : "");
    Slice slice =
        slice(
            message, number, progress.totalChunks(), progress.chunkBytes(), progress.compressed());
    String path = "/" + MeshClient.segment(progress.messageId()) + "/" + number;
    MeshAnswers.discard(
        http.repeatable(post("send chunk " + number, About.A_THING, path, headers, slice)));
  }

  /** A server takes no more chunks of a message that is whole: its last answer was lost. */
  private boolean arrived(UploadProgress progress, MeshRefused refused) {
    try {
      return tracking
          .byMessageId(progress.messageId())
          .filter(known -> WHOLE.contains(known.status()))
          .isPresent();
    } catch (MeshUnavailable | MeshMailboxRefused e) {
      e.addSuppressed(refused);
      throw new MeshUploadInterrupted(progress, e, false);
    }
  }

  private MeshRequest post(
      String purpose, About about, String path, Map<String, String> headers, Slice slice) {
    String outbox = "/messageexchange/" + MeshClient.segment(http.mailbox()) + "/outbox";
    return new MeshRequest(
        purpose, "POST", outbox + path, about, true, headers, Optional.of(slice));
  }

  private static Slice slice(
      OutgoingMessage message, int number, int chunks, long size, boolean gzip) {
    long offset = (number - 1) * size;
    long length = number < chunks ? size : message.body().length() - offset;
    return new Slice(message.body(), offset, length, gzip);
  }

  private Map<String, String> headers(OutgoingMessage message, int chunks) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(MexHeader.TO, message.to().text());
    headers.put(MexHeader.FROM, http.mailbox());
    headers.put(MexHeader.WORKFLOW_ID, message.workflowId());
    headers.put(MexHeader.LOCAL_ID, message.labels().localId());
    headers.put(MexHeader.SUBJECT, message.labels().subject());
    headers.put(MexHeader.FILE_NAME, message.labels().fileName());
    headers.put(MexHeader.PARTNER_ID, message.labels().partnerId());
    headers.put(MexHeader.CONTENT_CHECKSUM, message.form().checksum());
    headers.put(MexHeader.CONTENT_ENCRYPTED, message.form().encrypted() ? "Y" : "");
    headers.put(MexHeader.CONTENT_COMPRESSED, message.form().compressed() ? "Y" : "");
    headers.put(MexHeader.CHUNK_RANGE, chunks > 1 ? "1:" + chunks : "");
    headers.put(MexHeader.CONTENT_TYPE, chunks > 1 ? message.form().contentType() : "");
    headers.put(
        "content-type", chunks > 1 ? "application/octet-stream" : message.form().contentType());
    headers.put("content-encoding", gzip ? "gzip" : "");
    return headers;
  }
}
