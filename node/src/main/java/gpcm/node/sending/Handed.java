package gpcm.node.sending;

import gpcm.node.content.ContentHash;
import gpcm.node.content.ContentStore;
import gpcm.node.content.PreparedContent;
import gpcm.node.content.StoredContent;
import gpcm.node.content.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * Bytes that were handed in: small ones in memory, large ones streamed into the content store,
 * where nobody sees them before the submission is committed.
 */
sealed interface Handed {
  /** Up to here bytes stay in memory until they are committed. */
  int SMALL = 256 * 1024;

  /** What is stored when it is committed. */
  StoredContent content();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record InMemory(byte[] bytes, StoredContent content) implements Handed {}

  record Streamed(PreparedContent upload) implements Handed {
    @Override
    public StoredContent content() {
      return upload.content();
    }
  }

  /**
   * Reads everything.
   *
   * @throws IOException when it cannot be read
   */
  static Handed of(Submission.Bytes bytes, ContentStore store) throws IOException {
    try (InputStream in = bytes.open()) {
      byte[] head = in.readNBytes(SMALL + 1);
      if (head.length <= SMALL) {
        return inMemory(head);
      }
      try (Upload upload = store.upload()) {
        upload.write(new SequenceInputStream(new ByteArrayInputStream(head), in));
        return new Streamed(upload.finish());
      }
    }
  }

  static Handed inMemory(byte[] bytes) {
    return new InMemory(bytes, new StoredContent(ContentHash.of(bytes), bytes.length));
  }
}
