package gpcm.oidc.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.Map;

/** JSON answers, which nobody may keep. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static void write(Context context, int status, Map<String, Object> value) {
    try {
      context
          .status(status)
          .header("Cache-Control", "no-store")
          .contentType("application/json")
          .result(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
