package gpcm.mesh.server;

import java.io.IOException;

/** What came is no request that HTTP/1.1 knows; the connection ends with the answer. */
final class BadRequest extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequest(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
