package gpcm.fhir;

import java.io.IOException;

/** An attachment of which only size and hash are wanted. */
final class DiscardingTarget implements AttachmentSink.Target {
  @Override
  public void write(byte[] chunk, int offset, int length) {
    // Counted and hashed by the reader; nothing to keep.
  }

  @Override
  public AttachmentContent complete(long size, String sha256) {
    return AttachmentContent.of(
        size,
        sha256,
        () -> {
          throw new IOException(
              "the bytes of this attachment were not kept when the message was read");
        });
  }

  @Override
  public void abandon() {
    // Nothing was kept.
  }
}
