package gpcm.node.stories;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.node.TestNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/** What senders have to send: the examples, each of an encounter of its own, changed as needed. */
final class Papers {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Papers() {}

  /** An example of the hub's. */
  static Document example(String name) throws IOException {
    return TestNetwork.document(name, TestNetwork.HUB);
  }

  /** The same with changes. */
  static Document example(String name, Consumer<ObjectNode> change) throws IOException {
    return changed(example(name), change);
  }

  /** A document with changes. */
  static Document changed(Document document, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(json(document));
    change.accept(json);
    return DocumentJson.read(MAPPER.writeValueAsBytes(json));
  }

  /** About another patient, whom MESH knows. */
  static Document about(String nhsNumber, Document document) throws IOException {
    return changed(
        document, json -> ((ObjectNode) json.path("patient")).put("nhsNumber", nhsNumber));
  }

  static byte[] json(Document document) {
    return DocumentJson.write(document);
  }

  /** All of it in one piece of bytes. */
  static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      whole.writeBytes(piece);
    }
    return whole.toByteArray();
  }
}
