package gpcm.fhir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** An attachment kept in memory, up to a bound. */
final class MemoryTarget implements AttachmentSink.Target {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maxBytes;

  MemoryTarget(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(byte[] chunk, int offset, int length) throws IOException {
    if (length > maxBytes - bytes.size()) {
      throw new IOException(
          "an attachment has more than the " + maxBytes + " bytes that are kept in memory");
    }
    bytes.write(chunk, offset, length);
  }

  @Override
  public AttachmentContent complete(long size, String sha256) {
    byte[] all = bytes.toByteArray();
    return AttachmentContent.of(size, sha256, () -> new ByteArrayInputStream(all));
  }

  @Override
  public void abandon() {
    bytes.reset();
  }
}
