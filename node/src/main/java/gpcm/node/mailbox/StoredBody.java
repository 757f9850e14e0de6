package gpcm.node.mailbox;

import gpcm.mesh.MeshBody;
import gpcm.node.content.ContentStore;
import gpcm.node.content.StoredContent;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a message, streamed from the content store to MESH. */
record StoredBody(ContentStore store, StoredContent content) implements MeshBody {
  @Override
  public long length() {
    return content.size();
  }

  @Override
  public InputStream openAt(long offset) throws IOException {
    InputStream bytes = store.open(content.hash());
    bytes.skipNBytes(offset);
    return bytes;
  }
}
