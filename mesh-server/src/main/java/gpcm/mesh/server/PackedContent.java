package gpcm.mesh.server;

import gpcm.mesh.BoundedGunzip;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content that came compressed. */
final class PackedContent {
  private static final Logger LOG = LoggerFactory.getLogger(PackedContent.class);

  private PackedContent() {}

  /**
   * Unpacks all of it, to see whether that can be done.
   *
   * @param packed is closed
   * @throws IOException when it is no gzip, breaks off, or unpacks to more than is allowed
   */
  static void check(InputStream packed, ServerLimits limits) throws IOException {
    try (packed;
        InputStream plain = new BoundedGunzip(packed, limits.unpackedBytes())) {
      byte[] piece = new byte[64 * 1024];
      long length = 0;
      for (int read = plain.read(piece); read >= 0; read = plain.read(piece)) {
        length += read;
      }
      LOG.debug("A packed body holds {} bytes", length);
    }
  }

  static Refusal refusal(IOException cause) {
    return Refusal.of(
        422,
        "SEND",
        "UnsupportedContentEncoding",
        "Content-Encoding says gzip, and the content can't be unpacked: " + cause.getMessage());
  }
}
