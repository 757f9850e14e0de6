package gpcm.mesh.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes answers and error bodies. */
final class Replies {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String INTERNAL = "An internal error occurred.\n\nPlease contact support.";

  private Replies() {}

  static void write(Reply reply, Context context) throws IOException {
    context.status(reply.status());
    reply.headers().forEach(context::header);
    if (reply.status() == 429) {
      // A mailbox's allowance is full again after a second.
      context.header("retry-after", "1");
    }
    if (!reply.contentType().isEmpty()) {
      context.res().setContentType(reply.contentType());
    }
    switch (reply.content()) {
      case Reply.Content.None none -> context.res().setContentType(null);
      case Reply.Content.Json(Object value) -> bytes(context, json(value));
      case Reply.Content.Text(String value) ->
          bytes(context, value.getBytes(StandardCharsets.UTF_8));
      case Reply.Content.Bytes(InputStream stream, var length) -> {
        try (stream) {
          length.ifPresent(context.res()::setContentLengthLong);
          stream.transferTo(context.res().getOutputStream());
        }
      }
      case Reply.Content.Packed(InputStream plain) -> {
        try (plain;
            OutputStream packed = new GZIPOutputStream(context.res().getOutputStream())) {
          plain.transferTo(packed);
        }
      }
    }
  }

  private static void bytes(Context context, byte[] content) throws IOException {
    context.res().setContentLength(content.length);
    context.res().getOutputStream().write(content);
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
