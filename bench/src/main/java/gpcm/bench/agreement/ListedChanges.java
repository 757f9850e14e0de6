package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The changes of {@code changes.txt}: kind, the path of an object, and the fields that it gets; a
 * field of null is taken away.
 */
final class ListedChanges {
  private static final List<ListedChange> ALL = read();

  private ListedChanges() {}

  private record ListedChange(String kind, String path, JsonNode fields)
      implements MutationKind.Change {
    private boolean fits(ValuePlace place) {
      return place.path().equals(path);
    }

    @Override
    public Optional<String> make(MessageTree tree) {
      return tree.object(this::fits)
          .map(
              place -> {
                change((ObjectNode) place.value());
                return path + " gets " + fields;
              });
    }

    private void change(ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : fields.properties()) {
        if (field.getValue().isNull()) {
          object.remove(field.getKey());
        } else {
          object.set(field.getKey(), field.getValue().deepCopy());
        }
      }
    }
  }

  /** All of a kind. */
  static List<MutationKind.Change> of(String kind) {
    return ALL.stream()
        .filter(change -> change.kind.equals(kind))
        .map(MutationKind.Change.class::cast)
        .toList();
  }

  static Optional<String> make(String kind, MessageTree tree) {
    List<ListedChange> fitting =
        ALL.stream()
            .filter(change -> change.kind.equals(kind))
            .filter(change -> tree.object(change::fits).isPresent())
            .toList();
    return fitting.isEmpty() ? Optional.empty() : tree.oneOf(fitting).make(tree);
  }

  private static List<ListedChange> read() {
    JsonMapper json = JsonMapper.builder().build();
    try (InputStream in =
        Objects.requireNonNull(ListedChanges.class.getResourceAsStream("changes.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s+", 3))
          .map(parts -> new ListedChange(parts[0], parts[1], tree(json, parts[2])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(JsonMapper json, String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("changes.txt: " + text, e);
    }
  }
}
