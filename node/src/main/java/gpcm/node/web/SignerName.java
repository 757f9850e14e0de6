package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Who does something, as they sign it: {@code {"by": "..."}}, or a form's field {@code by}. */
final class SignerName {
  /** A name of 100 characters, each written as an escape, and room for what stands around it. */
  private static final int MOST = 4096;

  private static final int LONGEST = 100;

  private static final String TOO_LARGE =
      "only the name of who does it is expected here, of 100 characters at most";

  private SignerName() {}

  /** Of a JSON body. */
  static String ofJson(Context context) throws IOException {
    String type = context.contentType();
    if (type != null && !type.toLowerCase(Locale.ROOT).matches("\\s*application/json\\s*(;.*)?")) {
      throw new ProblemException(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE, "send {\"by\": \"...\"} as application/json");
    }
    JsonNode body;
    try {
      body = ApiJson.read(BoundedBody.read(context, MOST, TOO_LARGE));
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ProblemKind.INVALID_JSON, "the body is not JSON: send {\"by\": \"...\"}");
    }
    boolean unknown = body.properties().stream().anyMatch(field -> !field.getKey().equals("by"));
    if (unknown) {
      throw refused("", "must have the field 'by' and no other", "leave the others out");
    }
    return checked(body.path("by").isTextual() ? body.path("by").textValue() : "");
  }

  /** Of a page's form. */
  static String ofForm(Context context) throws IOException {
    return checked(BoundedBody.formField(context, MOST, TOO_LARGE, "by").orElse(""));
  }

  private static String checked(String by) {
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
