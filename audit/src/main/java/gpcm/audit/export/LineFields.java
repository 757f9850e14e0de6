package gpcm.audit.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A line of JSON: one flat object of texts and numbers. Unknown members are let pass. */
record LineFields(String place, Map<String, Object> values) {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2)
                  .maxNameLength(50)
                  .maxNumberLength(20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  static LineFields read(String place, byte[] line) {
    Map<String, Object> values = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ExportException(place + " is no JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        switch (parser.nextToken()) {
          case VALUE_STRING -> values.put(name, parser.getText());
          case VALUE_NUMBER_INT -> values.put(name, parser.getLongValue());
          default -> throw new ExportException(place + " has something else than text and numbers");
        }
      }
      if (parser.nextToken() != null) {
        throw new ExportException(place + " has something after its object");
      }
    } catch (IOException e) {
      throw new ExportException(place + " is no JSON", e);
    }
    return new LineFields(place, values);
  }

  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new ExportException("%s does not say its %s".formatted(place, name)));
  }

  Optional<String> optionalText(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw new ExportException("%s of %s is no text".formatted(name, place));
    };
  }

  long number(String name) {
    if (values.get(name) instanceof Long number && number >= 0) {
      return number;
    }
    throw new ExportException("%s does not say its %s as a number".formatted(place, name));
  }

  byte[] bytes(String name) {
    return optionalBytes(name)
        .orElseThrow(() -> new ExportException("%s does not say its %s".formatted(place, name)));
  }

  Optional<byte[]> optionalBytes(String name) {
    try {
      return optionalText(name).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException e) {
      throw new ExportException("%s of %s is no base64".formatted(name, place), e);
    }
  }
}
