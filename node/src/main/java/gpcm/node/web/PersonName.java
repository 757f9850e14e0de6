package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** Who does something, as they sign it: {@code {"by": "..."}}, or a form's field {@code by}. */
final class PersonName {
  /** A name of 100 characters, each written as an escape, and room for what stands around it. */
  private static final int MOST = 4096;

  private static final String TOO_LARGE =
      "only the name of who does it is expected here, of 100 characters at most";

  private PersonName() {}

  /** Of a JSON body. */
  static String ofJson(Context context) throws IOException {
    JsonNode body;
    try {
      body = ApiJson.read(RequestBody.read(context, MOST, TOO_LARGE));
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          400, "invalid-json", "the body is not JSON: send {\"by\": \"...\"}");
    }
    return checked(body.path("by").asText(""));
  }

  /** Of a page's form. */
  static String ofForm(Context context) throws IOException {
    return checked(RequestBody.formField(context, MOST, TOO_LARGE, "by").orElse(""));
  }

  private static String checked(String by) {
    String name = by.strip();
    if (name.isEmpty() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(
          422,
          "who-is-missing",
          "who does it must be named",
          List.of(
              new ProblemException.FieldProblem(
                  "/by", "must be 1 to 100 characters", "send your name or initials")));
    }
    return name;
  }
}
