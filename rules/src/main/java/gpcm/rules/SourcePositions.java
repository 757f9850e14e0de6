package gpcm.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the places of elements in the source text of a message, in one more pass over it that keeps
 * nothing but the places. Meant for people's reports, after a message was read and checked; where
 * an element is not there, its nearest ancestor's place is given.
 */
public final class SourcePositions {
  private SourcePositions() {}

  /**
   * The places in XML.
   *
   * @param paths element paths as findings have them
   * @throws IOException when the stream fails
   */
  public static Map<String, SourcePosition> inXml(InputStream in, Collection<String> paths)
      throws IOException {
    Map<String, SourcePosition> found = new HashMap<>();
    new XmlPlaces(in, WantedPath.tree(paths), found).scan();
    return found;
  }

  /**
   * The places in JSON.
   *
   * @throws IOException when the stream fails or is not JSON
   */
  public static Map<String, SourcePosition> inJson(InputStream in, Collection<String> paths)
      throws IOException {
    Map<String, SourcePosition> found = new HashMap<>();
    Deque<WantedPath> open = new ArrayDeque<>();
    WantedPath current = WantedPath.tree(paths);
    try (JsonParser parser = new JsonFactory().createParser(in)) {
      String field = "Bundle";
      Deque<int[]> indexes = new ArrayDeque<>();
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case FIELD_NAME -> field = parser.currentName();
          case START_ARRAY -> {
            open.push(current);
            current = current.array(field);
            indexes.push(new int[] {0});
          }
          case END_ARRAY -> {
            indexes.pop();
            current = open.pop();
          }
          case END_OBJECT -> {
            indexes.pop();
            current = open.pop();
          }
          default -> {
            WantedPath here =
                current.isArray() ? current.item(indexes.element()[0]++) : current.child(field, 0);
            here.place(
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr(),
                found);
            if (token == JsonToken.START_OBJECT) {
              open.push(current);
              current = here;
              indexes.push(new int[] {0});
            }
          }
        }
      }
    } catch (JsonProcessingException e) {
      return found; // the reader was more lenient than this scan; a report without every place is
      // still a report
    }
    return found;
  }
}
