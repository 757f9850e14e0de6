package gpcm.mesh.server;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer before it is written.
 *
 * @param status HTTP status
 * @param headers without content type
 * @param contentType empty text for none
 * @param content JSON value, stream or nothing
 */
record Reply(int status, Map<String, String> headers, String contentType, Content content) {
  static final String JSON = "application/json";
  static final String V2_JSON = "application/vnd.mesh.v2+json";

  /** What the body is. */
  sealed interface Content {
    /** No body. */
    record None() implements Content {}

    /** A value to write as JSON. */
    record Json(Object value) implements Content {}

    /** Ready text. */
    record Text(String value) implements Content {}

    /** Bytes; the length when it is known. */
    record Bytes(InputStream stream, Optional<Long> length) implements Content {}

    /** Bytes to be compressed with gzip as they go out. */
    record Packed(InputStream plain) implements Content {}
  }

  static Reply empty(int status) {
    return new Reply(status, Map.of(), "", new Content.None());
  }

  static Reply json(int status, Object value) {
    return new Reply(status, Map.of(), JSON, new Content.Json(value));
  }

  static Reply v2(int status, Object value) {
    return new Reply(status, Map.of(), V2_JSON, new Content.Json(value));
  }

  /** A JSON object with fields in the order given; a value that is empty text stays. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
