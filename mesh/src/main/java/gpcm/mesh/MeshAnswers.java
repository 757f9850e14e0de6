package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the JSON answers of both API versions. Answers are bounded in size; fields we don't know
 * are ignored.
 */
final class MeshAnswers {
  private static final int LONGEST = 8 << 20;

  private MeshAnswers() {}

  /** Reads the whole body as JSON. */
  static AnswerJson json(String purpose, HttpAnswer answer) {
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
      return AnswerJson.read(bytes);
    } catch (IOException e) {
      throw new MeshUnavailable(
          "The answer isn't JSON while MESH was asked to " + purpose + ". Is this a MESH server?");
    }
  }

  /** The body with transfer compression undone. */
  static InputStream body(HttpAnswer answer) throws IOException {
    boolean gzip = answer.header("content-encoding").filter("gzip"::equalsIgnoreCase).isPresent();
    return gzip ? new BoundedGunzip(answer.body(), Long.MAX_VALUE) : answer.body();
  }

  /** Reads a body nobody needs, so that its connection can be used again. */
  static void discard(HttpAnswer answer) {
    try (InputStream in = answer.body()) {
      in.readNBytes(64 * 1024);
    } catch (IOException e) {
      // The connection is gone; the next call opens another.
    }
  }

  /** The refusal an error answer states, in whichever of the three forms it comes. */
  static MeshException refusal(MeshRequest request, HttpAnswer answer) {
    AnswerJson body = errorBody(request, answer);
    List<AnswerJson> details = body.path("detail").items();
    AnswerJson detail = details.isEmpty() ? AnswerJson.NOTHING : details.getFirst();
    String event = Printable.of(detail.text("event").or(() -> body.text("errorEvent")).orElse(""));
    String code = Printable.of(detail.text("code").or(() -> body.text("errorCode")).orElse(""));
    String place =
        String.join(
            " ", detail.path("loc").items().stream().flatMap(one -> one.text().stream()).toList());
    String description =
        Printable.of(
            detail
                .text("msg")
                .or(() -> body.text("errorDescription"))
                .or(() -> body.text("detail"))
                .map(text -> place.isEmpty() ? text : text + " (" + place + ")")
                .or(() -> body.text("message"))
                .orElse("without a reason"));
    return reason(request, answer.status(), description)
        .<MeshException>map(
            reason ->
                new MeshMailboxRefused(
                    reason, request.purpose(), answer.status(), told(event, code, description)))
        .orElseGet(
            () -> new MeshRefused(request.purpose(), answer.status(), event, code, description));
  }

  private static AnswerJson errorBody(MeshRequest request, HttpAnswer answer) {
    try {
      return json(request.purpose(), answer);
    } catch (MeshUnavailable e) {
      return AnswerJson.NOTHING;
    }
  }

  private static String told(String event, String code, String description) {
    String mesh = (event + " " + code).strip();
    return mesh.isEmpty() ? description : "(" + mesh + ") " + description;
  }

  /** What is wrong with the mailbox or the way; empty when it is this very call. */
  private static Optional<MeshMailboxRefused.Reason> reason(
      MeshRequest request, int status, String description) {
    boolean aboutThing = request.about() == MeshRequest.About.A_THING;
    return switch (status) {
      case 401 -> Optional.of(MeshMailboxRefused.Reason.LOGIN);
      case 407 -> Optional.of(MeshMailboxRefused.Reason.PROXY_LOGIN);
      // The one word is MESH's answer when a message belongs to another mailbox.
      case 403 ->
          aboutThing && description.equals("Forbidden")
              ? Optional.empty()
              : Optional.of(MeshMailboxRefused.Reason.LOGIN);
      case 301, 302, 303, 307, 308 -> Optional.of(MeshMailboxRefused.Reason.ADDRESS);
      case 404, 405 ->
          aboutThing ? Optional.empty() : Optional.of(MeshMailboxRefused.Reason.ADDRESS);
      default -> Optional.empty();
    };
  }

  /** The id of an accepted message in either version. */
  static Optional<String> messageId(AnswerJson json) {
    return json.text("message_id").or(() -> json.text("messageID"));
  }

  static InboxPage inbox(AnswerJson json, InboxQuery query) {
    List<String> ids =
        json.path("messages").items().stream().flatMap(id -> id.text().stream()).toList();
    Optional<String> next = json.path("links").text("next").flatMap(MeshAnswers::continueFrom);
    boolean v1 = !json.path("links").present();
    if (v1 && ids.size() >= query.maxResults()) {
      next = Optional.of(ids.getLast());
    }
    Optional<Long> count = json.number("approx_inbox_count");
    return new InboxPage(
        ids, next, count.isPresent() ? OptionalLong.of(count.get()) : OptionalLong.empty());
  }

  private static Optional<String> continueFrom(String link) {
    String query = link.substring(link.indexOf('?') + 1);
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("continue_from=")) {
        return Optional.of(URLDecoder.decode(pair.substring(14), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  static List<MeshEndpoint> endpoints(AnswerJson json) {
    List<MeshEndpoint> found = new ArrayList<>();
    for (AnswerJson one : json.path("results").items()) {
      String id = one.text("mailbox_id").or(() -> one.text("address")).orElse("");
      found.add(
          new MeshEndpoint(
              id, one.text("mailbox_name").or(() -> one.text("description")).orElse("")));
    }
    return List.copyOf(found);
  }

  static Tracking tracking(AnswerJson json) {
    return new Tracking(
        json.text("message_id").or(() -> json.text("messageId")).orElse(""),
        json.text("local_id").or(() -> json.text("localId")).orElse(""),
        json.text("workflow_id").or(() -> json.text("workflowId")).orElse(""),
        json.text("recipient").orElse(""),
        json.text("status").orElse("").toLowerCase(Locale.ROOT),
        json.texts());
  }
}
