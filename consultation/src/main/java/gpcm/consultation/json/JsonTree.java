package gpcm.consultation.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Bytes become a tree: bounded in depth and size, each repeated key a problem of its own. Jackson's
 * messages may quote the input, so they stop here.
 */
final class JsonTree {
  static final int DEEPEST = 32;
  static final int LONGEST_NUMBER = 100;
  static final int LONGEST_NAME = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(ConsultationJson.MAX_BYTES)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .build())
          .build();

  private final JsonProblems problems;

  JsonTree(JsonProblems problems) {
    this.problems = problems;
  }

  /** The root value, or a missing node when the text is no JSON; then the problem is noted. */
  JsonNode read(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      try {
        if (parser.nextToken() == null) {
          problems.add(
              JsonPointer.empty(), "nothing", "must be a JSON object", "Send the consultation");
          return MissingNode.getInstance();
        }
        JsonNode root = value(parser);
        if (parser.nextToken() != null) {
          problems.add(
              JsonPointer.empty(),
              "more after the end" + place(parser),
              "must be one JSON object",
              "Send one consultation at a time");
          return MissingNode.getInstance();
        }
        return root;
      } catch (IOException malformed) {
        JsonSyntax syntax = JsonSyntax.of(json, malformed);
        problems.add(
            pointer(parser), syntax.found() + place(parser), syntax.rule(), syntax.remedy());
        return MissingNode.getInstance();
      }
    } catch (IOException closing) {
      throw new AssertionError("bytes in memory can always be read", closing);
    }
  }

  private static String place(JsonParser parser) {
    JsonLocation at = parser.currentLocation();
    return " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static JsonPointer pointer(JsonParser parser) {
    return parser.getParsingContext().pathAsPointer();
  }

  private JsonNode value(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      default -> nodes.nullNode();
    };
  }

  private ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      JsonPointer at = pointer(parser);
      JsonNode value = value(parser);
      if (object.has(name)) {
        // Which of the two was meant can't be known, and one of them would be lost.
        problems.add(at, value, "must appear once in its object", "Remove the repeated key");
      } else {
        object.set(name, value);
      }
    }
    return object;
  }

  private ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }
}
