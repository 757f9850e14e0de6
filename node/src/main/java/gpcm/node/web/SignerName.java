package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who does something, as it is recorded: the person who has signed in, or the machine, which may
 * state for whom it does it: {@code {"by": "..."}}.
 */
final class SignerName {
  /** A name of 100 characters, each written as an escape, and room for what stands around it. */
  private static final int MOST = 4096;

  private static final int LONGEST = 100;

  private static final String TOO_LARGE =
      "only the name of who does it is expected here, of 100 characters at most";

  private SignerName() {}

  static String of(Context context) throws IOException {
    Caller caller = Caller.of(context);
    if (caller instanceof Caller.Person) {
      return caller.name();
    }
    return of(context, stated(context));
  }

  /** The same of a machine that has said for whom, or has not. */
  static String of(Context context, Optional<String> stated) {
    Caller caller = Caller.of(context);
    if (caller instanceof Caller.Person) {
      return caller.name();
    }
    Optional<String> named =
        stated.map(SignerName::checked).map(by -> by + ", stated by " + caller.name());
    named.ifPresent(Trail.of(context)::named);
    return named.orElse(caller.name());
  }

  private static Optional<String> stated(Context context) throws IOException {
    String type = context.contentType();
    if (type != null && !type.toLowerCase(Locale.ROOT).matches("\\s*application/json\\s*(;.*)?")) {
      throw new ProblemException(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE, "send {\"by\": \"...\"} as application/json");
    }
    byte[] bytes = BoundedBody.read(context, MOST, TOO_LARGE);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    JsonNode body;
    try {
      body = ApiJson.read(bytes);
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ProblemKind.INVALID_JSON, "the body is not JSON: send {\"by\": \"...\"}");
    }
    boolean unknown = body.properties().stream().anyMatch(field -> !field.getKey().equals("by"));
    if (unknown) {
      throw refused("", "must have the field 'by' and no other", "leave the others out");
    }
    return Optional.of(checked(body.path("by").isTextual() ? body.path("by").textValue() : ""));
  }

  static String checked(String by) {
    String name = by.strip();
    try {
      CheckedText.line("Name", name);
    } catch (InvalidValueException e) {
      throw refused("/by", e.rule(), "send your name or initials");
    }
    if (name.codePointCount(0, name.length()) > LONGEST) {
      throw refused("/by", "must be 1 to 100 characters", "send your name or initials");
    }
    return name;
  }

  private static ProblemException refused(String pointer, String detail, String remedy) {
    return new ProblemException(
        ProblemKind.WHO_IS_MISSING,
        "who does it must be named",
        List.of(new ProblemException.FieldProblem(pointer, detail, remedy)));
  }
}
