package gpcm.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the JSON answers of both API versions. Answers are bounded in size; fields we don't know
 * are ignored.
 */
final class MeshAnswers {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST = 8 << 20;

  private MeshAnswers() {}

  /** Reads the whole body as JSON. */
  static JsonNode json(String purpose, HttpResponse<InputStream> answer) {
    byte[] bytes;
    try (InputStream in = body(answer)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new MeshUnavailable("The answer broke off while MESH was asked to " + purpose, e);
    }
    if (bytes.length > LONGEST) {
      throw new MeshUnavailable(
          "The answer is longer than 8 MiB while MESH was asked to " + purpose);
    }
    try {
      return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new MeshUnavailable(
          "The answer isn't JSON while MESH was asked to " + purpose + ". Is this a MESH server?");
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  /** The body with transfer compression undone. */
  static InputStream body(HttpResponse<InputStream> answer) throws IOException {
    boolean gzip =
        answer
            .headers()
            .firstValue("content-encoding")
            .filter("gzip"::equalsIgnoreCase)
            .isPresent();
    return gzip ? new BoundedGunzip(answer.body(), Long.MAX_VALUE) : answer.body();
  }

  /** Reads a body nobody needs, so that its connection can be used again. */
  static void discard(HttpResponse<InputStream> answer) {
    try (InputStream in = answer.body()) {
      in.readNBytes(64 * 1024);
    } catch (IOException e) {
      // The connection is gone; the next call opens another.
    }
  }

  /** The refusal an error answer states, in whichever of the three forms it comes. */
  static MeshRefused refusal(String purpose, HttpResponse<InputStream> answer) {
    JsonNode body;
    try {
      body = json(purpose, answer);
    } catch (MeshUnavailable e) {
      body = MissingNode.getInstance();
    }
    JsonNode detail =
        body.path("detail").isArray() ? body.path("detail").path(0) : MissingNode.getInstance();
    String event = detail.path("event").asText(body.path("errorEvent").asText(""));
    String code = detail.path("code").asText(body.path("errorCode").asText(""));
    String text =
        detail
            .path("msg")
            .asText(body.path("errorDescription").asText(body.path("detail").asText("")));
    List<String> where = new ArrayList<>();
    detail.path("loc").forEach(part -> where.add(part.asText()));
    String place = where.isEmpty() ? "" : " (" + String.join(" ", where) + ")";
    return new MeshRefused(
        purpose,
        answer.statusCode(),
        Printable.of(event),
        Printable.of(code),
        Printable.of(
            text.isEmpty() ? body.path("message").asText("without a reason") : text + place));
  }

  /** The id of an accepted message in either version. */
  static Optional<String> messageId(JsonNode json) {
    return text(json, "message_id").or(() -> text(json, "messageID"));
  }

  static InboxPage inbox(JsonNode json, InboxQuery query) {
    List<String> ids = new ArrayList<>();
    json.path("messages").forEach(id -> ids.add(id.asText()));
    Optional<String> next = text(json.path("links"), "next").flatMap(MeshAnswers::continueFrom);
    boolean v1 = json.path("links").isMissingNode();
    if (v1 && ids.size() >= query.maxResults()) {
      next = Optional.of(ids.getLast());
    }
    JsonNode count = json.path("approx_inbox_count");
    return new InboxPage(
        ids, next, count.isNumber() ? OptionalLong.of(count.asLong()) : OptionalLong.empty());
  }

  private static Optional<String> continueFrom(String link) {
    String query = Optional.ofNullable(URI.create(link).getRawQuery()).orElse("");
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("continue_from=")) {
        return Optional.of(URLDecoder.decode(pair.substring(14), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  static List<MeshEndpoint> endpoints(JsonNode json) {
    List<MeshEndpoint> found = new ArrayList<>();
    for (JsonNode one : json.path("results")) {
      String id = text(one, "mailbox_id").or(() -> text(one, "address")).orElse("");
      found.add(
          new MeshEndpoint(
              id, text(one, "mailbox_name").or(() -> text(one, "description")).orElse("")));
    }
    return List.copyOf(found);
  }

  static Tracking tracking(JsonNode json) {
    Map<String, String> all = new LinkedHashMap<>();
    json.properties().forEach(field -> all.put(field.getKey(), field.getValue().asText()));
    return new Tracking(
        text(json, "message_id").or(() -> text(json, "messageId")).orElse(""),
        text(json, "local_id").or(() -> text(json, "localId")).orElse(""),
        text(json, "workflow_id").or(() -> text(json, "workflowId")).orElse(""),
        text(json, "recipient").orElse(""),
        text(json, "status").orElse("").toLowerCase(Locale.ROOT),
        all);
  }

  static Optional<String> text(JsonNode json, String field) {
    return Optional.of(json.path(field).asText("")).filter(text -> !text.isEmpty());
  }
}
