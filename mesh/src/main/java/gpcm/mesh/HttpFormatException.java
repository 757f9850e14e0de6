package gpcm.mesh;

import java.io.IOException;

/** What came isn't HTTP as it should be. */
final class HttpFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  HttpFormatException(String message) {
    super(message);
  }
}
