package gpcm.mesh;

import java.io.IOException;

/** Content that is whole as far as its carrier goes, and can't be unpacked. */
final class UnreadableContent extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableContent(String message, Throwable cause) {
    super(message, cause);
  }

  UnreadableContent(String message) {
    super(message);
  }
}
