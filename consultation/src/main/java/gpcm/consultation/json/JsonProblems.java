package gpcm.consultation.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one reading, and masks what must not be repeated. Not thread-safe. */
final class JsonProblems {
  /** More than anybody reads; a hostile document must not fill memory with complaints. */
  private static final int MOST = 500;

  private static final int LONGEST_VALUE = 100;
  private static final int LONGEST_POINTER = 300;

  /** Only these hold no patient data; everything else, known or not, is masked. */
  private static final List<String> SHOWN =
      List.of(
          "/useCase",
          "/encounterId",
          "/version",
          "/confidential",
          "/occurredAt",
          "/submittedAt",
          "/replaces",
          "/organisation",
          "/registeredPractice");

  private final List<JsonProblem> found = new ArrayList<>();
  private int count;
  private boolean malformed;

  int count() {
    return count;
  }

  void add(JsonPointer at, JsonNode value, String rule, String remedy) {
    add(at, shown(at.toString(), value), rule, remedy);
  }

  void add(JsonPointer at, String shown, String rule, String remedy) {
    count++;
    if (found.size() < MOST) {
      String pointer = at.toString();
      found.add(
          new JsonProblem(
              pointer.length() > LONGEST_POINTER
                  ? pointer.substring(0, LONGEST_POINTER) + "…"
                  : pointer,
              shown,
              rule,
              remedy));
    }
  }

  /** What was found says that the text is no JSON, and so that there is no value to look at. */
  void malformed() {
    malformed = true;
  }

  void throwIfAny() {
    if (count > 0) {
      throw new InvalidConsultationException(found, malformed);
    }
  }

  private static String shown(String pointer, JsonNode value) {
    String kind =
        switch (value.getNodeType()) {
          case MISSING -> "nothing";
          case NULL -> "null";
          case ARRAY -> "an array of " + value.size();
          case OBJECT -> "an object";
          case BOOLEAN -> value.asText();
          case NUMBER -> "a number";
          default -> "text of " + value.asText().length() + " characters";
        };
    boolean harmless =
        SHOWN.stream().anyMatch(open -> pointer.equals(open) || pointer.startsWith(open + "/"));
    if (!value.isValueNode() || value.isNull() || value.isMissingNode() || !harmless) {
      return kind;
    }
    String text = value.asText();
    return "'"
        + (text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text)
        + "'";
  }
}
