package gpcm.audit.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts and truth values. */
final class FhirJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FhirJson() {}

  static String write(Map<String, Object> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = JSON.createGenerator(text)) {
      value(object, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void value(Object value, JsonGenerator to) throws IOException {
    switch (value) {
      // FHIR has no control characters in texts.
      case String string ->
          to.writeString(string.replaceAll("[\\p{Cntrl}&&[^\\t\\r\\n]]", "\uFFFD"));
      case Boolean truth -> to.writeBoolean(truth);
      case List<?> list -> {
        to.writeStartArray();
        for (Object each : list) {
          value(each, to);
        }
        to.writeEndArray();
      }
      case Map<?, ?> map -> {
        to.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
          to.writeFieldName((String) member.getKey());
          value(member.getValue(), to);
        }
        to.writeEndObject();
      }
      default -> throw new IllegalStateException("no JSON for " + value.getClass());
    }
  }
}
