package gpcm.pds.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal as PDS says it. */
final class OperationOutcome extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int status;
  private final String code;

  /**
   * @param status of HTTP
   * @param code Spine's, such as {@code RESOURCE_NOT_FOUND}
   * @param words for a person
   */
  OperationOutcome(int status, String code, String words) {
    super(words, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode().put("resourceType", "OperationOutcome");
    ObjectNode issue =
        json.putArray("issue")
            .addObject()
            .put("severity", informs() ? "information" : "error")
            .put("code", issueCode());
    issue
        .putObject("details")
        .putArray("coding")
        .addObject()
        .put("system", "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode")
        .put("version", "1")
        .put("code", code)
        .put("display", getMessage());
    issue.put("diagnostics", getMessage());
    return json;
  }

  private boolean informs() {
    return code.equals("RESOURCE_NOT_FOUND") || code.equals("TOO_MANY_MATCHES");
  }

  private String issueCode() {
    return switch (code) {
      case "TOO_MANY_MATCHES" -> "multiple-matches";
      case "MISSING_VALUE" -> "required";
      case "INVALID_VALUE", "INVALID_RESOURCE_ID", "INVALID_SEARCH_DATA", "TOO_MANY_REQUESTS" ->
          "value";
      case "ACCESS_DENIED", "INVALID_METHOD" -> "forbidden";
      case "RESOURCE_NOT_FOUND" -> "not-found";
      case "UNABLE_TO_CALL_SERVICE", "SERVICE_UNAVAILABLE" -> "timeout";
      case "UNKNOWN_ERROR" -> "exception";
      default -> "processing";
    };
  }
}
