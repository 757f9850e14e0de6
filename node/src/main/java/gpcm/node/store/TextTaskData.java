package gpcm.node.store;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;

/**
 * Task data is plain text or nothing. The library's default would be Java serialization, which
 * binds rows in the database to class files and runs code while reading.
 */
final class TextTaskData implements Serializer {

  static byte[] bytes(Object data) {
    return switch (data) {
      case null -> null;
      case String text -> text.getBytes(StandardCharsets.UTF_8);
      default ->
          throw new IllegalArgumentException(
              "task data is text, not %s; keep anything larger in a table"
                  .formatted(data.getClass().getName()));
    };
  }

  @Override
  public byte[] serialize(Object data) {
    return bytes(data);
  }

  @Override
  public <T> T deserialize(Class<T> type, byte[] data) {
    return data == null ? null : type.cast(new String(data, StandardCharsets.UTF_8));
  }
}
