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

  static int preferring(int usual) {
    return isFree(usual) ? usual : 0;
  }

  /** Whether nobody listens there; so that nothing else is started in vain. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
