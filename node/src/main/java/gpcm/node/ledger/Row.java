package gpcm.node.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row for a set-based statement, filled column by column. Text that PostgreSQL cannot keep (NUL,
 * half a surrogate pair) becomes U+FFFD. Belongs to one thread.
 */
public final class Row {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  /** A column's text. */
  public Row put(String column, String value) {
    json.put(column, storable(value));
    return this;
  }

  /** A column's id. */
  public Row put(String column, UUID value) {
    json.put(column, value.toString());
    return this;
  }

  /** A column's number. */
  public Row put(String column, long value) {
    json.put(column, value);
    return this;
  }

  /** A column's truth. */
  public Row put(String column, boolean value) {
    json.put(column, value);
    return this;
  }

  /** A column's time. */
  public Row put(String column, Instant value) {
    json.put(column, value.toString());
    return this;
  }

  /** A column that may be null: the value's text, or nothing. */
  public Row putAny(String column, Object valueOrNull) {
    if (valueOrNull instanceof Optional<?> optional) {
      optional.ifPresent(value -> json.put(column, storable(value.toString())));
    } else if (valueOrNull != null) {
      json.put(column, storable(valueOrNull.toString()));
    }
    return this;
  }

  ObjectNode json() {
    return json;
  }

  private static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
