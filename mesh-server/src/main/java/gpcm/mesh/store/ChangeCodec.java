package gpcm.mesh.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Changes as a type byte and JSON. Unknown fields are ignored, so that an older server reads a
 * newer journal's additions.
 */
final class ChangeCodec {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ChangeCodec() {}

  static byte type(Change change) {
    return switch (change) {
      case Change.Created c -> 1;
      case Change.ChunkAdded c -> 2;
      case Change.Acknowledged c -> 3;
      case Change.Routed c -> 4;
      case Change.Failed c -> 5;
      case Change.Forced c -> 6;
      case Change.Removed c -> 7;
      case Change.Snapshot c -> 8;
      case Change.Expired c -> 9;
    };
  }

  static byte[] write(Change change) {
    try {
      return JSON.writeValueAsBytes(change);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A change of the store can't be written as JSON", e);
    }
  }

  static Change read(byte type, byte[] json) throws IOException {
    Class<? extends Change> kind =
        switch (type) {
          case 1 -> Change.Created.class;
          case 2 -> Change.ChunkAdded.class;
          case 3 -> Change.Acknowledged.class;
          case 4 -> Change.Routed.class;
          case 5 -> Change.Failed.class;
          case 6 -> Change.Forced.class;
          case 7 -> Change.Removed.class;
          case 8 -> Change.Snapshot.class;
          case 9 -> Change.Expired.class;
          default ->
              throw new IOException(
                  "the journal holds a change of type " + type + ", written by a newer version");
        };
    return JSON.readValue(json, kind);
  }
}
