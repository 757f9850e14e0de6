package gpcm.audit.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of RFC 8785 (JSON Canonicalization Scheme) that entries need: objects, arrays, strings
 * and integers. Fractions, true, false and null are refused, so that the difficult half of the RFC,
 * how a double is written, is not needed. The one library for it has stood still since 2018.
 */
final class CanonicalJson {
  /** How many bytes an object has at most: what a bundle of tlog-tiles can hold. */
  static final int LARGEST = 65_535;

  /** What a double holds exactly, and so every reader of JSON. */
  private static final long LARGEST_NUMBER = (1L << 53) - 1;

  private static final int DEEPEST = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxDocumentLength(LARGEST)
                  .maxStringLength(LARGEST)
                  .maxNameLength(100)
                  .maxNumberLength(20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private CanonicalJson() {}

  /**
   * The canonical bytes.
   *
   * @param object of maps, lists, strings, and numbers as {@link Long} or {@link Integer}
   * @throws EntryException when it is too large, or holds what has no canonical form here
   */
  static byte[] write(Map<String, ?> object) {
    StringBuilder text = new StringBuilder(512);
    value(object, text);
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      if (bytes.remaining() > LARGEST) {
        throw new EntryException(
            "an entry has at most %d bytes, not %d".formatted(LARGEST, bytes.remaining()));
      }
      byte[] canonical = new byte[bytes.remaining()];
      bytes.get(canonical);
      return canonical;
    } catch (CharacterCodingException e) {
      throw new EntryException("a text has half a character (a lone surrogate)", e);
    }
  }

  private static void value(Object value, StringBuilder text) {
    switch (value) {
      case String string -> string(string, text);
      case Integer number -> number(number, text);
      case Long number -> number(number, text);
      case List<?> list -> {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
          text.append(i == 0 ? "" : ",");
          value(list.get(i), text);
        }
        text.append(']');
      }
      case Map<?, ?> map -> object(map, text);
      default ->
          throw new EntryException(
              "a %s has no place in an entry".formatted(value.getClass().getSimpleName()));
    }
  }

  private static void object(Map<?, ?> map, StringBuilder text) {
    // Java compares strings by UTF-16 code units, as RFC 8785 sorts names.
    TreeMap<String, Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put((String) name, value));
    text.append('{');
    String comma = "";
    for (Map.Entry<String, Object> member : sorted.entrySet()) {
      text.append(comma);
      string(member.getKey(), text);
      text.append(':');
      value(member.getValue(), text);
      comma = ",";
    }
    text.append('}');
  }

  private static void number(long number, StringBuilder text) {
    if (Math.abs(number) > LARGEST_NUMBER || number == Long.MIN_VALUE) {
      throw new EntryException(
          "%d is beyond %d, what every reader of JSON holds exactly"
              .formatted(number, LARGEST_NUMBER));
    }
    text.append(number);
  }

  private static void string(String string, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> {
          if (c < ' ') {
            text.append("\\u00").append(Character.forDigit(c >> 4, 16));
            text.append(Character.forDigit(c & 15, 16));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /**
   * Reads canonical bytes.
   *
   * @throws EntryException when they are no object, too large or too deep, or not canonical
   */
  static Map<String, Object> read(byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw new EntryException(
          "an entry has at most %d bytes, not %d".formatted(LARGEST, bytes.length));
    }
    Map<String, Object> object;
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new EntryException("an entry is one JSON object");
      }
      object = object(parser);
      if (parser.nextToken() != null) {
        throw new EntryException("something follows the entry");
      }
    } catch (IOException e) {
      throw new EntryException("the entry is no JSON as it is used here", e);
    }
    if (!Arrays.equals(write(object), bytes)) {
      throw new EntryException("the entry is not in the canonical form of RFC 8785");
    }
    return object;
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      default -> throw new EntryException(parser.currentToken() + " has no place in an entry");
    };
  }
}
