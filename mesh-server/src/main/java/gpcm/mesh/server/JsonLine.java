package gpcm.mesh.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a file that holds one JSON object a line.
 *
 * @param where file and number, for messages
 */
record JsonLine(JsonNode json, String where) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The lines that aren't blank.
   *
   * @throws IllegalArgumentException naming file, line and what is wrong
   */
  static List<JsonLine> all(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("Can't read " + file + ": " + e.getMessage(), e);
    }
    List<JsonLine> values = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        values.add(read(lines.get(i), file + " line " + (i + 1)));
      }
    }
    return values;
  }

  private static JsonLine read(String line, String where) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.isObject()) {
        return new JsonLine(json, where);
      }
    } catch (IOException e) {
      // Said below, without the library's excerpt: the line may hold a password.
    }
    throw new IllegalArgumentException(where + " isn't a JSON object; correct or remove it");
  }
}
