package gpcm.mesh;

import java.io.IOException;

/** There is no connection to the server: nothing of a request can have reached it. */
final class NotConnected extends IOException {
  private static final long serialVersionUID = 1L;

  private final int proxyStatus;

  NotConnected(IOException cause) {
    super(
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
    proxyStatus = 0;
  }

  /** The proxy wouldn't open the tunnel. */
  NotConnected(int proxyStatus) {
    super("the proxy answered HTTP " + proxyStatus);
    this.proxyStatus = proxyStatus;
  }

  /** What the proxy answered when asked for a tunnel; 0 when that isn't the reason. */
  int proxyStatus() {
    return proxyStatus;
  }
}
