package gpcm.cli.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Finds a port for the demo: the usual one, so that its address can be remembered, or any when
 * somebody has it.
 */
final class FreePort {
  private FreePort() {}

  /**
   * The usual port, or 0 when somebody has it.
   *
   * @param usual 0 for whichever is free, which is then looked up
   */
  static int preferring(int usual) {
    try (ServerSocket socket = new ServerSocket(usual, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      return 0;
    }
  }

  /** Whether nobody listens there; so that nothing else is started in vain. */
  static boolean isFree(int port) {
    return port == 0 || preferring(port) == port;
  }
}
