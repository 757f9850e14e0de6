package gpcm.mesh.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Writes answers and error bodies. */
final class Replies {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int AT_ONCE = 128 * 1024;
  private static final String INTERNAL = "An internal error occurred.\n\nPlease contact support.";

  private Replies() {}

  static void write(Reply reply, Exchange exchange) throws HttpException, IOException {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    if (reply.status() == 429) {
      // A mailbox's allowance is full again after a second.
      headers.put("retry-after", "1");
    }
    if (!reply.contentType().isEmpty()) {
      headers.put("content-type", reply.contentType());
    }
    headers.replaceAll((name, value) -> oneLine(value));
    int status = reply.status();
    switch (reply.content()) {
      case Reply.Content.None none -> exchange.answer(status, headers);
      case Reply.Content.Json(Object value) ->
          exchange.answer(status, headers, new ByteArrayEntity(json(value), null));
      case Reply.Content.Text(String value) ->
          exchange.answer(
              status, headers, new ByteArrayEntity(value.getBytes(StandardCharsets.UTF_8), null));
      case Reply.Content.Bytes(InputStream stream, Optional<Long> length)
          when length.isPresent() -> {
        try (stream) {
          exchange.answer(status, headers, length.get(), out -> whole(stream, length.get(), out));
        }
      }
      case Reply.Content.Bytes(InputStream stream, var unknown) -> {
        try (stream) {
          exchange.answer(status, headers, Exchange.UNKNOWN_LENGTH, stream::transferTo);
        }
      }
      case Reply.Content.Packed(InputStream plain) -> {
        try (plain) {
          exchange.answer(status, headers, Exchange.UNKNOWN_LENGTH, out -> pack(plain, out));
        }
      }
    }
  }

  /** The body for a request whose head can't be read: so it is not known which version it wants. */
  static HttpEntity malformed(int status, String why) {
    Refusal.Body.Mesh mesh =
        status == 400
            ? new Refusal.Body.Mesh("TRANSFER", "06", "MalformedControlFile", Optional.empty())
            : new Refusal.Body.Mesh("TRANSFER", "", oneLine(why), Optional.empty());
    return new ByteArrayEntity(json(v1(mesh)), ContentType.APPLICATION_JSON);
  }

  private static void whole(InputStream stream, long length, OutputStream out) throws IOException {
    byte[] piece = new byte[(int) Math.min(length, AT_ONCE)];
    long left = length;
    while (left > 0) {
      int read = stream.readNBytes(piece, 0, (int) Math.min(left, piece.length));
      if (read == 0) {
        throw new EOFException("the content ends early");
      }
      out.write(piece, 0, read);
      left -= read;
    }
  }

  private static void pack(InputStream plain, OutputStream out) throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(out, 8 * 1024);
    plain.transferTo(packed);
    packed.finish();
  }

  /** What a sender put into a header must not become a header of its own. */
  private static String oneLine(String value) {
    return value.chars().anyMatch(c -> c < 0x20) ? value.replaceAll("[\\x00-\\x1f]", " ") : value;
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer can't be written as JSON", e);
    }
  }

  /** The error body in the form of the version asked for. */
  static Reply of(Refusal refusal, int version) {
    int status = refusal.status();
    return switch (refusal.body()) {
      case Refusal.Body.Plain plain -> Reply.json(status, Reply.object("message", INTERNAL));
      case Refusal.Body.Detail(String text) -> Reply.json(status, Reply.object("detail", text));
      case Refusal.Body.Mesh mesh when version == 1 -> Reply.json(status, v1(mesh));
      case Refusal.Body.Mesh mesh -> Reply.v2(status, v2(mesh));
      case Refusal.Body.Invalid invalid -> {
        Map<String, Object> detail =
            Reply.object(
                "type",
                invalid.type(),
                "loc",
                List.of(invalid.in(), invalid.name()),
                "msg",
                invalid.text());
        invalid.input().ifPresent(input -> detail.put("input", input));
        if (!invalid.context().isEmpty()) {
          detail.put("ctx", invalid.context());
        }
        Map<String, Object> body = Reply.object("detail", List.of(detail));
        invalid.input().filter(JsonNode.class::isInstance).ifPresent(all -> body.put("body", all));
        yield Reply.json(status, body);
      }
    };
  }

  private static Map<String, Object> v1(Refusal.Body.Mesh mesh) {
    Map<String, Object> body = Reply.object();
    mesh.messageId().ifPresent(id -> body.put("messageID", id));
    body.put("errorEvent", mesh.event());
    body.put("errorCode", mesh.code());
    body.put("errorDescription", mesh.text());
    return body;
  }

  private static Map<String, Object> v2(Refusal.Body.Mesh mesh) {
    Map<String, Object> body = Reply.object();
    mesh.messageId().ifPresent(id -> body.put("message_id", id));
    body.put(
        "detail",
        List.of(Reply.object("event", mesh.event(), "code", mesh.code(), "msg", mesh.text())));
    return body;
  }
}
