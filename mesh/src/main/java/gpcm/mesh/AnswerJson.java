package gpcm.mesh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a JSON answer: an object, an array, a text, or nothing. Numbers and truth values are
 * kept as the text they were written in; what is missing reads as nothing, as an unknown field
 * does.
 *
 * @param value a map, a list, a string, or this class's mark for nothing
 */
record AnswerJson(Object value) {
  static final AnswerJson NOTHING = new AnswerJson(new Object());

  private static final JsonFactory FACTORY = JsonFactory.builder().build();
  private static final int DEEPEST = 50;

  /**
   * Reads a whole answer.
   *
   * @throws IOException when it isn't one JSON value
   */
  static AnswerJson read(byte[] bytes) throws IOException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return NOTHING;
      }
      AnswerJson read = value(parser, 0);
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON value");
      }
      return read;
    }
  }

  private static AnswerJson value(JsonParser parser, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("JSON nested too deep");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, AnswerJson> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser, depth + 1));
        }
        yield new AnswerJson(fields);
      }
      case START_ARRAY -> {
        List<AnswerJson> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser, depth + 1));
        }
        yield new AnswerJson(items);
      }
      case VALUE_NULL -> NOTHING;
      default -> new AnswerJson(parser.getText());
    };
  }

  /** The field with this name; nothing when there is none. */
  AnswerJson path(String field) {
    return value instanceof Map<?, ?> fields && fields.get(field) instanceof AnswerJson found
        ? found
        : NOTHING;
  }

  /** The items of an array; none of anything else. */
  List<AnswerJson> items() {
    if (!(value instanceof List<?> list)) {
      return List.of();
    }
    return list.stream().map(AnswerJson.class::cast).toList();
  }

  /** The fields of an object that are texts, numbers or truth values. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> fields) {
      fields.forEach(
          (name, field) -> {
            if (field instanceof AnswerJson(String text)) {
              texts.put((String) name, text);
            }
          });
    }
    return texts;
  }

  /** Whether it is there at all. */
  @SuppressWarnings("ReferenceEquality") // one value stands for nothing; a null is something
  boolean present() {
    return this != NOTHING;
  }

  /** The text, unless it is empty or something else. */
  Optional<String> text() {
    return value instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
  }

  /** The text of a field, unless it is empty or missing. */
  Optional<String> text(String field) {
    return path(field).text();
  }

  /** The whole number of a field. */
  Optional<Long> number(String field) {
    try {
      return text(field).map(Long::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
