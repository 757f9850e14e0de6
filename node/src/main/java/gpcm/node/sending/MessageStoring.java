package gpcm.node.sending;

import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.node.content.ContentHash;
import gpcm.node.content.PreparedContent;
import gpcm.node.content.StoredContent;
import gpcm.node.content.Upload;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes messages and has their bytes stored with a result: small ones from memory, large ones by
 * way of a file. Thread-safe.
 *
 * @param work a folder of this node's own for messages too large for memory
 */
public record MessageStoring(Ledger ledger, MessageWriter writer, Path work) {
  static final int IN_MEMORY = 4 << 20;

  /**
   * A message's bytes as they will be stored.
   *
   * @param memory the bytes, when they are few
   */
  record Written(StoredContent content, Optional<byte[]> memory) {}

  /**
   * Writes a message.
   *
   * @param size about how large it is
   */
  Written write(StepResult result, SendDocument message, long size) throws IOException {
    if (size <= IN_MEMORY) {
      ByteArrayOutputStream xml =
          new ByteArrayOutputStream(Math.toIntExact(size + size / 2 + 32768));
      writer.writeXml(message, xml);
      byte[] bytes = xml.toByteArray();
      result.bytes(bytes);
      return new Written(
          new StoredContent(ContentHash.of(bytes), bytes.length), Optional.of(bytes));
    }
    Path file = Files.createTempFile(work, "message", ".xml");
    try {
      try (var xml = Files.newOutputStream(file)) {
        writer.writeXml(message, xml);
      }
      try (Upload upload = ledger.content().upload();
          var xml = Files.newInputStream(file)) {
        upload.write(xml);
        PreparedContent prepared = upload.finish();
        result.bytes(prepared);
        return new Written(prepared.content(), Optional.empty());
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
